import countries from 'i18n-iso-countries/index.js';
import english from 'i18n-iso-countries/langs/en.json' with { type: 'json' };

countries.registerLocale(english);

/**
 * Names that retailers use and ISO 3166-1 does not. The Channel Islands are two countries by ISO; they are taken for
 * the larger, Jersey.
 */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  'channel islands': 'JE',
  eire: 'IE',
  england: 'GB',
  holland: 'NL',
  korea: 'KR',
  'northern ireland': 'GB',
  rsa: 'ZA',
  scotland: 'GB',
  uk: 'GB',
  wales: 'GB',
};

const found = new Map<string, string | undefined>();

/** The ISO 3166-1 alpha-2 code of an English name or code; undefined where it names no one country. */
export function countryCode(text: string): string | undefined {
  const name = text.trim();
  if (found.has(name)) return found.get(name);
  const code = lookUp(name);
  if (found.size < 10_000) found.set(name, code);
  return code;
}

function lookUp(name: string): string | undefined {
  const upper = name.toUpperCase();
  if (/^[A-Z]{2}$/.test(upper) && countries.isValid(upper)) return upper;
  if (/^[A-Z]{3}$/.test(upper)) {
    const two = countries.alpha3ToAlpha2(upper);
    if (two !== undefined) return two;
  }
  return OTHER_NAMES[name.toLowerCase()] ?? countries.getAlpha2Code(name, 'en');
}
