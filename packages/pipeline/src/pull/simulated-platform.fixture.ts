import {
  type Connector,
  guestOf,
  type KeysetCursor,
  keyset,
  type Pulled,
  type Simulated,
  SimulatedShop,
  secret,
  simulatedWorld,
} from '@clientele/connector-kit';
import { instant, instantOfMs } from '@clientele/model';
import { z } from 'zod';
import { NOW } from '../street.fixture.js';

const DAY_MS = 86_400_000;
const PAGE_SIZE = 3;
export const SECRET = 'platform-key/9d8f7a6b';
const settings = z.object({ address: z.url(), key: secret() });
export type PlatformSettings = z.output<typeof settings>;

const hasId = z.object({ id: z.string() });
const hasTime = z.object({ changedMs: z.number() });
const order = z.object({
  id: z.string(),
  changedMs: z.number(),
  placedMs: z.number(),
  currency: z.string(),
  customer: z.string().optional(),
  email: z.string(),
  isPaid: z.boolean(),
  lines: z.array(z.object({ id: z.string(), product: z.string(), quantity: z.number(), price: z.string() })),
  refunds: z.array(z.object({ id: z.string(), atMs: z.number(), amount: z.string() })),
});
const customer = z.object({ id: z.string(), changedMs: z.number(), email: z.string(), firstName: z.string() });

const walk = keyset({
  grainMs: 1000,
  pageSize: PAGE_SIZE,
  changedAt: (object) => instantOfMs(hasTime.parse(object).changedMs),
  id: (object) => hasId.safeParse(object).data?.id,
});

/** A connector of the platform that {@link aPlatform} makes. */
export const platformConnector: Connector<PlatformSettings> = {
  id: 'platform',
  settings,
  limits: { key: ({ address }) => address, perSecond: 1000, burst: 1000 },
  sign(request, { key }) {
    request.headers.set('authorization', key);
    return request;
  },
  check: async ({ settings: { address }, ask }) => {
    const { body } = await ask({ url: `${address}/account` });
    return z.object({ id: z.string(), currency: z.string() }).parse(body);
  },
  streams: {
    customers: stream('customer', (object) => {
      const { id: externalId, changedMs, email, firstName } = customer.parse(object);
      return [{ kind: 'customer', externalId, version: { updatedAt: instantOfMs(changedMs) }, email, firstName }];
    }),
    orders: stream('order', (object) => {
      const { id, changedMs, placedMs, isPaid, customer, email, lines, refunds, ...rest } = order.parse(object);
      const version = { updatedAt: instantOfMs(changedMs) };
      const guest = { kind: 'customer' as const, externalId: guestOf({ id }), version, email, guest: true };
      return [
        {
          kind: 'order',
          externalId: id,
          version,
          purpose: isPaid ? 'sale' : 'note',
          placedAt: instantOfMs(placedMs),
          channel: { id: 'web', kind: 'online_store' },
          currency: rest.currency,
          customer: customer ?? guest.externalId,
          lines: lines.map(({ price: listPrice, quantity, ...line }) => ({
            ...line,
            quantity: String(quantity),
            listPrice,
          })),
          refunds: refunds.map(({ atMs, ...refund }) => ({ ...refund, at: instantOfMs(atMs) })),
        },
        ...(customer === undefined ? [guest] : []),
      ];
    }),
  },
};

function stream(kind: 'order' | 'customer', decode: Pulled['decode']): Pulled<PlatformSettings, KeysetCursor> {
  return {
    kind,
    id: (object) => hasId.safeParse(object).data?.id,
    decode: (object) => decode(object, {}),
    facts: { grainMs: 1000, settlesMs: 0, misses: ['payment', 'deletion'], sweeps: [{ everyMs: DAY_MS }] },
    cursor: walk.cursor,
    start: (since) => walk.start(since),
    async pull(cursor, { settings: { address }, ask }) {
      const query = { from: walk.from(cursor), page: cursor.page };
      const { body } = await ask({ url: `${address}/${kind}`, query });
      return walk.page(cursor, z.array(z.json()).parse(body));
    },
    async read(id, { settings: { address }, ask }) {
      const { status, body } = await ask({ url: `${address}/${kind}/${id}`, answers: [404] });
      return status === 404 ? undefined : body;
    },
  };
}

/** A platform in memory, and how it is reached. Payments and deletions do not move its change times. */
export function aPlatform(seed: number) {
  const shop = new SimulatedShop(seed, NOW, {
    grainMs: 1000,
    settlesMs: 0,
    unseen: ['payment', 'deletion'],
    currencies: ['GBP'],
  });
  /** What is odd about an answer, for the objects of some ids. */
  const odd = new Map<string, object>();
  const shown = (thing: Simulated) => ({ ...thing, ...odd.get(thing.id) });
  const world = simulatedWorld({
    name: 'a platform',
    settings: { address: `https://platform-${seed}.example`, key: SECRET },
    pageSize: PAGE_SIZE,
    shop,
    serve(request) {
      const { pathname, searchParams } = new URL(request.url);
      const answer = (status: number, body: unknown) =>
        Response.json(body, { status, headers: { date: new Date(shop.nowMs).toUTCString() } });
      if (request.headers.get('authorization') !== SECRET) return answer(401, {});
      const [, list, id] = pathname.split('/');
      if (list === 'account') return answer(200, { id: `account-${seed}`, currency: 'GBP' });
      if (id !== undefined) {
        const thing = shop.read(id);
        return thing === undefined || (thing.kind === 'order' && thing.isTrashed)
          ? answer(404, {})
          : answer(200, shown(thing));
      }
      const from = Date.parse(searchParams.get('from') ?? instant('1970-01-01T00:00:00Z'));
      const page = Number(searchParams.get('page') ?? 1);
      const things = shop
        .listed(list === 'order' ? 'order' : 'customer')
        .filter(({ changedMs }) => changedMs >= from)
        .sort((a, b) => a.changedMs - b.changedMs || Number(a.id) - Number(b.id));
      return answer(200, things.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE).map(shown));
    },
  });
  return { shop, world, odd };
}
