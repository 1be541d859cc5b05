import { instant } from '@clientele/model';
import { z } from 'zod';
import { type KeysetCursor, keyset, money, type Pulled, secret } from './index.js';

const settings = z.object({ address: z.url(), key: secret() });
type Settings = z.output<typeof settings>;

const order = z.object({ id: z.string(), changedAt: z.iso.datetime(), placedAt: z.iso.datetime(), total: z.string() });
const seen = z.object({ id: z.string(), changedAt: z.iso.datetime().transform(instant) }).partial();
const list = z.object({ orders: z.array(z.json()) });
const walk = keyset({
  grainMs: 1000,
  pageSize: 100,
  changedAt: (object) => seen.safeParse(object).data?.changedAt,
  id: (object) => seen.safeParse(object).data?.id,
});

export const orders: Pulled<Settings, KeysetCursor> = {
  kind: 'order',
  id: (object) => seen.safeParse(object).data?.id,
  decode(object) {
    const { id, changedAt, placedAt, total } = order.parse(object);
    const channel = { id: 'web', kind: 'online_store' as const };
    const version = { updatedAt: changedAt };
    return [
      { kind: 'order', externalId: id, version, placedAt, channel, currency: 'GBP', total: money(total), lines: [] },
    ];
  },
  facts: { grainMs: 1000, settlesMs: 0, misses: ['deletion'], sweeps: [{ everyMs: 86_400_000 }] },
  cursor: walk.cursor,
  start: (since) => walk.start(since),
  async pull(cursor, { settings: { address }, ask }) {
    const query = { changed_from: walk.from(cursor), page: cursor.page, limit: 100 };
    const { body } = await ask({ url: `${address}/orders`, query });
    return walk.page(cursor, list.parse(body).orders);
  },
  async read(id, { settings: { address }, ask }) {
    const { status, body } = await ask({ url: `${address}/orders/${id}`, answers: [404] });
    return status === 404 ? undefined : body;
  },
};
