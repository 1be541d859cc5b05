import {
  type Delivery,
  type Happening,
  hmac,
  type Json,
  oddly,
  type Simulated,
  type SimulatedCustomer,
  type SimulatedOrder,
  type SimulatedShop,
  totalOf,
} from '@clientele/connector-kit';
import { instantOfMs, localDateTimeOf, timeZone } from '@clientele/model';
import type { ShopSettings } from './settings.js';

const HOOK_SECRET = 'sample-shop-hook-secret';
const HOOK_URL = 'https://clientele.example/hooks/sample-shop';

export const SETTINGS: ShopSettings = {
  address: 'https://sample-shop.example',
  key: 'sample-shop-key/9d8f7a6b+5c4e',
  hookSecrets: [HOOK_SECRET],
};

/** The most that is on a page, whatever is asked for. */
const LARGEST_PAGE = 100;
/** What the documentation knows; any other is told as a problem. */
const PARAMETERS = new Set(['changed_from', 'page', 'limit']);

/** Answers as the shop's interface does. */
export function serve(request: Request, shop: SimulatedShop, problem: (sentence: string) => void): Response {
  const { pathname, searchParams } = new URL(request.url);
  for (const name of searchParams.keys()) if (!PARAMETERS.has(name)) problem(`${pathname} has no parameter ${name}`);
  const answer = (status: number, body: Json) =>
    Response.json(body, { status, headers: { date: new Date(shop.nowMs).toUTCString() } });
  if (request.headers.get('authorization') !== `Bearer ${SETTINGS.key}`) return answer(401, { message: 'no' });
  if (pathname === '/shop') return answer(200, { id: 'S1', currency: 'GBP', zone: shop.zone });
  const [, list, id] = pathname.split('/');
  if (id !== undefined) {
    const thing = shop.read(id);
    return thing === undefined ? answer(404, { message: 'gone' }) : answer(200, shown(shop, thing));
  }
  const from = Date.parse(searchParams.get('changed_from') ?? '1970-01-01T00:00:00Z');
  const limit = Math.min(LARGEST_PAGE, Number(searchParams.get('limit') ?? LARGEST_PAGE));
  const page = Number(searchParams.get('page') ?? 1);
  const things = shop
    .listed(list === 'orders' ? 'order' : 'customer')
    .filter(({ changedMs }) => changedMs >= from)
    .sort((a, b) => a.changedMs - b.changedMs || Number(a.id) - Number(b.id));
  const objects = things.slice((page - 1) * limit, page * limit).map((thing) => shown(shop, thing));
  return answer(200, { objects, total: things.length });
}

/** The webhook that the shop sends. */
export function deliver({ what, about }: Happening, shop: SimulatedShop): Delivery {
  const object = what === 'deleted' ? { id: Number(about.id) } : shown(shop, about);
  const body = new TextEncoder().encode(JSON.stringify({ sent: `${about.id}-${shop.nowMs}-${what}`, object }));
  const topic = `${about.kind}.${what}`;
  const signature = hmac('sha256', HOOK_SECRET, [topic, body], 'base64');
  // It counts its tries, and signs only what it says.
  const headers = new Headers({ 'x-topic': topic, 'x-signature': signature, 'x-try': `${about.id}-${shop.nowMs}-1` });
  const signedHeaders = ['x-topic', 'x-signature'];
  return { hook: { headers, body, url: HOOK_URL }, isPing: false, signedHeaders, signsUrl: false, expires: false };
}

function shown(shop: SimulatedShop, thing: Simulated): Json {
  const json = thing.kind === 'order' ? orderJson(shop, thing) : customerJson(thing);
  const oddity = shop.oddityOf(thing.id);
  return oddity === undefined ? json : oddly(json, oddity, ['id']);
}

function orderJson(shop: SimulatedShop, order: SimulatedOrder): Json {
  return {
    id: Number(order.id),
    changed_at: withoutZone(order.changedMs),
    placed_at: localDateTimeOf(instantOfMs(order.placedMs), timeZone(shop.zone)),
    placed_at_utc: withoutZone(order.placedMs),
    currency: order.currency,
    customer: order.customer === undefined ? null : Number(order.customer),
    email: order.email,
    status: order.isTrashed ? 'trash' : order.isPaid ? 'paid' : 'pending',
    total: totalOf(order),
    lines: order.lines.map((line) => ({ ...line, id: Number(line.id) })),
    refunds: order.refunds.map(({ id, atMs, amount }) => ({
      id: Number(id),
      at: withoutZone(atMs),
      amount: `-${amount}`,
    })),
  };
}

function customerJson({ id, createdMs, changedMs, email, firstName }: SimulatedCustomer): Json {
  return {
    id: Number(id),
    created_at: withoutZone(createdMs),
    changed_at: withoutZone(changedMs),
    email,
    first_name: firstName,
  };
}

/** UTC that does not say so, as some platforms have it. */
function withoutZone(ms: number): string {
  return instantOfMs(ms).replace('.000Z', '').replace('Z', '');
}
