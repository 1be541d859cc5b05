import type { Amount } from './amount.js';
import type { Literal } from './literal.js';

export const COMPARISON_OPERATORS = ['=', '!=', '>', '>=', '<', '<='] as const;
export type ComparisonOperator = (typeof COMPARISON_OPERATORS)[number];

/** `>= 100`; false where either side is absent, also for `!=`. */
export interface Comparison {
  readonly kind: 'comparison';
  readonly operator: ComparisonOperator;
  readonly value: Amount;
}

/** `BETWEEN -90d AND -30d`, both ends included. */
export interface Between {
  readonly kind: 'between';
  readonly from: Amount;
  readonly to: Amount;
}

/** `IN ('till', 'app')`; `NOT IN` is the same as `!=` each: false where a side is absent. */
export interface InList {
  readonly kind: 'in';
  readonly values: readonly Amount[];
  readonly negated: boolean;
}

/** `IS NULL` (`present: false`); an empty list is absent. */
export interface Presence {
  readonly kind: 'presence';
  readonly present: boolean;
}

/** `CONTAINS 'vip'`: one whole element, or a part of a text, upper and lower case alike; `NOT CONTAINS` is the true complement. */
export interface Contains {
  readonly kind: 'contains';
  readonly value: Literal;
  readonly negated: boolean;
}

/** `IN TOP 10%`: at or beyond the shop-wide cut-off; false where the amount is absent. */
export interface Percentile {
  readonly kind: 'percentile';
  readonly side: 'top' | 'bottom';
  /** Decimal text above 0 and at most 100. */
  readonly percent: string;
}

/** `DOWN BY 50%`: of a measure, compared with itself over the window before. */
export interface Trend {
  readonly kind: 'trend';
  readonly direction: 'up' | 'down';
  /** Decimal text above 0; at most 100 where it is down. */
  readonly percent: string;
}

/** A test against values: of anything that can be compared. */
export type ValueTest = Comparison | Between | InList;

/** A test of a parameter of rows. */
export type ParameterTest = ValueTest | Presence | Contains;

/** A test of an amount. */
export type Test = ParameterTest | Percentile | Trend;

/** Whether a test compares with values. */
export function isValueTest(test: Test): test is ValueTest {
  return test.kind === 'comparison' || test.kind === 'between' || test.kind === 'in';
}

/** What an operator becomes where its two sides change places. */
export const MIRRORED: Readonly<Record<ComparisonOperator, ComparisonOperator>> = {
  '=': '=',
  '!=': '!=',
  '>': '<',
  '>=': '<=',
  '<': '>',
  '<=': '>=',
};
