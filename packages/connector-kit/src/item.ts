import type { Refused, SourceRecord } from '@clientele/model';

/**
 * A record that a connection says, past the boundary of the model (`readRecord`).
 * `rows` says how many rows of input it stands for, so that the rows of all items add up to the rows read: where one
 * row makes several records (an order and its customer), one of them carries the row and the others carry 0.
 */
export interface ReadRecord {
  readonly outcome: 'read';
  readonly record: SourceRecord;
  readonly rows: number;
  /** Where in the source: `line 17`, `lines 17 to 23`, `row 3`. */
  readonly place: string;
}

/** Input that makes no record. It is kept as it came, so that it can be looked at, mended and tried again. */
export interface RefusedInput extends Pick<Refused, 'place' | 'reason'> {
  readonly outcome: 'refused';
  /** The input itself, cut where it is very long; unlike `reason` it may hold personal data. */
  readonly body: string;
  readonly rows: number;
}

export type Item = ReadRecord | RefusedInput;

/**
 * What a pull connector hands over, in an order that is the same each time for the same input: whoever took the first
 * n items and was stopped reads again and skips n.
 */
export type Items = AsyncIterable<Item>;
