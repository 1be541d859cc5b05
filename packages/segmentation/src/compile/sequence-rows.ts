import type { Step } from '../tree/condition.js';
import { RowsLeft } from './rows-left.js';
import type { Scope } from './scope.js';
import { dayOfTime } from './sequence-time.js';

/** A row as one number: its time in milliseconds, how its day differs from that of UTC, and its place among its instant. */
export const PLACE = 'bitAnd(row, 31)';
export const TIME = 'bitShiftRight(row, 7)';
export const DAY = `(${dayOfTime(TIME)} + bitAnd(bitShiftRight(row, 5), 3) - 1)`;

/** SQL that there is a row of a step, and of an array of all of them as numbers. */
export function rowsOf({ rows: { name, parameters }, negated }: Step, at: number, countsDays: boolean, scope: Scope) {
  const left = new RowsLeft(scope.function(name), parameters, scope);
  const reading = left.entry.fields.date?.reading;
  if (reading?.kind !== 'date') throw new Error(`${name} have no time`);
  const time = 'toUnixTimestamp64Milli(at)';
  const number = (difference: string) => `${time} * 128 + ${difference} * 32 + ${placeOf({ at, negated })}`;
  const numbers = countsDays
    ? `arrayMap((at, day) -> ${number(`(toInt64(toInt32(day)) - ${dayOfTime(time)} + 1)`)}, ${left.array(reading.at)}, ${left.array(reading.day)})`
    : `arrayMap(at -> ${number('1')}, ${left.array(reading.at)})`;
  return { isThere: left.any(), numbers };
}

/**
 * Where a row stands among those of its instant, the greatest gone through first: a row of a step before those of the
 * next, which must come later; last those of NOT, which must be between.
 */
export function placeOf({ at, negated }: { readonly at: number; readonly negated: boolean }): number {
  return negated ? at : 31 - at;
}
