import type { Amount } from '../tree/amount.js';
import type { Comparison, ComparisonOperator, ParameterTest } from '../tree/test.js';

/** A limit that a value has to reach: at least or at most the amount, or beyond it (`strict`). */
export interface Bound {
  readonly side: 'least' | 'most';
  readonly amount: Amount;
  readonly strict: boolean;
}

/** Bounds that must all be kept. */
export type Way = readonly Bound[];

/** The ways in which a value that is there passes a test; none of tests without a distance (`IS NULL`, `NOT IN`). */
export function waysToPass(test: ParameterTest): readonly Way[] {
  switch (test.kind) {
    case 'comparison':
      return waysOfOperator(test.operator, test.value);
    case 'between':
      return [[atLeast(test.from), atMost(test.to)]];
    case 'in':
      return test.negated ? [] : test.values.map((value) => [atLeast(value), atMost(value)]);
    default:
      return [];
  }
}

/** The same of failing it. */
export function waysToFail(test: ParameterTest): readonly Way[] {
  switch (test.kind) {
    case 'comparison':
      return waysOfOperator(OPPOSITE[test.operator], test.value);
    case 'between':
      return [[below(test.from)], [above(test.to)]];
    default:
      return [];
  }
}

/** The bound as a test of its own. */
export function boundTest({ side, amount, strict }: Bound): Comparison {
  const sign = side === 'least' ? '>' : '<';
  return { kind: 'comparison', operator: strict ? sign : `${sign}=`, value: amount };
}

const OPPOSITE: Readonly<Record<ComparisonOperator, ComparisonOperator>> = {
  '=': '!=',
  '!=': '=',
  '>': '<=',
  '>=': '<',
  '<': '>=',
  '<=': '>',
};

function waysOfOperator(operator: ComparisonOperator, amount: Amount): readonly Way[] {
  switch (operator) {
    case '=':
      return [[atLeast(amount), atMost(amount)]];
    case '!=':
      return [[above(amount)], [below(amount)]];
    case '>':
      return [[above(amount)]];
    case '>=':
      return [[atLeast(amount)]];
    case '<':
      return [[below(amount)]];
    case '<=':
      return [[atMost(amount)]];
  }
}

const atLeast = (amount: Amount): Bound => ({ side: 'least', amount, strict: false });
const atMost = (amount: Amount): Bound => ({ side: 'most', amount, strict: false });
const above = (amount: Amount): Bound => ({ side: 'least', amount, strict: true });
const below = (amount: Amount): Bound => ({ side: 'most', amount, strict: true });
