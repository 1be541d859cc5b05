// The full metadata: with the small set 123456789 is a valid German number, and speed hardly differs.
import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/max';

/**
 * The number in E.164, such as `+442079460123`. `country` (ISO 3166-1 alpha-2, upper case) says how to read a number
 * without its country code. Null when the text is no valid number, is several, or has an extension: behind one
 * switchboard sit many people.
 */
export function normalisePhone(text: string, country?: string): string | null {
  const clean = text
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .trim()
    .replace(/^tel:\s*/i, '');
  // The library reads a leading 00 as an international prefix only in countries that dial so; shops write it anywhere.
  const parsed = parsePhoneNumberFromString(clean.replace(/^\+?00/, '+'), {
    extract: false,
    ...(country !== undefined && isSupportedCountry(country) ? { defaultCountry: country } : {}),
  });
  return parsed?.isValid() === true && parsed.ext === undefined ? parsed.number : null;
}
