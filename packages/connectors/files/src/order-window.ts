import { KeySet } from './key-set.js';
import type { Row } from './table/row.js';

/** Orders whose rows may lie mixed among one another. */
export const OPEN_ORDERS = 1_000;

export type WindowAnswer =
  | { readonly kind: 'kept' }
  /** The row was kept, and the oldest open order left the window. */
  | { readonly kind: 'flushed'; readonly key: string; readonly rows: readonly Row[] }
  /** The row's order has left the window before; the row was not kept. */
  | { readonly kind: 'late' };

const KEPT: WindowAnswer = { kind: 'kept' };
const LATE: WindowAnswer = { kind: 'late' };

/** Brings together the rows of an order that lie near one another, without holding more than a number of orders. */
export class OrderWindow {
  readonly #open = new Map<string, Row[]>();
  readonly #flushed = new KeySet();

  constructor(readonly size: number = OPEN_ORDERS) {}

  add(key: string, row: Row): WindowAnswer {
    const rows = this.#open.get(key);
    if (rows !== undefined) {
      rows.push(row);
      return KEPT;
    }
    if (this.#flushed.has(key)) return LATE;
    this.#open.set(key, [row]);
    if (this.#open.size <= this.size) return KEPT;
    const [oldest] = this.#open;
    if (oldest === undefined) return KEPT;
    this.#open.delete(oldest[0]);
    this.#flushed.add(oldest[0]);
    return { kind: 'flushed', key: oldest[0], rows: oldest[1] };
  }

  /** What is still open, oldest first. */
  *rest(): Generator<readonly [string, readonly Row[]]> {
    yield* this.#open;
    this.#open.clear();
  }
}
