/** The members of the European Union. */
export const EUROPEAN_UNION = [
  'AT',
  'BE',
  'BG',
  'CY',
  'CZ',
  'DE',
  'DK',
  'EE',
  'ES',
  'FI',
  'FR',
  'GR',
  'HR',
  'HU',
  'IE',
  'IT',
  'LT',
  'LU',
  'LV',
  'MT',
  'NL',
  'PL',
  'PT',
  'RO',
  'SE',
  'SI',
  'SK',
] as const;

/** Names that are usual, beside those of the Unicode project. */
const OTHER_NAMES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    usa: 'US',
    'united states of america': 'US',
    uk: 'GB',
    'great britain': 'GB',
    'czech republic': 'CZ',
    turkey: 'TR',
    'hong kong': 'HK',
  }),
);

let codes: ReadonlyMap<string, string> | undefined;

/** The ISO code of a country, by itself or its English name; undefined for what is none. */
export function countryCode(text: string): string | undefined {
  codes ??= codesByName();
  const key = text.trim().toLowerCase();
  return codes.get(key) ?? OTHER_NAMES.get(key);
}

function codesByName(): ReadonlyMap<string, string> {
  const names = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
  const found = new Map<string, string>();
  for (const code of letters.flatMap((first) => letters.map((second) => first + second))) {
    // A withdrawn code has the name of its successor; unknown regions and the like have no place in an address.
    const name = names.of(code);
    if (name === undefined || Intl.getCanonicalLocales(`und-${code}`)[0] !== `und-${code}`) continue;
    if (['ZZ', 'EU', 'UN', 'EZ', 'XA', 'XB', 'QO'].includes(code)) continue;
    found.set(name.toLowerCase(), code);
    found.set(code.toLowerCase(), code);
  }
  return found;
}
