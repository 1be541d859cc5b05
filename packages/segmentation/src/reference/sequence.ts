import { addToDay, type Day, msOfInstant } from '@clientele/model';
import type { Duration } from '../tree/amount.js';
import type { Sequence } from '../tree/condition.js';
import { MS_OF_UNIT } from '../tree/literal.js';
import type { Question } from './context.js';
import { rowsThatPass } from './functions.js';
import type { Person } from './person.js';
import type { Row } from './rows.js';

/** A row with its moment, in milliseconds. */
interface TimedRow {
  readonly row: Row;
  readonly at: number;
  readonly day: Day;
}

/** Rows that must not come, or not for so long. */
interface Unwanted {
  readonly rows: readonly TimedRow[];
  readonly within: Duration | null;
}

/** A step without NOT, and those with NOT that follow it up to the next one. */
interface Stage {
  readonly rows: readonly TimedRow[];
  readonly within: Duration | null;
  readonly nots: readonly Unwanted[];
}

/** Rows that follow one another as the steps say. */
interface Way {
  readonly rows: readonly TimedRow[];
  readonly last: TimedRow;
  /** When something comes after the last row that must not; infinity where nothing does. */
  readonly disturbed: number;
}

/** How far a profile has come along a sequence. */
export interface SequenceFound {
  readonly holds: boolean;
  /** Rows that follow one another as it says, one of each step without NOT, up to the first to which none comes. */
  readonly rows: readonly Row[];
  /** Whether it will hold once some time is over, if nothing happens that must not. */
  readonly waits: boolean;
}

/**
 * Goes through the steps without NOT, one after the other. Of each row that a step can come to, one way to it is kept:
 * the next step looks at the row alone.
 */
export function sequenceIn(sequence: Sequence, person: Person, question: Question): SequenceFound {
  const stages = stagesOf(sequence, person, question);
  let ways: Way[] | undefined;
  for (const { rows, within, nots } of stages) {
    const open = ways?.map((way) => ({ way, limit: limitOf(way.last, within) }));
    const further = rows.flatMap((next): Way[] => {
      const before = open?.find(({ way, limit }) => leadsTo(way, next) && isWithin(next, limit));
      if (open !== undefined && before === undefined) return [];
      return [{ rows: [...(before?.way.rows ?? []), next], last: next, disturbed: firstOf(nots, next) }];
    });
    if (further.length === 0) return found(false, ways?.[0]);
    ways = further;
  }
  const undisturbed = (ways ?? []).filter(({ disturbed }) => disturbed === Infinity);
  const nots = stages.at(-1)?.nots ?? [];
  const whole = undisturbed.find(({ last }) => nots.every(({ within }) => isOver(last, within, question)));
  return found(whole !== undefined, whole ?? undisturbed[0] ?? ways?.[0], undisturbed.length > 0);
}

function found(holds: boolean, way: Way | undefined, isUndisturbed = false): SequenceFound {
  return { holds, rows: (way?.rows ?? []).map(({ row }) => row), waits: !holds && isUndisturbed };
}

function stagesOf(sequence: Sequence, person: Person, question: Question): readonly Stage[] {
  const stages: (Stage & { nots: Unwanted[] })[] = [];
  for (const { rows, negated, within } of sequence.steps) {
    const passing = rowsThatPass(rows, person, question).map(timed);
    if (negated) stages.at(-1)?.nots.push({ rows: passing, within });
    else stages.push({ rows: passing, within, nots: [] });
  }
  return stages;
}

function timed(row: Row): TimedRow {
  const { date } = row.values;
  if (date?.kind !== 'date') throw new TypeError('a row of a sequence has no time');
  return { row, at: msOfInstant(date.at), day: date.day };
}

/** Never at the same instant, to the millisecond, and with nothing between that must not be. */
function leadsTo({ last, disturbed }: Way, next: TimedRow): boolean {
  return next.at > last.at && !(disturbed < next.at);
}

/** When the first row after another comes that must not. */
function firstOf(nots: readonly Unwanted[], after: TimedRow): number {
  let first = Infinity;
  for (const { rows, within } of nots) {
    const limit = limitOf(after, within);
    for (const row of rows) {
      if (row.at > after.at && row.at < first && isWithin(row, limit)) first = row.at;
    }
  }
  return first;
}

/** Up to when something is within so long of a row: its last millisecond, or its last day; null for ever. */
type Limit = { readonly at: number } | { readonly day: Day } | null;

function limitOf({ at, day }: TimedRow, within: Duration | null): Limit {
  if (within === null) return null;
  const { unit, amount } = within;
  return unit === 'h' || unit === 'min' ? { at: at + amount * MS_OF_UNIT[unit] } : { day: addToDay(day, amount, unit) };
}

function isWithin(row: TimedRow, limit: Limit): boolean {
  if (limit === null) return true;
  return 'at' in limit ? row.at <= limit.at : row.day <= limit.day;
}

/** Whether so long after a row is over; for ever, nothing is waited for. */
function isOver(row: TimedRow, within: Duration | null, { now, today }: Question): boolean {
  const limit = limitOf(row, within);
  if (limit === null) return true;
  return 'at' in limit ? msOfInstant(now) > limit.at : today > limit.day;
}
