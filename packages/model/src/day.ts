import type { Brand } from './brand.js';

/** A calendar day `YYYY-MM-DD`, between {@link FIRST_DAY} and {@link LAST_DAY}, in the shop's time zone unless said. */
export type Day = Brand<string, 'Day'>;

/** The days that the warehouse can hold (ClickHouse's Date32). */
export const FIRST_DAY = '1900-01-01' as Day;
export const LAST_DAY = '2299-12-31' as Day;

const FORM = /^(\d{4})-(\d{2})-(\d{2})$/;
const MS_PER_DAY = 86_400_000;

export type DayUnit = 'd' | 'w' | 'm' | 'y';

/** Reads `YYYY-MM-DD`; undefined when it is no such day (30 February too) or out of range. */
export function parseDay(text: string): Day | undefined {
  const match = FORM.exec(text);
  if (match === null) return undefined;
  const day = fromParts(Number(match[1]), Number(match[2]), Number(match[3]));
  return day === text && text >= FIRST_DAY && text <= LAST_DAY ? day : undefined;
}

/** Like {@link parseDay} for text known to be a day; throws a RangeError otherwise. */
export function day(text: string): Day {
  const parsed = parseDay(text);
  if (parsed === undefined) throw new RangeError(`'${text}' is not a day between ${FIRST_DAY} and ${LAST_DAY}`);
  return parsed;
}

/** Days since 1970-01-01, negative before. */
export function dayNumber(value: Day): number {
  return Math.round(Date.parse(`${value}T00:00:00Z`) / MS_PER_DAY);
}

/** The day of a {@link dayNumber}, held within {@link FIRST_DAY} and {@link LAST_DAY}. */
export function dayOfNumber(number: number): Day {
  const held = Math.min(Math.max(number, dayNumber(FIRST_DAY)), dayNumber(LAST_DAY));
  return new Date(held * MS_PER_DAY).toISOString().slice(0, 10) as Day;
}

/** Whole days from `from` to `to`, negative when `to` is earlier. */
export function daysBetween(from: Day, to: Day): number {
  return dayNumber(to) - dayNumber(from);
}

/**
 * `amount` units later (earlier when negative), held within the range of days. Months and years keep the day of the
 * month, or take the month's last day where it has no such day: one month after 31 January is 28 or 29 February.
 */
export function addToDay(value: Day, amount: number, unit: DayUnit): Day {
  if (unit === 'd') return dayOfNumber(dayNumber(value) + amount);
  if (unit === 'w') return dayOfNumber(dayNumber(value) + 7 * amount);
  const months = unit === 'm' ? amount : 12 * amount;
  const index = Number(value.slice(0, 4)) * 12 + Number(value.slice(5, 7)) - 1 + months;
  const year = Math.floor(index / 12);
  if (year < 1900) return FIRST_DAY;
  if (year > 2299) return LAST_DAY;
  const month = index - year * 12 + 1;
  return fromParts(year, month, Math.min(Number(value.slice(8, 10)), daysInMonth(year, month)));
}

function daysInMonth(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

function fromParts(year: number, month: number, dayOfMonth: number): Day {
  return new Date(Date.UTC(year, month - 1, dayOfMonth)).toISOString().slice(0, 10) as Day;
}
