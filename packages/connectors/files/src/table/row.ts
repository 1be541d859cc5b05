import type { RefusedInput } from '@clientele/connector-kit';
import type { Failure } from '../failure.js';

/** One row of a table: its cells as text, one for each column, `''` where there is no value. */
export interface Row {
  /** The line of a text file or the row of another, counted from 1. */
  readonly number: number;
  readonly cells: readonly string[];
}

export type RowOrRefused = Row | RefusedInput;

export function isRow(entry: RowOrRefused): entry is Row {
  return 'cells' in entry;
}

/** A file read as a table. */
export interface Table {
  readonly outcome: 'opened';
  readonly columns: readonly string[];
  /** What {@link Row.number} counts: `kept` input that was set aside before, by its numbers. */
  readonly counts: 'line' | 'row' | 'kept';
  readonly batches: AsyncIterable<readonly RowOrRefused[]>;
  readonly progress: () => Progress;
  /** Gives the file back; harmless after the last batch. */
  readonly close: () => Promise<void>;
}

export type OpenedTable = Table | Failure;

/** How far a file is read. */
export interface Progress {
  readonly done: number;
  readonly total: number;
  readonly unit: 'bytes' | 'rows';
}

/** `line 17`, `lines 17 to 23`, `lines 17, 19 and 23`, of kept input `17 19 23`; `rows` in ascending order. */
export function placeOf(counts: Table['counts'], rows: readonly Row[]): string {
  if (counts === 'kept') return [...new Set(rows.map((row) => row.number))].join(' ');
  const first = rows[0]?.number ?? 0;
  const last = rows.at(-1)?.number ?? first;
  if (rows.length < 2) return `${counts} ${first}`;
  if (last - first === rows.length - 1) return `${counts}s ${first} to ${last}`;
  if (rows.length > 5) return `${rows.length} ${counts}s from ${first} to ${last}`;
  const numbers = rows.map((row) => row.number);
  return `${counts}s ${numbers.slice(0, -1).join(', ')} and ${last}`;
}

/** The row as JSON with its columns' names: a body that can be written to a JSONL file and imported again. */
export function rowBody(columns: readonly string[], row: Row): string {
  return JSON.stringify(Object.fromEntries(columns.map((column, index) => [column, row.cells[index] ?? ''])));
}
