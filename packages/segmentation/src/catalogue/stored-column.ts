/**
 * The rows that a stored column is aggregated from, per profile: its customer records; its orders that count; its
 * refund documents; its newest consent of each connection, channel and address; its events.
 */
export const SOURCE_NAMES = ['orders', 'customers', 'refunds', 'consents', 'events'] as const;
export type SourceName = (typeof SOURCE_NAMES)[number];

/** The array of all rows of a source, in the order of time, as tuples: of its own for each source that has one. */
export const ROWS_IN_TIME = 'rows_in_time';

/** A column of `profiles`, derived from the records of one profile. */
export interface StoredColumn {
  readonly name: string;
  /** ClickHouse type; its default value stands where the profile has no such rows. */
  readonly type: string;
  readonly from: SourceName;
  /** SQL aggregate over the columns of that source (see relations.ts), or SQL over {@link ROWS_IN_TIME}. */
  readonly aggregate: string;
  readonly meaning: string;
  /** Compression codec, for columns that are read whole so often that unpacking them is the cost. */
  readonly codec?: 'NONE';
}
