import type { RfmScore } from '../rfm/configuration.js';
import type {
  BooleanReading,
  CodedReading,
  DateReading,
  KeyReading,
  ListReading,
  NumberReading,
  RatioReading,
  SetReading,
  SeveralReading,
  Sql,
  TextReading,
} from './reading.js';
import type { StoredColumn } from './stored-column.js';

/**
 * What a query may write as a value and how it may compare it. `choice` is text out of a closed list; `id` is text that
 * may be written as a number.
 */
export type ValueType = 'text' | 'id' | 'choice' | 'integer' | 'decimal' | 'date' | 'boolean' | 'list';

/** A value type with a reading that fits it. */
export type TypedReading =
  | { readonly type: 'text'; readonly reading: TextReading | CodedReading }
  | { readonly type: 'id'; readonly reading: KeyReading | TextReading }
  | { readonly type: 'choice'; readonly values: readonly string[]; readonly reading: TextReading | CodedReading }
  | { readonly type: 'integer'; readonly reading: NumberReading }
  | { readonly type: 'decimal'; readonly reading: NumberReading | RatioReading }
  | { readonly type: 'date'; readonly reading: DateReading }
  | { readonly type: 'boolean'; readonly reading: BooleanReading }
  /** `values` where its elements are out of a closed list, `ofIds` where they are ids. */
  | {
      readonly type: 'list';
      readonly values?: readonly string[];
      readonly ofIds?: true;
      readonly reading: ListReading | SetReading;
    };

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

/** What is known of each row of a kind, as a parameter asks for it; its reading names array columns. */
export type RowField =
  | TypedReading
  /** Texts of one row, of which one must fit. */
  | { readonly type: 'several'; readonly reading: SeveralReading };

/** A relation that holds the rows of a kind as rows of its own, found by one of their fields. */
export interface RowIndex {
  /** The field that finds rows: asked for some values, not for all but some. */
  readonly by: string;
  /** Its columns, named as the array columns are whose elements they hold. */
  readonly columns: readonly string[];
  /** The column that tells the rows of a profile apart. */
  readonly row: string;
  /** The column of `profiles`, and of the relation, by which rows of former values are told from those that count. */
  readonly stamp: string;
}

/**
 * A kind of rows that a profile has, such as its orders. They are stored as array columns, one element a row, in the order
 * of time. All parameters and measures of the language follow from the fields.
 */
export interface FunctionAttribute {
  readonly name: string;
  readonly description: string;
  readonly columns: readonly StoredColumn[];
  /** SQL of the arrays that readings name, where they are no columns. */
  readonly arrays?: Readonly<Record<string, string>>;
  /** The array by which rows have to be sorted, where they are not in the order of time. */
  readonly sortedBy?: string;
  /** By the name of the parameter. */
  readonly fields: Readonly<Record<string, RowField>>;
  /** Which of the rows in the array columns are of this kind; all where there is none. Read like a field. */
  readonly which?: Sql;
  /** SQL of measures of all rows that is quicker than looking at them: they are stored anyhow. */
  readonly ofAll: Readonly<Record<string, string>> & { readonly count: string };
  readonly index?: RowIndex;
}
