import type { KeysetCursor, Pulled } from '@clientele/connector-kit';
import { z } from 'zod';
import { decodeCustomer } from './customer.js';
import { decodeOrder } from './order.js';
import type { ShopSettings } from './settings.js';
import { GRAIN_MS, idOf, walkOf } from './walk.js';

const DAY_MS = 86_400_000;
const answeredPage = z.object({ objects: z.array(z.json()), total: z.int() });

type ShopStream = Pulled<ShopSettings, KeysetCursor>;

export function customers(pageSize: number): ShopStream {
  return stream('customers', pageSize, { kind: 'customer', decode: decodeCustomer, misses: ['deletion'] });
}

/** A payment does not move the change time of its order, and an order that was taken offline comes with an old one. */
export function orders(pageSize: number): ShopStream {
  return stream('orders', pageSize, { kind: 'order', decode: decodeOrder, misses: ['payment', 'late', 'deletion'] });
}

interface Told extends Pick<ShopStream, 'kind' | 'decode'>, Pick<ShopStream['facts'], 'misses'> {}

function stream(list: string, pageSize: number, { kind, decode, misses }: Told): ShopStream {
  const walk = walkOf(pageSize);
  return {
    kind,
    id: idOf,
    decode,
    facts: { grainMs: GRAIN_MS, settlesMs: 0, misses, sweeps: [{ everyMs: DAY_MS }] },
    cursor: walk.cursor,
    start: (since) => walk.start(since),
    async pull(cursor, { settings: { address }, ask }) {
      const query = { changed_from: walk.from(cursor), page: cursor.page, limit: pageSize };
      const { body } = await ask({ url: `${address}/${list}`, query });
      const { objects, total } = answeredPage.parse(body);
      return { ...walk.page(cursor, objects), total };
    },
    async read(id, { settings: { address }, ask }) {
      const { status, body } = await ask({ url: `${address}/${list}/${id}`, answers: [404] });
      return status === 404 ? undefined : body;
    },
  };
}
