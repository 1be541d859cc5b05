import { unreachable } from '@clientele/model';
import type { Amount } from './amount.js';
import type { Condition } from './condition.js';
import type { Rows } from './rows.js';
import type { Test } from './test.js';

/** Every condition within a condition, outer ones first, itself among them. */
export function* conditionsIn(condition: Condition): Generator<Condition> {
  yield condition;
  if (condition.kind === 'not') yield* conditionsIn(condition.condition);
  if (condition.kind === 'and' || condition.kind === 'or') {
    for (const part of condition.conditions) yield* conditionsIn(part);
  }
}

/** Every amount of a single condition (none of AND, OR and NOT), those within rows, measures and calculations too. */
export function* amountsIn(condition: Condition): Generator<Amount> {
  if (condition.kind === 'test') {
    yield* amountsOf(condition.amount);
    for (const value of valuesOf(condition.test)) yield* amountsOf(value);
  }
  if (condition.kind === 'match') yield* amountsOfRows(condition.rows);
  if (condition.kind === 'sequence') for (const { rows } of condition.steps) yield* amountsOfRows(rows);
}

/** The amounts that a test compares with. */
export function valuesOf(test: Test): readonly Amount[] {
  switch (test.kind) {
    case 'comparison':
    case 'contains':
      return [test.value];
    case 'between':
      return [test.from, test.to];
    case 'in':
      return test.values;
    case 'presence':
    case 'percentile':
    case 'trend':
      return [];
    default:
      return unreachable(test);
  }
}

/** Every amount within an amount, itself first. */
export function* amountsOf(amount: Amount): Generator<Amount> {
  yield amount;
  if (amount.kind === 'calculation') {
    yield* amountsOf(amount.left);
    yield* amountsOf(amount.right);
  }
  if (amount.kind === 'measure') yield* amountsOfRows(amount.rows);
}

function* amountsOfRows({ parameters }: Rows): Generator<Amount> {
  for (const { test } of parameters) for (const value of valuesOf(test)) yield* amountsOf(value);
}
