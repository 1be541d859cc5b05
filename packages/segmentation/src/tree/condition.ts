import type { Amount, Duration } from './amount.js';
import type { Rows } from './rows.js';
import type { Test } from './test.js';

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

/** `amount_spent >= 100`, `customer_tags CONTAINS 'vip'`, `sum_amount OF orders_placed DOWN BY 50%`. */
export interface TestedAmount {
  readonly kind: 'test';
  readonly amount: Amount;
  readonly test: Test;
}

/**
 * `orders_placed MATCHES (date >= -90d, count >= 2)`. Parameters of one row filter first; measures such as `count` apply
 * to what is left. Without any of those, at least one row must be left. `NOT MATCHES` is the true complement.
 */
export interface Match {
  readonly kind: 'match';
  readonly rows: Rows;
  readonly negated: boolean;
}

/** One step of a {@link Sequence}: a row of these that comes later than the row before, or with NOT that none does. */
export interface Step {
  readonly rows: Rows;
  readonly negated: boolean;
  /** How long after the row before; null for ever. */
  readonly within: Duration | null;
}

/** `SEQUENCE (orders_placed THEN events.review_submitted WITHIN 30d)`. */
export interface Sequence {
  readonly kind: 'sequence';
  readonly steps: readonly Step[];
}

/** `in_segment('vip')`: a member of that segment. */
export interface SegmentReference {
  readonly kind: 'segment';
  readonly handle: string;
}

/** `in_sample(10%, 'spring-2026')`: one of a stable random part of all profiles. */
export interface Sample {
  readonly kind: 'sample';
  /** Decimal text above 0 and at most 100. */
  readonly percent: string;
  readonly seed: string;
}

/**
 * `in_hold_out()`: one of the stable random part of all profiles that the shop leaves alone, so that the effect of what
 * it does to the others can be measured.
 */
export interface HoldOut {
  readonly kind: 'hold-out';
}

/** `added_to('vip')`, `excluded_from('vip')`: somebody decided by hand that the person is in that segment, or is not. */
export interface Listed {
  readonly kind: 'listed';
  readonly as: 'added' | 'excluded';
  readonly handle: string;
}

/** A query, parsed. Plain frozen data: two conditions are the same when they are deeply equal. */
export type Condition = And | Or | Not | TestedAmount | Match | Sequence | SegmentReference | Listed | Sample | HoldOut;

/** A test of one attribute, such as `amount_spent >= 100`. */
export function attributeTest(name: string, test: Test): TestedAmount {
  return Object.freeze({ kind: 'test', amount: Object.freeze({ kind: 'attribute', name }), test });
}
