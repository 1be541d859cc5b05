/**
 * The rows that a stored column is aggregated from, per profile: its orders, those that count and the others; its events;
 * its customer records; its refund documents; its newest consent of each connection, channel and address.
 */
export const SOURCE_NAMES = ['orders', 'events', 'customers', 'refunds', 'consents'] as const;
export type SourceName = (typeof SOURCE_NAMES)[number];

/** By name, what several columns of one source are made of: it is made once, below them. */
export interface Prepared {
  /** SQL over the columns of one row. */
  readonly ofRow?: Readonly<Record<string, string>>;
  /** SQL aggregates over rows. */
  readonly ofAll?: Readonly<Record<string, string>>;
}

/** A column of `profiles`, derived from the records of one profile. */
export interface StoredColumn {
  readonly name: string;
  /** ClickHouse type; its default value stands where the profile has no such rows. */
  readonly type: string;
  readonly from: SourceName;
  /**
   * SQL aggregate over the columns of that source (see relations.ts) and what is prepared of each row; the rows come in the order of time, those of one
   * instant by connection, then id. Of the orders, those that count are `counted`.
   */
  readonly aggregate: string;
  /** `aggregate` is none, but SQL over what is prepared of all rows. */
  readonly isOfPrepared?: true;
  readonly meaning: string;
  /** Compression codec, for columns that are read whole so often that unpacking them is the cost. */
  readonly codec?: 'NONE';
}
