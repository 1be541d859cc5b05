import type { Duration } from '../tree/amount.js';

/** Whether a length of time is elapsed time, and not days by the calendar. */
export function isElapsed({ unit }: Duration): boolean {
  return unit === 'h' || unit === 'min';
}

export function elapsedMs({ amount, unit }: Duration): number {
  return amount * (unit === 'h' ? 3_600_000 : 60_000);
}

/** SQL of the UTC day of a time in milliseconds, as a number; whole parts are taken of what is positive, since others are rounded up. */
export function dayOfTime(ms: string): string {
  return `(intDiv(${ms} + 8640000000000, 86400000) - 100000)`;
}

/** SQL of a day, as a number, as a length of time is added to it: itself, or its month and then its day in that. */
export function dayPart(day: string, { unit }: Duration): string {
  if (unit !== 'm' && unit !== 'y') return `toInt64(${day})`;
  const date = `toDate32(${day})`;
  return `(toInt64(toRelativeMonthNum(${date})) * ${DAYS_OF_MONTH} + toDayOfMonth(${date}))`;
}

/** What a length of days adds to the {@link dayPart}. */
export function dayParts({ amount, unit }: Duration): number {
  return amount * { d: 1, w: 7, m: DAYS_OF_MONTH, y: 12 * DAYS_OF_MONTH, h: 0, min: 0 }[unit];
}

/**
 * More than any month has. Months are added without looking at how long they are: a day lies after the one that so many
 * months lead to, or the last of that month, exactly where its month and day of the month do.
 */
const DAYS_OF_MONTH = 32;
