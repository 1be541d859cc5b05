import type { Facts, Json, KeysetCursor, Page, Pulled, Stream } from '@clientele/connector-kit';
import { type AskedList, askedList, askedOne } from './asked.js';
import { decodeCustomer } from './customer.js';
import { decodeOrder } from './order.js';
import { type OrderCursor, orderWalk } from './order-walk.js';
import { decodeProduct } from './product.js';
import type { VendureSettings } from './settings.js';
import { GRAIN_MS, idOf, timeWalk } from './time-walk.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Times are those of a transaction's beginning, and seen when it ends. */
const SETTLES_MS = 10_000;
const CLOCK = { grainMs: GRAIN_MS, settlesMs: SETTLES_MS };

/** Placed orders: those placed and changed lately, and those of two weeks each hour, because few changes move a time. */
export function orders(pageSize: number): Pulled<VendureSettings, OrderCursor> {
  const walk = orderWalk(pageSize);
  return {
    kind: 'order',
    id: idOf,
    decode: decodeOrder,
    facts: {
      ...CLOCK,
      misses: ['edit', 'refund', 'late', 'deletion'],
      sweeps: [{ everyMs: HOUR_MS, backMs: 14 * DAY_MS }, { everyMs: DAY_MS }],
    },
    cursor: walk.cursor,
    start: walk.start,
    pull: async (cursor, context) =>
      paged(walk, cursor, await askedList('orders', 'list', walk.options(cursor), context)),
    skim: async (cursor, context) =>
      paged(walk, cursor, await askedList('orders', 'skim', walk.options(cursor), context)),
    read: (id, context) => askedOne('orders', id, context),
  };
}

/** Customers by when they changed, with and without an account. */
export function customers(pageSize: number): Pulled<VendureSettings, KeysetCursor> {
  return byChange('customers', 'customer', decodeCustomer, pageSize);
}

/** Products by when they changed. */
export function products(pageSize: number): Pulled<VendureSettings, KeysetCursor> {
  return byChange('products', 'product', decodeProduct, pageSize);
}

function byChange(
  name: 'customers' | 'products',
  kind: Stream['kind'],
  decode: (object: Json) => ReturnType<Stream['decode']>,
  pageSize: number,
): Pulled<VendureSettings, KeysetCursor> {
  const walk = timeWalk('updatedAt', pageSize);
  // Addresses and groups of a customer, variants and facets of a product have times of their own.
  const facts: Facts = { ...CLOCK, misses: ['edit', 'late', 'deletion'], sweeps: [{ everyMs: DAY_MS }] };
  return {
    kind,
    id: idOf,
    decode,
    facts,
    cursor: walk.cursor,
    start: walk.start,
    pull: async (cursor, context) => paged(walk, cursor, await askedList(name, 'list', walk.options(cursor), context)),
    skim: async (cursor, context) => paged(walk, cursor, await askedList(name, 'skim', walk.options(cursor), context)),
    read: (id, context) => askedOne(name, id, context),
  };
}

function paged<Cursor extends Json>(
  walk: { page(cursor: Cursor, objects: readonly Json[]): Page<Cursor> },
  cursor: Cursor,
  { objects, total }: AskedList,
): Page<Cursor> {
  return { ...walk.page(cursor, objects), total };
}
