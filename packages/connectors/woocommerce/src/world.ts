import {
  type Delivery,
  type Happened,
  type Json,
  type MakeWorld,
  type Oddity,
  oddly,
  type Refunding,
  type TrueRecord,
  type World,
} from '@clientele/connector-kit';
import {
  CREDENTIALS,
  fetchOf,
  type Order,
  seedShop,
  TOPICS,
  tie,
  type VersionName,
  WooCommerceFake,
} from '@clientele/fakes';
import {
  addDecimals,
  type Decimal,
  decimal,
  instant,
  instantOfMs,
  msOfInstant,
  timeZone,
  ZERO,
} from '@clientele/model';
import type { WooCommerceSettings } from './settings.js';

/** A request and its answer take so long. */
const ROUND_TRIP_MS = 120;
const HOUR_MS = 3_600_000;
const DAYS = 3 * 86_400;
const HOOK_URL = 'https://clientele.example/hooks/woocommerce';
export const HOOK_SECRET = 'woocommerce-hook-secret';

export const SETTINGS: WooCommerceSettings = {
  address: 'https://shop.example',
  consumerKey: CREDENTIALS.key,
  consumerSecret: CREDENTIALS.secret,
  keysIn: 'header',
  requestsPerSecond: 2,
  webhookSecrets: [HOOK_SECRET],
};

/** What the documentation knows, of the lists that are asked for. */
const PARAMETERS = new Set(
  'page per_page offset order orderby status role modified_after modified_before dates_are_gmt force _fields'.split(
    ' ',
  ),
);

export interface WooCommerceWorldOptions {
  readonly version: VersionName;
  readonly pageSize: number;
  /** Only orders are edited: by the shop's own screens, which a change time shows, or behind their back. */
  readonly edits?: 'seen' | 'unseen';
}

/** The fake shop as a world: what happens to it, and what must be known of it, told without the connector's own reading. */
export function wooCommerceWorld({
  version,
  pageSize,
  edits,
}: WooCommerceWorldOptions): MakeWorld<WooCommerceSettings> {
  return async ({ seed, at = instant('2026-05-04T10:00:00.250Z') }) => {
    let nowMs = msOfInstant(at);
    const fake = new WooCommerceFake({ version, zone: 'Europe/London', now: () => nowMs });
    const { shop, webhooks } = fake;
    /** Lets time pass once nobody has anything left to do at this moment: whoever waits at the same time, waits together. */
    const pass = async (ms: number) => {
      const until = nowMs + ms;
      await new Promise(setImmediate);
      nowMs = Math.max(nowMs, until);
    };
    const fetch = fetchOf(fake, pass);
    const odd = new Map<number, Oddity>();
    const problems: string[] = [];
    for (const topic of TOPICS) webhooks.subscribe(topic, HOOK_URL, HOOK_SECRET);

    const live = () => [...shop.orders.values()];
    const happens = <Thing extends { readonly id: number }>(
      among: readonly Thing[],
      which: number,
      what: (thing: Thing) => unknown,
    ): Happened => {
      const thing = among[which % Math.max(1, among.length)];
      return thing === undefined || what(thing) === undefined ? undefined : String(thing.id);
    };
    const done = (what: () => unknown) => {
      what();
      return true;
    };
    const touched = (order: Order) => {
      const change = (one: Order) => {
        one.billing = { ...one.billing, email: `again-${one.billing.email}`.slice(-60) };
      };
      if (edits === 'unseen') shop.changeUnseen(order.id, change);
      else shop.changeOrder(order.id, change);
    };

    const world: World<WooCommerceSettings> = {
      name: `a fake of WooCommerce ${version}`,
      settings: SETTINGS,
      pageSize,
      covers: ['order', 'customer', 'product'],
      async fetch(request) {
        await pass(ROUND_TRIP_MS);
        const { pathname, searchParams } = new URL(request.url);
        for (const name of searchParams.keys())
          if (!PARAMETERS.has(name)) problems.push(`${pathname} has no parameter ${name}`);
        const response = await fetch(request);
        if (odd.size === 0 || !/\/orders(\/\d+)?$/.test(pathname) || response.status !== 200) return response;
        const json: Json = JSON.parse(await response.text());
        const { status, headers } = response;
        return Response.json(Array.isArray(json) ? json.map(oddOf) : oddOf(json), { status, headers });
      },
      now: () => instantOfMs(nowMs),
      sleep: pass,
      truth: async () => [
        ...live().flatMap(trueOrder),
        ...[...shop.customers.values()].map(
          ({ id, email, first_name: firstName }): TrueRecord => ({
            kind: 'customer',
            externalId: String(id),
            fields: { email, guest: false, ...(firstName !== '' && { firstName }) },
          }),
        ),
        ...[...shop.products.values()].map(
          ({ id, name }): TrueRecord => ({ kind: 'product', externalId: String(id), fields: { title: name } }),
        ),
      ],
      seed: async (orders) => seedShop(shop, { seed, orders, customers: 4, from: shop.now - DAYS }),
      place: async () => {
        const customers = [...shop.customers.values()];
        const [product] = shop.products.values();
        const customer = customers[shop.next.post % (customers.length + 1)];
        const isNew = customer === undefined && shop.next.post % 2 === 0;
        const email = `somebody${shop.next.post}@example.com`;
        const account = isNew ? shop.addCustomer({ email, first_name: 'Noor' }) : customer;
        const status = shop.next.post % 3 === 0 ? 'pending' : 'processing';
        const lines = [{ product: product?.id ?? 0, quantity: 2 }];
        const currency = shop.next.post % 4 === 0 ? 'JPY' : 'GBP';
        return String(
          shop.placeOrder({ lines, status, currency, customer: account?.id ?? 0, billing: { email }, taxed: true }).id,
        );
      },
      touch: async (which) => {
        const guests = live().filter(({ customer_id: account }) => account === 0);
        if (which % 3 > 0 || edits !== undefined) return happens(guests, which, (order) => done(() => touched(order)));
        return happens([...shop.customers.values()], which, ({ id }) =>
          shop.changeCustomer(id, (customer) => {
            customer.first_name = `${customer.first_name}a`.slice(-20);
          }),
        );
      },
      pay: async (which) =>
        happens(
          live().filter(({ status }) => status === 'pending'),
          which,
          ({ id }) => shop.setStatus(id, 'processing'),
        ),
      refund: async (which, how) =>
        happens(live().filter(isPaid), which, (order) => shop.refund(order.id, refundOf(order, how))),
      trash: async (which) => happens(live(), which, ({ id }) => shop.trash(id)),
      restore: async (which) => happens([...shop.trashedOrders.values()], which, ({ id }) => shop.restore(id)),
      erase: async (which) => {
        if (which % 4 === 0)
          return happens([...shop.customers.values()], which, ({ id }) => done(() => shop.eraseCustomer(id)));
        return happens([...live(), ...shop.trashedOrders.values()], which, ({ id }) => done(() => shop.erase(id)));
      },
      tie: async (orders) => {
        tie(shop, orders);
      },
      late: async (hours) => {
        const [product] = shop.products.values();
        const lines = [{ product: product?.id ?? 0, quantity: 1 }];
        const at = Math.floor((nowMs - hours * HOUR_MS) / 1000);
        return String(shop.placeOrder({ lines, billing: { email: 'late@example.com' }, at }).id);
      },
      deliveries: async () => {
        const sent: Delivery[] = [];
        await webhooks.deliver(async ({ url, headers, body }) => {
          const hook = { url, headers: new Headers(headers), body: new TextEncoder().encode(body) };
          const isPing = !hook.headers.has('x-wc-webhook-signature');
          const signedHeaders = isPing ? [] : ['x-wc-webhook-signature'];
          sent.push({ hook, isPing, signedHeaders, signsUrl: false, expires: false });
          return 200;
        });
        return sent;
      },
      odd: async (which, oddity) =>
        happens(live(), which, ({ id }) => {
          odd.set(id, oddity);
          return id;
        }),
      zone: async (zone) => {
        shop.site.zone = timeZone(zone);
      },
      problems: () => problems,
    };
    return world;

    function oddOf(json: Json): Json {
      const { id } = Object(json);
      const oddity = odd.get(id);
      return oddity === undefined ? json : oddly(json, oddity, ['id']);
    }
  };
}

function isPaid({ status }: Order): boolean {
  return status === 'processing' || status === 'completed' || status === 'on-hold';
}

function refundOf(order: Order, how: Refunding): { readonly amount?: string } {
  if (how === 'full') return {};
  if (how === 'over') return { amount: '999999.00' };
  const half = (Number(order.total) / (how === 'again' ? 4 : 2)).toFixed(2);
  return { amount: half };
}

/** An order in sight, and the guest of one without an account. */
function trueOrder(order: Order): TrueRecord[] {
  const { id, currency, status, billing, created } = order;
  const guest = `guest-${id}`;
  const account = order.customer_id === 0 ? undefined : String(order.customer_id);
  const record: TrueRecord = {
    kind: 'order',
    externalId: String(id),
    total: decimal(order.total),
    refunded: order.refunds.reduce<Decimal>((sum, { amount }) => addDecimals(sum, decimal(amount)), ZERO),
    fields: {
      currency,
      placedAt: instantOfMs(created * 1000),
      customer: account ?? guest,
      purpose: status === 'pending' ? 'note' : 'sale',
    },
  };
  if (account !== undefined) return [record];
  return [record, { kind: 'customer', externalId: guest, fields: { email: billing.email, guest: true } }];
}
