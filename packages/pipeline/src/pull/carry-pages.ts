import type { Item, Items } from '@clientele/connector-kit';
import type { JsonValue, PulledItems } from '@clientele/ledger';
import { readRecord, type Shop } from '@clientele/model';
import { type IngestCounts, ingest } from '../ingest.js';
import type { Parts } from '../parts.js';
import { AS_RECORD } from '../refused-content.js';

/** What went to the warehouse: items, and among them records of these kinds. */
export interface Carried extends Pick<IngestCounts, 'orders' | 'customers' | 'events'> {
  readonly items: number;
}

/** Pages that are carried together. */
const PAGES_AT_ONCE = 50;

/**
 * Takes the pages of a connection that wait in the ledger to the warehouse, in the shop's turn; what that was.
 * Cut short, the next call goes on: what waits begins with the same items, so the import of them resumes, or starts anew
 * where it was done and only not yet forgotten.
 */
export async function carryPages(parts: Parts, shop: Shop, connection: string): Promise<Carried> {
  const { ledger } = parts;
  const origin = { connection, source: connection, fingerprint: 'pulled pages', retry: AS_RECORD };
  let carried: Carried = { items: 0, orders: 0, customers: 0, events: 0 };
  for (;;) {
    const pages = await ledger.pulledPages.waiting(shop.id, connection, PAGES_AT_ONCE);
    const last = pages.at(-1);
    if (last === undefined) return carried;
    const { orders, customers, events } = await ingest(parts, shop, origin, itemsOf(pages));
    await ledger.pulledPages.carried(shop.id, connection, last.number);
    const items = pages.reduce((sum, page) => sum + page.items.length, 0);
    carried = sumCarried(carried, { items, orders, customers, events });
  }
}

export function sumCarried(a: Carried, b: Carried): Carried {
  return {
    items: a.items + b.items,
    orders: a.orders + b.orders,
    customers: a.customers + b.customers,
    events: a.events + b.events,
  };
}

async function* itemsOf(pages: readonly PulledItems[]): Items {
  for (const { items } of pages) for (const item of items) yield itemOf(item);
}

/** An item as it was kept. */
function itemOf(kept: JsonValue): Item {
  const { record, rows, place } = kept as { readonly record: JsonValue; readonly rows: number; readonly place: string };
  const reading = readRecord(record);
  if (reading.outcome === 'read') return { outcome: 'read', record: reading.record, rows, place };
  return { outcome: 'refused', reason: reading.reason, body: JSON.stringify(record), rows, place };
}
