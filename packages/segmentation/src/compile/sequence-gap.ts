import type { Sql } from '../catalogue/reading.js';
import type { Duration } from '../tree/amount.js';
import type { Sequence } from '../tree/condition.js';
import { RowsLeft } from './rows-left.js';
import type { Scope } from './scope.js';
import { DAY, PLACE, placeOf, rowsOf, TIME } from './sequence-rows.js';
import { dayPart, dayParts, elapsedMs, isElapsed } from './sequence-time.js';

/**
 * SQL that a row of one step is followed by one of another, where both are in the same arrays: by the shortest time from
 * one to the other, which is the same whatever WITHIN says. The arrays are in the order of time, so the latest row before
 * is the best to come from. Where rows are of one instant, or the clocks were put back to the day before, that does not
 * tell, and the rows are gone through one by one.
 *
 * @returns undefined for other sequences
 */
export function compileGap({ steps }: Sequence, scope: Scope): string | undefined {
  const [first, second, another] = steps;
  if (first === undefined || second === undefined || another !== undefined || second.negated) return undefined;
  const before = new RowsLeft(scope.function(first.rows.name), first.rows.parameters, scope);
  const after = new RowsLeft(scope.function(second.rows.name), second.rows.parameters, scope);
  const times = timesOf(before);
  if (times === undefined || timesOf(after)?.at !== times.at) return undefined;

  const { within } = second;
  const days = within !== null && !isElapsed(within) ? within : undefined;
  const time = days === undefined ? inMs(times) : dayAndTime(times, days);
  const last = `arrayFill(last -> last != ${LONG_AGO}, ${before.chosen(time, LONG_AGO)})`;
  // A row may be of both steps, and does not follow itself.
  const known = first.rows.name === second.rows.name ? `arrayPopBack(arrayPushFront(${last}, ${LONG_AGO}))` : last;
  const since: Sql = (row) => {
    const at = row.read(time);
    return days === undefined ? `${at} - last` : `if(${at} = last, ${SAME}, ${dayIn(at)} - ${dayIn('last')})`;
  };
  const shortest = `arrayMin(${after.chosen(since, NEVER, { last: known })})`;
  // Not OR, nor anything else that would compute the shortest time twice, for some rows and then for others.
  const isOdd =
    days === undefined
      ? `${shortest} = 0`
      : `bitOr(bitOr(${shortest} = ${SAME}, empty(${times.at})), ${scope.shared(runsBack(times))})`;
  const numbers = [first, second].map(
    (step, at) => rowsOf(step, placeOf({ at, negated: false }), days !== undefined, scope).numbers,
  );
  const exact = rowByRow(numbers, days === undefined ? TIME : dayPart(DAY, days));
  const gap = scope.shared(`if(${isOdd}, ${exact}, ${shortest})`);
  return `${gap} <= ${scope.param('Int64', String(mostOf(within)))}`;
}

/** Before, between and behind whatever there is, by more than {@link LONGEST}. */
const [LONG_AGO, NEVER] = ['toInt64(-5764607523034234880)', 'toInt64(4611686018427387904)'];
const LONGEST = 2 ** 33;
const LONGEST_MS = 2 ** 52;
/** Stands for no time at all between two rows, which is no sequence. Days may be negative. */
const SAME = 'toInt64(-1099511627776)';

function mostOf(within: Duration | null): number {
  if (within === null) return LONGEST_MS;
  return isElapsed(within) ? Math.min(elapsedMs(within), LONGEST_MS) : Math.min(dayParts(within), LONGEST);
}

/** SQL of the shortest time, or days, from a row of the first step to one of the second that comes later. */
function rowByRow(numbers: readonly string[], time: string): string {
  const latest = `greatest(seen.1, ${time})`;
  const shortest = `least(seen.2, ${time} - seen.1)`;
  const isFirst = `${PLACE} = ${placeOf({ at: 0, negated: false })}`;
  const next = `if(${isFirst}, tuple(${latest}, seen.2), tuple(seen.1, ${shortest}))`;
  // Of one instant, rows of the second step come first.
  const sorted = `arraySort(arrayConcat(${numbers.join(', ')}))`;
  return `arrayFold((seen, row) -> ${next}, ${sorted}, tuple(${LONG_AGO}, ${NEVER})).2`;
}

interface Times {
  readonly day: string;
  readonly at: string;
}

/** The arrays of days and instants of rows, where these are in the order of time. */
function timesOf({ entry }: RowsLeft): Times | undefined {
  const reading = entry.fields.date?.reading;
  if (reading?.kind !== 'date' || entry.sortedBy !== undefined || entry.arrays !== undefined) return undefined;
  const { day, at } = reading;
  return typeof day === 'string' && typeof at === 'string' ? { day, at } : undefined;
}

function inMs({ at }: Times): Sql {
  return (row) => `toUnixTimestamp64Milli(${row.read(at)})`;
}

/**
 * The day as WITHIN counts it, and behind it the rest of the time: within two days of the beginning of the same day in
 * UTC, so that it fits into 28 bits.
 */
function dayAndTime(times: Times, within: Duration): Sql {
  return (row) => {
    const day = `toInt32(${row.read(times.day)})`;
    const rest = `${row.read(inMs(times))} - toInt64(${day}) * 86400000 + 134217728`;
    return `(${dayPart(day, within)} * 268435456 + ${rest})`;
  };
}

const dayIn = (time: string) => `bitShiftRight(${time}, 28)`;

/** SQL that some day of the rows is before that of the row before. */
function runsBack({ day }: Times): string {
  return `arrayExists(days -> days < 0, arrayDifference(arrayMap(day -> toInt32(day), ${day})))`;
}
