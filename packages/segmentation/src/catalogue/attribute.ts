import type { RfmScore } from '../rfm/configuration.js';
import type {
  CodedReading,
  DateReading,
  KeyReading,
  ListReading,
  NumberReading,
  RatioReading,
  SetReading,
  TextReading,
} from './reading.js';
import type { StoredColumn } from './stored-column.js';

/**
 * What a query may write as a value and how it may compare it. `choice` is text out of a closed list; `id` is text that
 * may be written as a number.
 */
export type ValueType = 'text' | 'id' | 'choice' | 'integer' | 'decimal' | 'date' | 'list';

/** A value type with a reading that fits it. */
export type TypedReading =
  | { readonly type: 'text'; readonly reading: TextReading | CodedReading }
  | { readonly type: 'id'; readonly reading: KeyReading | TextReading }
  | { readonly type: 'choice'; readonly values: readonly string[]; readonly reading: TextReading | CodedReading }
  | { readonly type: 'integer'; readonly reading: NumberReading }
  | { readonly type: 'decimal'; readonly reading: NumberReading | RatioReading }
  | { readonly type: 'date'; readonly reading: DateReading }
  /** `values` where its elements are out of a closed list. */
  | { readonly type: 'list'; readonly values?: readonly string[]; readonly reading: ListReading | SetReading };

/** One attribute of the language that is a trait: everything there is to say about it. */
export type Attribute = TypedReading & {
  readonly name: string;
  readonly description: string;
  /** Whether percentiles and scores of it are taken among the profiles with an order only. */
  readonly aboutOrders: boolean;
  /** The RFM scores that it is made of, whose cut-offs it needs. */
  readonly scores?: readonly RfmScore[];
  /** What it adds to `profiles`; it may read columns of other attributes too. */
  readonly columns: readonly StoredColumn[];
};

/** A parameter of a function that keeps some of its orders or lines; its reading names array columns. */
export type FilterParameter = TypedReading & { readonly description: string };

/** A parameter of a function that adds up what its filters have left. */
export interface TotalParameter {
  readonly type: 'integer' | 'decimal';
  readonly description: string;
  /** The array column to add up; null counts. */
  readonly adds: string | null;
  /** The total over everything, as a column. */
  readonly ofAll: string;
}

/** A relation that holds the elements of a function's arrays as rows, found by one of its filters. */
export interface RowIndex {
  /** The filter that finds rows: asked for some values, not for all but some. */
  readonly by: string;
  /** Its columns, named as the array columns are whose elements they hold. */
  readonly columns: readonly string[];
  /** The column of `profiles`, and of the relation, by which rows of former values are told from those that count. */
  readonly stamp: string;
}

/** An attribute of the language that is a question about a profile's orders or lines. */
export interface FunctionAttribute {
  readonly name: string;
  readonly description: string;
  readonly columns: readonly StoredColumn[];
  readonly filters: Readonly<Record<string, FilterParameter>>;
  readonly totals: Readonly<Record<string, TotalParameter>> & { readonly count: TotalParameter };
  readonly index?: RowIndex;
}
