import type { Step } from '../tree/condition.js';
import { RowsLeft } from './rows-left.js';
import type { Scope } from './scope.js';
import { dayOfTime } from './sequence-time.js';

/** A row as one number: its time in milliseconds, how its day differs from that of UTC, and its place among its instant. */
export const PLACE = 'bitAnd(row, 31)';
export const TIME = timeIn('row');
export const DAY = `(${dayOfTime(TIME)} + bitAnd(bitShiftRight(row, 5), 3) - 1)`;

/** SQL of the time of a row that is one number. */
export function timeIn(row: string): string {
  return `bitShiftRight(${row}, 7)`;
}

/** SQL that there is a row of a step, and of an array of all of them as numbers with a place. */
export function rowsOf({ rows: { name, parameters } }: Step, place: number, countsDays: boolean, scope: Scope) {
  const left = new RowsLeft(scope.function(name), parameters, scope);
  const reading = left.entry.fields.date?.reading;
  if (reading?.kind !== 'date') throw new Error(`${name} have no time`);
  const time = 'toUnixTimestamp64Milli(at)';
  const difference = `(toInt64(toInt32(day)) - ${dayOfTime(time)} + 1)`;
  const numbers = countsDays
    ? `arrayMap((at, day) -> ${time} * 128 + ${difference} * 32 + ${place}, ${left.array(reading.at)}, ${left.array(reading.day)})`
    : `arrayMap(at -> ${time} * 128 + ${32 + place}, ${left.array(reading.at)})`;
  return { isThere: left.any(), numbers };
}

/**
 * Where a row stands among those of its instant, the greatest gone through first: a row of a step before those of the
 * next, which must come later; last those of NOT, which must be between.
 */
export function placeOf({ at, negated }: { readonly at: number; readonly negated: boolean }): number {
  return negated ? at : 31 - at;
}
