import type { DayUnit } from '@clientele/model';
import type { Literal, MomentUnit } from './literal.js';
import type { Rows } from './rows.js';

/** `amount_spent`, `metafields.custom.tier`, `attributes.'Shoe size'`: what is known of a profile under that name. */
export interface AttributeAmount {
  readonly kind: 'attribute';
  /** As {@link canonicalName} writes it. */
  readonly name: string;
}

/** `sum_amount OF orders_placed (date >= -90d)`: one value of the rows that the parameters leave. */
export interface Measure {
  readonly kind: 'measure';
  readonly name: string;
  readonly rows: Rows;
}

/** `30d` after a `+` or `-`: how far a date is moved. */
export interface Duration {
  readonly kind: 'duration';
  /** A whole number, not negative. */
  readonly amount: number;
  readonly unit: DayUnit | MomentUnit;
}

export const CALCULATION_OPERATORS = ['+', '-', '*', '/'] as const;
export type CalculationOperator = (typeof CALCULATION_OPERATORS)[number];

/** `amount_refunded / amount_spent`: absent where a part is absent, and where something is divided by zero. */
export interface Calculation {
  readonly kind: 'calculation';
  readonly operator: CalculationOperator;
  readonly left: Amount;
  readonly right: Amount;
}

/** `anniversary('birth_date')`: the days of each year on which the date returns; stands alone before a test. */
export interface Anniversary {
  readonly kind: 'anniversary';
  /** The name of the date attribute. */
  readonly attribute: string;
}

/** Whatever can be tested, and compared with: a number, a date, a text, true or false, or a list. */
export type Amount = Literal | AttributeAmount | Measure | Duration | Calculation | Anniversary;
