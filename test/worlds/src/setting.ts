import type { Day, TimeZone } from '@clientele/model';
import { Calendar } from './calendar.js';
import { type CountryCode, homeCountry } from './countries.js';

export interface WorldOptions {
  /** A whole number; the same options give the same world, to the byte. */
  readonly seed: number;
  /** At most {@link MOST_PEOPLE}. */
  readonly people: number;
  readonly timeZone: TimeZone;
  /** ISO 4217; the shop's currency. */
  readonly currency: string;
  /** First and last day on which anything happens. */
  readonly from: Day;
  readonly to: Day;
}

/** Telephone numbers would repeat beyond it. */
export const MOST_PEOPLE = 5_000_000;

/** What all people of a world have in common. */
export interface Setting {
  readonly seed: number;
  readonly people: number;
  readonly calendar: Calendar;
  readonly homeCountry: CountryCode;
  readonly currency: string;
  /** The second currency of the second store. */
  readonly foreignCurrency: string;
}

/** Throws a RangeError for options that describe no world. */
export function settingOf(options: WorldOptions): Setting {
  const { seed, people, currency, from, to } = options;
  if (!Number.isSafeInteger(seed)) throw new RangeError('a seed is a whole number');
  if (!Number.isInteger(people) || people < 0 || people > MOST_PEOPLE) {
    throw new RangeError(`people are a whole number from 0 to ${MOST_PEOPLE}`);
  }
  if (!/^[A-Z]{3}$/.test(currency)) throw new RangeError(`'${currency}' is not a currency code such as GBP`);
  if (to < from) throw new RangeError(`a world cannot end on ${to} before it starts on ${from}`);
  return {
    seed,
    people,
    calendar: new Calendar(from, to, options.timeZone),
    homeCountry: homeCountry(currency),
    currency,
    foreignCurrency: currency === 'EUR' ? 'GBP' : 'EUR',
  };
}

/**
 * An id that looks like any other although it is made from a person's index: a bijection of the numbers below 10^10.
 * `thing` is below 512.
 */
export function scatteredId(setting: Setting, index: number, thing: number): string {
  const number = (index * 512 + thing) * 3_141_593 + (Math.abs(setting.seed) % 1_000_003) * 7919;
  return String(number % 10_000_000_000).padStart(10, '0');
}

/** A telephone number of a country that nobody else of the world has: `person` below {@link MOST_PEOPLE}, twice. */
export function uniqueNumber(beginnings: readonly string[], person: number, spare = false): string {
  const number = ((person + (spare ? MOST_PEOPLE : 0)) * 6_180_339 + 7_340_915) % 10_000_000;
  return `${beginnings[Math.floor(number / 1_000_000)]}${String(number % 1_000_000).padStart(6, '0')}`;
}
