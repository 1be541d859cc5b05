import { type Instant, instant, type RecordInput } from '@clientele/model';
import { z } from 'zod';
import type { Connector, Context, Gone, Pulled, Stream } from '../connector.js';
import type { Json } from '../json.js';
import { isSigned } from '../reading/hmac.js';
import { type KeysetCursor, keyset } from '../reading/keyset.js';
import { money } from '../reading/money.js';
import { secret } from '../settings.js';

const settings = z.object({ address: z.url(), key: secret(), hookSecrets: z.array(secret()) });
export type SampleSettings = z.output<typeof settings>;

const DAY_MS = 86_400_000;
const page = z.object({ objects: z.array(z.json()), total: z.number() });
const id = z.number().transform(String);
const utc = z.string().transform((text): Instant => instant(`${text}Z`));

export const sampleOrder = z.object({
  id,
  changed_at: utc,
  placed_at: z.string(),
  placed_at_utc: utc,
  currency: z.string(),
  customer: id.nullable(),
  email: z.string().nullish(),
  status: z.enum(['paid', 'pending', 'trash']),
  total: z.string(),
  lines: z.array(z.object({ id, product: z.string(), title: z.string(), quantity: z.number(), price: z.string() })),
  refunds: z.array(z.object({ id, at: utc, amount: z.string() })),
});

const customer = z.object({ id, created_at: utc, changed_at: utc, email: z.string(), first_name: z.string() });
const hasId = z.object({ id });
const hasChangeTime = z.object({ changed_at: utc });

export const walk = keyset({
  grainMs: 1000,
  pageSize: 3,
  changedAt: (object) => hasChangeTime.safeParse(object).data?.changed_at,
  id: (object) => hasId.safeParse(object).data?.id,
});

/** A connector as its author would write it, for the platform of the sample world. */
export const sampleConnector = {
  id: 'sample',
  settings,
  limits: { key: ({ address }) => address, perSecond: 2, burst: 5 },
  sign(request, { key }) {
    request.headers.set('authorization', `Bearer ${key}`);
    return request;
  },
  async check({ settings: { address }, ask }) {
    const { body } = await ask({ url: `${address}/shop` });
    const shop = z.object({ id: z.string(), currency: z.string(), zone: z.string() }).parse(body);
    return { id: shop.id, currency: shop.currency, timeZone: shop.zone };
  },
  streams: {
    customers: stream('customers', 'customer', (object) => customerRecords(object), []),
    orders: stream('orders', 'order', (object) => orderRecords(object), ['payment', 'late']),
  },
  hear(hook, { hookSecrets }) {
    const content = () => [hook.headers.get('x-topic') ?? '', hook.body];
    if (!isSigned({ header: 'x-signature', algorithm: 'sha256', encoding: 'base64', content }, hook, hookSecrets)) {
      return { outcome: 'refused', code: 'unverified', reason: 'its signature is wrong' };
    }
    const { sent, object } = z.object({ sent: z.string(), object: hasId }).parse(jsonOf(hook.body));
    const name = hook.headers.get('x-topic')?.startsWith('order') === true ? 'orders' : 'customers';
    return { outcome: 'heard', id: sent, hints: [{ stream: name, id: object.id }] };
  },
} satisfies Connector<SampleSettings>;

function stream(
  name: string,
  kind: 'order' | 'customer',
  decode: Pulled['decode'],
  misses: Pulled['facts']['misses'],
): Pulled<SampleSettings, KeysetCursor> {
  return {
    kind,
    id: (object) => hasId.safeParse(object).data?.id,
    decode: (object) => decode(object, {}),
    facts: { grainMs: 1000, settlesMs: 0, misses: [...misses, 'deletion'], sweeps: [{ everyMs: DAY_MS }] },
    cursor: walk.cursor,
    start: (since) => walk.start(since),
    async pull(cursor, { settings: { address }, ask }) {
      const query = { changed_from: walk.from(cursor), page: cursor.page, limit: 3 };
      const { body } = await ask({ url: `${address}/${name}`, query });
      return walk.page(cursor, page.parse(body).objects);
    },
    read: (object, context) => readOne(name, object, context),
  };
}

async function readOne(name: string, object: string, { settings: { address }, ask }: Context<SampleSettings>) {
  const { status, body } = await ask({ url: `${address}/${name}/${object}`, answers: [404] });
  return status === 404 ? undefined : body;
}

/** The same for a platform that can only be listened to: its webhooks bring whole objects. */
export const hearingConnector: Connector<SampleSettings> = {
  ...sampleConnector,
  id: 'hearing',
  streams: {
    customers: onlyHeard(sampleConnector.streams.customers),
    orders: onlyHeard(sampleConnector.streams.orders),
  },
  hear(hook, settings) {
    const heard = sampleConnector.hear(hook, settings);
    const [hint] = heard.outcome === 'heard' ? heard.hints : [];
    if (heard.outcome !== 'heard' || hint === undefined) return heard;
    const { outcome, id } = heard;
    if (hook.headers.get('x-topic')?.endsWith('deleted') === true) {
      return { outcome, id, gone: [{ ...hint, gone: 'deleted' }] };
    }
    const { object } = z.object({ object: z.json() }).parse(jsonOf(hook.body));
    return { outcome, id, objects: [{ stream: hint.stream, object }] };
  },
};

function onlyHeard({ kind, id, decode }: Pulled<SampleSettings>): Stream<SampleSettings> {
  return { kind, id, decode };
}

export function orderRecords(object: Json): readonly RecordInput[] | Gone {
  const order = sampleOrder.parse(object);
  if (order.status === 'trash') return { gone: 'hidden', at: order.changed_at };
  const guest = `guest-of-${order.id}`;
  const version = { updatedAt: order.changed_at };
  const record: RecordInput = {
    kind: 'order',
    externalId: order.id,
    version,
    purpose: order.status === 'paid' ? 'sale' : 'note',
    placedAt: order.placed_at_utc,
    channel: { id: 'web', kind: 'online_store' },
    customer: order.customer ?? guest,
    currency: order.currency,
    total: money(order.total),
    lines: order.lines.map(({ price, quantity, ...line }) => ({
      ...line,
      quantity: money(quantity),
      listPrice: money(price),
    })),
    refunds: order.refunds.map(({ amount, ...refund }) => ({ ...refund, amount: money(amount.replace('-', '')) })),
  };
  if (order.customer !== null) return [record];
  const email = order.email ?? undefined;
  const person: RecordInput = { kind: 'customer', externalId: guest, version, guest: true };
  return [record, email === undefined ? person : { ...person, email }];
}

function customerRecords(object: Json): readonly RecordInput[] {
  const { id: externalId, created_at, changed_at, email, first_name } = customer.parse(object);
  const version = { updatedAt: changed_at };
  return [{ kind: 'customer', externalId, version, createdAt: created_at, email, firstName: first_name }];
}

export function jsonOf(body: Uint8Array): Json {
  const json: Json = JSON.parse(new TextDecoder().decode(body));
  return json;
}
