import type { Fraction } from '../compile/fraction.js';
import type { Scope } from '../compile/scope.js';

/**
 * SQL over columns of `profiles`; a function where it depends on the question's instant, cut-offs or settings. Of the
 * rows of a profile, the name of an array column, or a function that reads such columns from the scope.
 */
export type Sql = string | ((scope: Scope) => string);

/** How the value of an attribute, of a parameter or of a total is read in SQL, by how it is compared. */
export type Reading =
  | TextReading
  | CodedReading
  | KeyReading
  | NumberReading
  | RatioReading
  | Fraction
  | DateReading
  | BooleanReading
  | ListReading
  | SetReading
  | SeveralReading;

/** Text; empty where absent. */
export interface TextReading {
  readonly kind: 'text';
  readonly value: Sql;
  /** True of a text that a query writes out: it is there, though it be empty. */
  readonly isWritten?: true;
}

/** Text out of a closed list, as its position there from 1; 0 where absent. */
export interface CodedReading {
  readonly kind: 'coded';
  readonly code: Sql;
  readonly values: readonly string[];
}

/**
 * Text that is only ever compared for equality, as its sipHash64; 0 where absent. Two ids of one shop would be taken
 * for one another once in 10^19 pairs; reading the texts themselves is five times as slow.
 */
export interface KeyReading {
  readonly kind: 'key';
  readonly key: Sql;
  /** The text itself; without it, what needs the order of texts cannot be asked. */
  readonly text?: Sql;
}

/** A whole number or a decimal. */
export interface NumberReading {
  readonly kind: 'number';
  readonly value: Sql;
  /** SQL condition that the value is there; null where it always is. */
  readonly present: Sql | null;
  /** True where an absent value is stored as 0, so that a test which 0 fails need not look at `present`. */
  readonly zeroWhenAbsent?: true;
}

/** A quotient of two exact numbers, compared by cross-multiplication and never divided. */
export interface RatioReading {
  readonly kind: 'ratio';
  readonly numerator: Sql;
  /** A whole number, above 0 wherever the ratio is present. */
  readonly denominator: Sql;
  readonly present: Sql;
}

/** A point in time with its day in the shop's time zone. */
export interface DateReading {
  readonly kind: 'date';
  readonly day: Sql;
  /** DateTime64(3, 'UTC'). */
  readonly at: Sql;
  readonly present: Sql | null;
}

export interface BooleanReading {
  readonly kind: 'boolean';
  /** Bool. */
  readonly value: Sql;
  readonly present: Sql | null;
}

/** A list of text in lower case; empty where absent. */
export interface ListReading {
  readonly kind: 'list';
  readonly folded: Sql;
  /** The same as it was written. */
  readonly written: Sql;
}

/** Some values out of a closed list, in lower case: bit 0 is set where the first is among them; 0 where absent. */
export interface SetReading {
  readonly kind: 'set';
  readonly bits: Sql;
  readonly values: readonly string[];
}

/** Texts of one row, of which one must fit, upper and lower case alike; never absent. */
export interface SeveralReading {
  readonly kind: 'several';
  /** SQL that at least one of these is among them; they are in lower case. */
  readonly hasAny: (texts: readonly string[], scope: Scope) => string;
  readonly isThere: Sql;
}
