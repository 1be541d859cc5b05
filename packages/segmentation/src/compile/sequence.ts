import { msOfInstant } from '@clientele/model';
import type { Duration } from '../tree/amount.js';
import type { Sequence, Step } from '../tree/condition.js';
import { RowsLeft } from './rows-left.js';
import type { Scope } from './scope.js';
import { all } from './sql-logic.js';

/**
 * SQL that rows of a profile follow one another as a sequence says: its rows of all steps are gone through once, in the
 * order of time. For each step without NOT, `reached` holds the rows that the sequence has come to and that no row of
 * a following NOT has ruled out since; the next step needs one of them.
 */
export function compileSequence({ steps }: Sequence, scope: Scope): string {
  const rows = steps.map((step) => rowsOf(step, scope));
  const stages = stagesOf(steps);
  const timeline = rows.map(({ at, day }, index) => {
    const row = `(toUnixTimestamp64Milli(at), toUInt8(${placeOf(index, steps)}), toInt32(day), ${monthOf('day')})`;
    return `arrayMap((at, day) -> ${row}, ${at}, ${day})`;
  });
  const next = stages.map((stage, index) => reachedNext(stage, index, stages, steps));
  const none = stages.map(() => `CAST([], 'Array(Tuple(Int64, UInt8, Int32, Int32))')`);
  const end =
    `arrayFold((reached, row) -> tuple(${next.join(', ')}), ` +
    `arraySort(arrayConcat(${timeline.join(', ')})), tuple(${none.join(', ')})).${stages.length}`;
  const over = (stages.at(-1)?.nots ?? []).flatMap(({ within }) => (within === null ? [] : isOver(within, scope)));
  const holds = over.length === 0 ? `notEmpty(${end})` : `arrayExists(of -> ${all(...over)}, ${end})`;
  // Whoever has no row of some step is left out before the others are put in order.
  return all(...stages.map(({ at }) => (rows[at] as StepRows).any), holds);
}

interface StepRows {
  /** SQL that there is one. */
  readonly any: string;
  /** SQL of their instants and days, in the order of time. */
  readonly at: string;
  readonly day: string;
}

function rowsOf({ rows: { name, parameters } }: Step, scope: Scope): StepRows {
  const left = new RowsLeft(scope.function(name), parameters, scope);
  const reading = left.entry.fields.date?.reading;
  if (reading?.kind !== 'date') throw new Error(`${name} have no time`);
  return { any: left.any(), at: left.array(reading.at), day: left.array(reading.day) };
}

/** A step without NOT, and those with NOT up to the next one. */
interface Stage {
  /** Its position among all steps. */
  readonly at: number;
  readonly within: Duration | null;
  readonly nots: readonly { readonly at: number; readonly within: Duration | null }[];
}

function stagesOf(steps: readonly Step[]): readonly Stage[] {
  const places = steps.flatMap(({ negated }, at) => (negated ? [] : at));
  return places.map((at, index) => {
    const until = places[index + 1] ?? steps.length;
    const nots = steps.slice(at + 1, until).map(({ within }, beside) => ({ at: at + 1 + beside, within }));
    return { at, within: steps[at]?.within ?? null, nots };
  });
}

/**
 * Where the rows of a step stand among all of one instant: first those of later steps, which must not follow a row of
 * that instant; last those of NOT, to which no row of that instant is before or after.
 */
function placeOf(index: number, steps: readonly Step[]): number {
  return steps[index]?.negated ? steps.length + index : steps.length - index;
}

/** SQL of what a stage has reached after a `row`. */
function reachedNext(stage: Stage, index: number, stages: readonly Stage[], steps: readonly Step[]): string {
  const reached = `reached.${index + 1}`;
  const before = stages[index - 1];
  const follows = all('before.1 < row.1', stage.within === null ? null : isWithin('row', 'before', stage.within));
  const isReached = before === undefined ? '1' : `arrayExists(before -> ${follows}, reached.${index})`;
  const added = `arrayPushBack(${kept(stage, stages[index + 1], reached)}, row)`;
  const branches = [
    `row.2 = ${placeOf(stage.at, steps)}, ${isReached === '1' ? added : `if(${isReached}, ${added}, ${reached})`}`,
    ...stage.nots.map(({ at, within }) => {
      const isSpared = within === null ? null : `NOT (${isWithin('row', 'of', within)})`;
      const left = isSpared === null ? 'of.1 >= row.1' : `(of.1 >= row.1 OR ${isSpared})`;
      return `row.2 = ${placeOf(at, steps)}, arrayFilter(of -> ${left}, ${reached})`;
    }),
  ];
  return `multiIf(${branches.join(', ')}, ${reached})`;
}

/** SQL of the rows a stage has reached that may do what the new `row` cannot: an earlier one is ruled out less by a NOT WITHIN. */
function kept({ nots }: Stage, next: Stage | undefined, reached: string): string {
  if (nots.some(({ within }) => within !== null)) return reached;
  const within = next?.within ?? null;
  if (within === null || isElapsed(within)) return `arrayResize(${reached}, 0)`;
  // The day of a later row is an earlier one where the clocks are put back at midnight.
  return `arrayFilter(of -> ${dayPart('of', within)} > ${dayPart('row', within)}, ${reached})`;
}

function isElapsed({ unit }: Duration): boolean {
  return unit === 'h' || unit === 'min';
}

/** SQL that a row comes no later than so long after another. */
function isWithin(row: string, before: string, within: Duration): string {
  if (isElapsed(within)) return `${row}.1 <= ${before}.1 + ${elapsedMs(within)}`;
  return `${dayPart(row, within)} <= ${dayPart(before, within)} + ${dayParts(within)}`;
}

/** SQL that so long after a row `of` is over. */
function isOver(within: Duration, { context, today }: Scope): string {
  if (isElapsed(within)) return `of.1 + ${elapsedMs(within)} < ${msOfInstant(context.now)}`;
  const now = `toDate32('${today}')`;
  return `${dayPart('of', within)} + ${dayParts(within)} < ${countsMonths(within) ? monthOf(now) : `toInt32(${now})`}`;
}

function elapsedMs({ amount, unit }: Duration): number {
  return amount * (unit === 'h' ? 3_600_000 : 60_000);
}

function countsMonths({ unit }: Duration): boolean {
  return unit === 'm' || unit === 'y';
}

function dayPart(row: string, within: Duration): string {
  return `${row}.${countsMonths(within) ? 4 : 3}`;
}

/** What a length of days adds to the {@link dayPart}. */
function dayParts({ amount, unit }: Duration): number {
  return amount * { d: 1, w: 7, m: DAYS_OF_MONTH, y: 12 * DAYS_OF_MONTH, h: 0, min: 0 }[unit];
}

/**
 * More than any month has. Months are added without looking at how long they are: a day lies after the one that so many
 * months lead to, or the last of that month, exactly where its month and day of the month do.
 */
const DAYS_OF_MONTH = 32;

/** SQL of a day as a number of its month, then its day in it. */
function monthOf(day: string): string {
  return `toInt32(toRelativeMonthNum(${day}) * ${DAYS_OF_MONTH} + toDayOfMonth(${day}))`;
}
