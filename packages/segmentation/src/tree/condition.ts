import type { Literal } from './literal.js';

export const COMPARISON_OPERATORS = ['=', '!=', '>', '>=', '<', '<='] as const;
export type ComparisonOperator = (typeof COMPARISON_OPERATORS)[number];

/** All hold; at least two, none of them itself an `and`. */
export interface And {
  readonly kind: 'and';
  readonly conditions: readonly Condition[];
}

/** At least one holds; at least two, none of them itself an `or`. */
export interface Or {
  readonly kind: 'or';
  readonly conditions: readonly Condition[];
}

/** The true complement: everybody for whom the condition does not hold. */
export interface Not {
  readonly kind: 'not';
  readonly condition: Condition;
}

/** `amount_spent >= 100`; false where the attribute is absent, also for `!=`. */
export interface Comparison {
  readonly kind: 'comparison';
  readonly attribute: string;
  readonly operator: ComparisonOperator;
  readonly value: Literal;
}

/** `last_order_date BETWEEN -90d AND -30d`, both ends included. */
export interface Between {
  readonly kind: 'between';
  readonly attribute: string;
  readonly from: Literal;
  readonly to: Literal;
}

/** `usual_channel IN ('till', 'app')`; `NOT IN` is the same as `!=` each: false where the attribute is absent. */
export interface InList {
  readonly kind: 'in';
  readonly attribute: string;
  readonly values: readonly Literal[];
  readonly negated: boolean;
}

/** `rfm_group IS NULL` (`present: false`); an empty list is absent. */
export interface Presence {
  readonly kind: 'presence';
  readonly attribute: string;
  readonly present: boolean;
}

/** `customer_tags CONTAINS 'vip'`: one whole element, upper and lower case alike; `NOT CONTAINS` is the true complement. */
export interface Contains {
  readonly kind: 'contains';
  readonly attribute: string;
  readonly value: Literal;
  readonly negated: boolean;
}

/** `amount_spent IN TOP 10%`: at or beyond the shop-wide cut-off; false where the attribute is absent. */
export interface Percentile {
  readonly kind: 'percentile';
  readonly attribute: string;
  readonly side: 'top' | 'bottom';
  /** Decimal text above 0 and at most 100. */
  readonly percent: string;
}

/** `in_segment('vip')`: a member of that segment. */
export interface SegmentReference {
  readonly kind: 'segment';
  readonly handle: string;
}

export type ParameterTest =
  | { readonly kind: 'comparison'; readonly operator: ComparisonOperator; readonly value: Literal }
  | { readonly kind: 'between'; readonly from: Literal; readonly to: Literal }
  | { readonly kind: 'in'; readonly values: readonly Literal[]; readonly negated: boolean };

/** `count >= 2` inside a MATCHES. */
export interface Parameter {
  readonly name: string;
  readonly test: ParameterTest;
}

/**
 * `orders_placed MATCHES (date >= -90d, count >= 2)`. Parameters of one order or line filter first; `count` and
 * `sum_…` apply to what is left. Without any of those, at least one must be left. `NOT MATCHES` is the true complement.
 */
export interface FunctionMatch {
  readonly kind: 'function';
  readonly name: string;
  readonly parameters: readonly Parameter[];
  readonly negated: boolean;
}

/** A query, parsed. Plain frozen data: two conditions are the same when they are deeply equal. */
export type Condition =
  | And
  | Or
  | Not
  | Comparison
  | Between
  | InList
  | Presence
  | Contains
  | Percentile
  | SegmentReference
  | FunctionMatch;
