import type { Item } from '@clientele/connector-kit';
import type { TimeZone } from '@clientele/model';
import type { Failure } from '../failure.js';
import type { Row, Table } from '../table/row.js';
import type { ColumnSpec } from './columns.js';

/** What a format needs to know beside the file; each named format has its own default. */
export interface ReadingOptions {
  /** ISO 4217, for files that do not say their currency. */
  readonly currency?: string | undefined;
  /** For dates and times without offset. */
  readonly timeZone?: TimeZone | undefined;
}

/** Turns rows into records as they come, in an order that depends on the rows alone. */
export interface RowReading {
  readonly take: (row: Row) => readonly Item[];
  /** After the last row: what was still waiting. */
  readonly end: () => Iterable<Item>;
}

/** A known layout of a table: a named mapping from its columns to records. */
export interface TableFormat {
  readonly name: string;
  /** One line for help and lists. */
  readonly summary: string;
  readonly columns: Readonly<Record<string, ColumnSpec>>;
  /** What its files leave out but is known of all of them. */
  readonly defaults?: { readonly currency: string; readonly timeZone: TimeZone };
  readonly open: (table: Table, options: ReadingOptions) => RowReading | Failure;
}

export function isFailure<T extends object>(value: T | Failure): value is Failure {
  return 'outcome' in value && value.outcome === 'failed';
}
