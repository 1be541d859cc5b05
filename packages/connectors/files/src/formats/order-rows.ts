import type { Item } from '@clientele/connector-kit';
import { OrderWindow } from '../order-window.js';
import type { Row } from '../table/row.js';
import type { RowReading } from './format.js';
import type { TableItems } from './table-items.js';

/** How rows become orders: which order a row belongs to, and what its rows together say. */
export interface OrderReading {
  /** The order's key, `''` where the row names none. */
  readonly keyOf: (row: Row) => string;
  /** What the column of the key is called, for the refusal of a row without it. */
  readonly keyName: string;
  readonly read: (key: string, rows: readonly Row[]) => readonly Item[];
  /** After the last row: records gathered over the whole file. */
  readonly end?: () => Iterable<Item>;
}

const NOTHING: readonly Item[] = [];

/** Reads a table of which several rows make one order. */
export function orderRows(items: TableItems, reading: OrderReading, window = new OrderWindow()): RowReading {
  return { take, end };

  function take(row: Row): readonly Item[] {
    const key = reading.keyOf(row);
    if (key === '') return [items.refuse([row], `${reading.keyName} is empty`)];
    const answer = window.add(key, row);
    if (answer.kind === 'kept') return NOTHING;
    if (answer.kind === 'flushed') return reading.read(answer.key, answer.rows);
    const reason = `rows of order ${key} lie more than ${window.size} orders apart; sort the file by order`;
    return [items.refuse([row], reason)];
  }

  function* end(): Generator<Item> {
    for (const [key, rows] of window.rest()) yield* reading.read(key, rows);
    if (reading.end !== undefined) yield* reading.end();
  }
}
