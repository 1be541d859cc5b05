import type { Calendar } from './calendar.js';
import type { CountryCode } from './countries.js';

/** What makes a person of a world buy in the same weeks every year. */
export const OCCASIONS = [
  'christmas',
  'mothers_day',
  'valentine',
  'back_to_school',
  'birthday_of_another',
  'own_birthday',
] as const;
export type Occasion = (typeof OCCASIONS)[number];

/** How many days ahead people buy, and whether it is a present. */
export const LEADS: Readonly<
  Record<Occasion, { readonly first: number; readonly last: number; readonly gift: boolean }>
> = {
  christmas: { first: 4, last: 32, gift: true },
  mothers_day: { first: 2, last: 12, gift: true },
  valentine: { first: 2, last: 12, gift: true },
  back_to_school: { first: 0, last: 24, gift: false },
  birthday_of_another: { first: 3, last: 12, gift: true },
  own_birthday: { first: -3, last: 10, gift: false },
};

/** The day index of an occasion in a year; `birthday` is the month and day of the birthday concerned. */
export function occasionDay(
  calendar: Calendar,
  occasion: Occasion,
  place: { readonly year: number; readonly country: CountryCode; readonly birthday: readonly [number, number] },
): number {
  const { year, country, birthday } = place;
  switch (occasion) {
    case 'christmas':
      return calendar.indexOf(year, 12, 25);
    case 'valentine':
      return calendar.indexOf(year, 2, 14);
    case 'back_to_school':
      return calendar.indexOf(year, 9, 5);
    case 'mothers_day':
      return mothersDay(calendar, year, country);
    case 'birthday_of_another':
    case 'own_birthday':
      return calendar.indexOf(year, birthday[0], birthday[1]);
  }
}

function mothersDay(calendar: Calendar, year: number, country: CountryCode): number {
  if (country === 'GB') return easter(calendar, year) - 21;
  if (country === 'ES') return sunday(calendar, calendar.indexOf(year, 5, 1));
  if (country !== 'FR') return sunday(calendar, calendar.indexOf(year, 5, 8));
  const last = sunday(calendar, calendar.indexOf(year, 5, 25));
  return last === easter(calendar, year) + 49 ? last + 7 : last;
}

/** The first Sunday on or after a day; 1970-01-04 was one. */
function sunday(calendar: Calendar, index: number): number {
  return index + ((((3 - (index + calendar.first)) % 7) + 7) % 7);
}

/** Western Easter Sunday (the anonymous Gregorian computus). */
function easter(calendar: Calendar, year: number): number {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const e = b % 4;
  const h = (19 * a + b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30;
  const l = (32 + 2 * e + 2 * Math.floor(c / 4) - h - (c % 4)) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const n = h + l - 7 * m + 114;
  return calendar.indexOf(year, Math.floor(n / 31), (n % 31) + 1);
}
