import { addToDay, type Day, type Instant, msOfInstant } from '@clientele/model';
import type { Duration } from '../tree/amount.js';
import type { Sequence } from '../tree/condition.js';
import type { Question } from './context.js';
import { rowsThatPass } from './functions.js';
import type { Person } from './person.js';
import type { Row } from './rows.js';

/** A row with its moment. */
interface TimedRow {
  readonly row: Row;
  readonly at: Instant;
  readonly day: Day;
}

/** A step without NOT, and those with NOT that follow it up to the next one. */
interface Stage {
  readonly rows: readonly TimedRow[];
  readonly within: Duration | null;
  readonly nots: readonly { readonly rows: readonly TimedRow[]; readonly within: Duration | null }[];
}

/** How far a profile has come along a sequence. */
export interface SequenceFound {
  readonly holds: boolean;
  /** Rows that follow one another as it says, one of each step without NOT, up to the first to which none comes. */
  readonly rows: readonly Row[];
}

/**
 * Goes through the steps without NOT, one after the other. Of each row that a step can come to, one way to it is kept:
 * the next step looks at the row alone.
 */
export function sequenceIn(sequence: Sequence, person: Person, question: Question): SequenceFound {
  const [first, ...others] = stagesOf(sequence, person, question);
  let ways = (first?.rows ?? []).map((row): readonly TimedRow[] => [row]);
  let before = first;
  for (const stage of others) {
    const further = stage.rows.flatMap((next) => {
      const way = ways.find((each) => isNext(each.at(-1), next, before, stage));
      return way === undefined ? [] : [[...way, next]];
    });
    if (further.length === 0) return found(false, ways[0]);
    ways = further;
    before = stage;
  }
  const whole = ways.find((way) => mayEnd(way.at(-1), before, question));
  return found(whole !== undefined, whole ?? ways[0]);
}

function found(holds: boolean, way: readonly TimedRow[] = []): SequenceFound {
  return { holds, rows: way.map(({ row }) => row) };
}

function stagesOf({ steps }: Sequence, person: Person, question: Question): readonly Stage[] {
  const stages: (Stage & { nots: Stage['nots'][number][] })[] = [];
  for (const { rows, negated, within } of steps) {
    const passing = rowsThatPass(rows, person, question).map(timed);
    if (negated) stages.at(-1)?.nots.push({ rows: passing, within });
    else stages.push({ rows: passing, within, nots: [] });
  }
  return stages;
}

function timed(row: Row): TimedRow {
  const { date } = row.values;
  if (date?.kind !== 'date') throw new TypeError('a row of a sequence has no time');
  return { row, at: date.at, day: date.day };
}

function isNext(row: TimedRow | undefined, next: TimedRow, of: Stage | undefined, stage: Stage): boolean {
  if (row === undefined || !isLater(next, row) || !isWithin(next, row, stage.within)) return false;
  return (of?.nots ?? []).every(
    (not) => !not.rows.some((each) => isLater(each, row) && isLater(next, each) && isWithin(each, row, not.within)),
  );
}

function mayEnd(row: TimedRow | undefined, of: Stage | undefined, question: Question): boolean {
  if (row === undefined) return false;
  return (of?.nots ?? []).every(
    ({ rows, within }) =>
      !rows.some((each) => isLater(each, row) && isWithin(each, row, within)) &&
      (within === null || isOver(row, within, question)),
  );
}

/** Never at the same instant, to the millisecond. */
function isLater(row: TimedRow, than: TimedRow): boolean {
  return msOfInstant(row.at) > msOfInstant(than.at);
}

function isWithin(row: TimedRow, of: TimedRow, within: Duration | null): boolean {
  if (within === null) return true;
  const { unit, amount } = within;
  if (unit === 'h' || unit === 'min') return msOfInstant(row.at) <= msOfInstant(of.at) + elapsed(amount, unit);
  return row.day <= addToDay(of.day, amount, unit);
}

/** Whether so long after a row is over. */
function isOver({ at, day }: TimedRow, { unit, amount }: Duration, { now, today }: Question): boolean {
  if (unit === 'h' || unit === 'min') return msOfInstant(now) > msOfInstant(at) + elapsed(amount, unit);
  return today > addToDay(day, amount, unit);
}

function elapsed(amount: number, unit: 'h' | 'min'): number {
  return amount * (unit === 'h' ? 3_600_000 : 60_000);
}
