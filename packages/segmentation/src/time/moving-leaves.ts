import { unreachable } from '@clientele/model';
import type { Question } from '../reference/context.js';
import type { Amount, Duration, Measure } from '../tree/amount.js';
import type { Condition, Match, Sequence, TestedAmount } from '../tree/condition.js';
import { type Literal, MS_OF_UNIT, type OffsetLiteral } from '../tree/literal.js';
import { amountsIn, valuesOf } from '../tree/walk.js';

/** The number trait whose value moves by itself as days pass; all others stand still while nothing happens. */
export const MOVING_TRAIT = 'days_since_last_order';

export type Leaf = TestedAmount | Match | Sequence;

/** The conditions that compare something with literals, through segments too; into each segment once. */
export function leavesOf(condition: Condition, question: Pick<Question, 'segments'>, seen = new Set<string>()): Leaf[] {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return condition.conditions.flatMap((part) => leavesOf(part, question, seen));
    case 'not':
      return leavesOf(condition.condition, question, seen);
    case 'segment': {
      const segment = question.segments.get(condition.handle);
      if (segment === undefined || seen.has(condition.handle)) return [];
      seen.add(condition.handle);
      return leavesOf(segment, question, seen);
    }
    case 'listed':
    case 'hold-out':
    case 'sample':
      return [];
    case 'sequence':
    case 'test':
    case 'match':
      return [condition];
    default:
      return unreachable(condition);
  }
}

/** What a condition compares with, also to tell which rows it is about. */
export function literalsOf(leaf: Leaf): readonly Amount[] {
  return [...amountsIn(leaf), ...(leaf.kind === 'sequence' ? endsOf(leaf) : [])];
}

/** How long ago something was, in days, when a NOT at the end of a sequence is over that counts from it. */
function endsOf(sequence: Sequence): OffsetLiteral[] {
  return durationsAtTheEnd(sequence).flatMap(({ amount, unit }): OffsetLiteral[] =>
    unit === 'h' || unit === 'min' ? [] : [{ kind: 'offset', amount: -amount, unit }],
  );
}

/** The same of hours and minutes, in milliseconds. */
export function elapsedAfter(sequence: Sequence): number[] {
  return durationsAtTheEnd(sequence).flatMap(({ amount, unit }) =>
    unit === 'h' || unit === 'min' ? [amount * MS_OF_UNIT[unit]] : [],
  );
}

/** How long after its last step a sequence waits for something not to happen. */
export function durationsAtTheEnd({ steps }: Sequence): Duration[] {
  const last = steps.findLastIndex(({ negated }) => !negated);
  return steps.slice(last + 1).flatMap(({ within }) => within ?? []);
}

export type MovingLiteral = Extract<Literal, { kind: 'number' | 'offset' | 'named-day' }>;

/** Each literal once that a day's passing moves: offsets, and the days since the last order. */
export function movingLiterals(leaves: readonly Leaf[]): Iterable<MovingLiteral> {
  const moving = new Map<string, MovingLiteral>();
  for (const leaf of leaves) {
    const countsDays = leaf.kind === 'test' && leaf.amount.kind === 'attribute' && leaf.amount.name === MOVING_TRAIT;
    for (const literal of literalsOf(leaf)) {
      if (countsDays && literal.kind === 'number') moving.set(literal.digits, literal);
      if (!countsDays && literal.kind === 'offset') moving.set(`${literal.amount}${literal.unit}`, literal);
      if (!countsDays && literal.kind === 'named-day') moving.set(literal.name, literal);
    }
  }
  return moving.values();
}

function isTrend(leaf: Leaf): leaf is TestedAmount & { readonly amount: Measure } {
  return leaf.kind === 'test' && leaf.test.kind === 'trend' && leaf.amount.kind === 'measure';
}

/**
 * Of a trend over a window of so many days up to today, after how many days a row has left the window and the one before
 * it; nothing of windows whose length changes as days pass.
 */
export function daysUntilForgotten(leaf: Leaf): number[] {
  if (!isTrend(leaf)) return [];
  const test = leaf.amount.rows.parameters.find(({ name }) => name === 'date')?.test;
  const days = test === undefined ? [] : valuesOf(test).map(daysAgo);
  const [first, last = 0] = test?.kind === 'comparison' && test.operator === '>' ? days.map((ago) => ago - 1) : days;
  if (first === undefined || days.includes(Number.NaN)) return [];
  const isOneDay = test?.kind === 'comparison' && test.operator === '=';
  return [first + (isOneDay ? 1 : first - last + 1) + 1];
}

function daysAgo(amount: Amount): number {
  if (amount.kind !== 'offset' || (amount.unit !== 'd' && amount.unit !== 'w')) return Number.NaN;
  return -amount.amount * (amount.unit === 'w' ? 7 : 1);
}

/** A trend whose window has no fixed length, what is calculated with today, and the days since the last order beside anything but written numbers. */
export function turnsOnAnyDay(leaf: Leaf): boolean {
  if (isTrend(leaf) && daysUntilForgotten(leaf).length === 0) return true;
  const amounts = literalsOf(leaf);
  const isCalculated = amounts.some(({ kind }) => kind === 'calculation');
  if (isCalculated && amounts.some(({ kind }) => kind === 'offset' || kind === 'named-day')) return true;
  const isOfNumbers = leaf.kind === 'test' && isMovingTrait(leaf.amount);
  return amounts.some(isMovingTrait) && !(isOfNumbers && amounts.slice(1).every(({ kind }) => kind === 'number'));
}

function isMovingTrait(amount: Amount): boolean {
  return amount.kind === 'attribute' && amount.name === MOVING_TRAIT;
}
