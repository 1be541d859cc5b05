import type { Item } from '@clientele/connector-kit';
import type { Instant } from '@clientele/model';
import { hash64 } from '../hash64.js';
import type { Row } from '../table/row.js';
import { secondHand } from './second-hand.js';
import type { TableItems } from './table-items.js';

interface Latest {
  readonly title: string;
  readonly vendor: string | undefined;
  at: string;
  /** The row that said so. */
  readonly number: number;
}

/**
 * What products are called, from order lines: each by its latest line, and among lines of one moment by the greatest
 * hash. The record's version says the same (time, as one that is second-hand, then hash), so it makes no difference over which files, in which
 * order, the lines are spread.
 */
export class LatestProducts {
  readonly #products = new Map<string, Latest>();

  /** `at` must sort as text in the order of time, the same form in each call. */
  see(product: string, title: string, at: string, row: Row, vendor?: string): void {
    const known = this.#products.get(product);
    if (known !== undefined && known.title === title && known.vendor === vendor) {
      if (at > known.at) known.at = at;
      return;
    }
    if (known !== undefined && (at < known.at || (at === known.at && tiebreak(title) < tiebreak(known.title)))) return;
    this.#products.set(detached(product), {
      title: detached(title),
      vendor: vendor === undefined ? undefined : detached(vendor),
      at,
      number: row.number,
    });
  }

  *records(items: TableItems, instantFor: (at: string) => Instant): Generator<Item> {
    for (const [externalId, { title, vendor, at, number }] of this.#products) {
      const row = { number, cells: [] };
      const version = { updatedAt: secondHand(instantFor(at)), tiebreak: tiebreak(title) };
      yield items.record({ kind: 'product', externalId, version, title, vendor }, [row], 0);
    }
  }
}

function tiebreak(title: string): number {
  return hash64(title)[0];
}

/** The same text in memory of its own: a cell is a slice of a large text, which would stay in memory with it. */
export function detached(text: string): string {
  return Buffer.from(text).toString();
}
