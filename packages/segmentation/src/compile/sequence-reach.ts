import type { Duration } from '../tree/amount.js';
import type { Sequence, Step } from '../tree/condition.js';
import type { Scope } from './scope.js';
import { isOver, lengthOf } from './sequence-limit.js';
import { rowsOf, timeIn } from './sequence-rows.js';
import { stagesOf } from './sequence-stages.js';
import { elapsedMs, isElapsed } from './sequence-time.js';
import { all } from './sql-logic.js';

/**
 * SQL that rows follow one another as a sequence says, by whole arrays: the rows of the first step, then of those of the
 * second the ones that can be come to, and so on. Rows come to and those of the next step are put in one order, in which
 * the latest before is the best to come from.
 *
 * @returns undefined for other sequences: of many steps; with days, which may run back; with a NOT for a time between two
 * rows, where the latest is not the best
 */
export function compileReach({ steps }: Sequence, scope: Scope): string | undefined {
  const stages = stagesOf(steps);
  const [first] = stages;
  if (first === undefined || steps.length < 2 || steps.length > MOST_STEPS) return undefined;
  if (steps.some(({ within }) => within !== null && !isElapsed(within))) return undefined;
  if (stages.some(({ nots }) => nots.some(({ isBetween, within }) => isBetween && within !== null))) return undefined;

  const numbers = (at: number, place: number) => rowsOf(steps[at] as Step, place, false, scope).numbers;
  const joins = [
    ...stages.slice(1).map(({ at, within }, index) => {
      const between = stages[index]?.nots.map((not) => numbers(not.at, BETWEEN)) ?? [];
      return forwards([numbers(at, NEXT), ...between], within, scope);
    }),
    ...(stages.at(-1)?.nots ?? []).map(({ at, within }) => undisturbed(numbers(at, NEXT), within, scope)),
  ];
  const start = numbers(first.at, REACHED);
  const reached = joins.reduce((before, join, index) => {
    // Of whom the first step is not, nothing needs an order. To ask it again later costs more than it saves.
    const others = index > 0 ? join.others : join.others.map((rows) => whereAny(start, rows));
    const sorted = scope.shared(`arraySort(arrayConcat(${[before, ...others].join(', ')}))`);
    const left = `arrayFilter((row, beside) -> ${join.isReached}, ${sorted}, ${scope.shared(join.beside(sorted))})`;
    return join.place === REACHED ? left : `arrayMap(row -> row + ${REACHED - join.place}, ${left})`;
  }, start);
  return `notEmpty(${reached})`;
}

/** The SQL of more is long: with each step, what was come to before is written twice. */
const MOST_STEPS = 3;

/** Places among rows of one instant: a row of the next step, which must come later, is before those it is come to from. */
const [NEXT, BETWEEN, REACHED] = [0, 1, 2];

/** How rows that were come to are looked at with others, all in one order. */
interface Join {
  readonly others: readonly string[];
  /** SQL of what belongs to each row of the order. */
  readonly beside: (sorted: string) => string;
  /** SQL of whether a `row` is come to, by what is `beside` it. */
  readonly isReached: string;
  /** The place of those that are. */
  readonly place: number;
}

/** To the next step: each of its rows has the latest row before beside it that was come to, or must not be. */
function forwards(others: readonly string[], within: Duration | null, scope: Scope): Join {
  return {
    others,
    beside: (sorted) => `arrayFill(row -> bitAnd(row, 31) != ${NEXT}, ${sorted})`,
    isReached: all(`bitAnd(row - beside, 31) = ${32 + NEXT - REACHED}`, isSoon('beside', 'row', within, scope)),
    place: NEXT,
  };
}

/** What is left where nothing comes so soon that must not: each row has the first of those beside it, if there is one. */
function undisturbed(others: string, within: Duration | null, scope: Scope): Join {
  const isDisturbed = all(`bitAnd(beside, 31) = ${NEXT}`, isSoon('row', 'beside', within, scope));
  return {
    others: [others],
    beside: (sorted) => `arrayReverseFill(row -> bitAnd(row, 31) = ${NEXT}, ${sorted})`,
    isReached: all(`bitAnd(row, 31) = ${REACHED}`, `NOT ${isDisturbed}`, within && isOver(within, scope)),
    place: REACHED,
  };
}

/** SQL of an array; of an empty one where another is empty. */
function whereAny(other: string, rows: string): string {
  return `arrayResize(${rows}, if(empty(${other}), 0, length(${rows})))`;
}

/** SQL that a row is no later than so long after another; null where it always is. */
function isSoon(from: string, to: string, within: Duration | null, scope: Scope): string | null {
  return within && `${timeIn(to)} - ${timeIn(from)} <= ${lengthOf(elapsedMs(within), scope)}`;
}
