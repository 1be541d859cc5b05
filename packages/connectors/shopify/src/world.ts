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
  type ApiVersion,
  fetchOf,
  type ShopifyCustomer,
  ShopifyFake,
  type ShopifyOrder,
  type ShopifyOrderWish,
  totalsOf,
} from '@clientele/fakes';
import { type Decimal, decimal, instant, instantOfMs, msOfInstant, subtractDecimals, ZERO } from '@clientele/model';
import type { ShopifySettings } from './settings.js';

/** A question and its answer take so long. */
const ROUND_TRIP_MS = 120;
const HOUR_MS = 3_600_000;
const HOOK_URL = 'https://clientele.example/hooks/shopify';
/** What the app subscribes to. */
const TOPICS = [
  'orders/create',
  'orders/updated',
  'orders/edited',
  'orders/delete',
  'refunds/create',
  'customers/create',
  'customers/update',
  'customers/delete',
  'customers/merge',
  'products/create',
  'products/update',
  'products/delete',
] as const;
/** A discount that takes something off the goods. */
const CODE = { kind: 'code', name: 'WELCOME', targetType: 'LINE_ITEM' } as const;
/** What a question may come to without being wrong. */
const NO_FAULTS = new Set(['THROTTLED', 'INTERNAL_SERVER_ERROR']);

export interface ShopifyWorldOptions {
  readonly version: ApiVersion;
  /** Of the connector that is tried. */
  readonly pageSize: number;
}

/** Tokens last so long that several end within a trial. */
const TOKEN_SECONDS = 150;
/** A bulk operation takes so long, so that several requests are made meanwhile. */
const BULK_RUNS_MS = 9_000;

/** The fake shop as a world: what happens to it, and what must be known of it, told without the connector's own reading. */
export function shopifyWorld({ version, pageSize }: ShopifyWorldOptions): MakeWorld<ShopifySettings> {
  return async ({ seed, at = instant('2026-05-04T10:00:00.250Z') }) => {
    let nowMs = msOfInstant(at);
    const facts = { zone: 'Europe/London' };
    const fake = new ShopifyFake({ now: () => nowMs, shop: facts, app: { tokenSeconds: TOKEN_SECONDS } });
    const { shop, webhooks, app, bulk } = fake;
    bulk.habits.runsMs = BULK_RUNS_MS;
    /** Lets time pass once nobody has anything left to do at this moment: whoever waits at the same time, waits together. */
    const pass = async (ms: number) => {
      const until = nowMs + ms;
      await new Promise(setImmediate);
      nowMs = Math.max(nowMs, until);
    };
    const fetch = fetchOf(fake, pass);
    const odd = new Map<string, Oddity>();
    const problems: string[] = [];
    for (const topic of TOPICS) webhooks.subscribe(topic, HOOK_URL);
    const settings: ShopifySettings = {
      shop: shop.facts.domain,
      apiVersion: version,
      reads: ['contacts', 'returns', 'payments'],
      clientId: app.facts.clientId,
      clientSecret: app.facts.secret,
      formerClientSecrets: [],
      refreshToken: app.firstRefreshToken(),
    };

    const orders = () => [...shop.orders.values()];
    const customers = () => [...shop.customers.values()];
    const happens = <Thing extends { readonly id: string }>(
      among: readonly Thing[],
      which: number,
      what: (thing: Thing) => unknown,
    ): Happened => {
      const thing = among[which % Math.max(1, among.length)];
      if (thing === undefined) return undefined;
      what(thing);
      return thing.id;
    };
    let placed = seed;
    const place = (wish: Partial<ShopifyOrderWish> = {}): ShopifyOrder => {
      placed += 1;
      const known = customers();
      const [product] = shop.products.values();
      const customer = known[placed % (known.length + 1)];
      const quantity = 1 + (placed % 3);
      const price = decimal((3 + (placed % 7) * 2.35).toFixed(2));
      const discounts = placed % 4 === 0 ? [CODE] : [];
      const allocations = discounts.map((_, discount) => ({ discount, amount: decimal('0.99') }));
      const taxes = placed % 5 === 0 ? [] : [{ title: 'VAT', rate: 0.2, price: decimal('0.63') }];
      const about = product === undefined ? {} : { product: product.id };
      const lines = [
        { ...about, quantity, price, allocations, taxes },
        { quantity: 1, title: 'Wrapping', price: decimal('1.10') },
      ];
      const shipping = placed % 2 === 0 ? [] : [{ title: 'Post', price: decimal('4.95') }];
      const email = customer?.email ?? `somebody${placed}@example.com`;
      const abroad = placed % 6 === 0 ? { presentmentCurrency: 'EUR', rate: decimal('1.17') } : {};
      const amounts = { discounts, taxesIncluded: placed % 2 === 0, ...abroad };
      return shop.placeOrder({ lines, shipping, email, customer: customer?.id ?? null, ...amounts, ...wish });
    };

    /** Pieces of an order are to come back, or have done so. */
    const sendBack = ({ id, lines: [line], returns }: ShopifyOrder) => {
      const open = returns.find(({ status }) => status === 'OPEN');
      if (open !== undefined) shop.closeReturn(id, open.id);
      else if (line !== undefined) shop.openReturn(id, [{ line: line.id, quantity: 1 }]);
    };

    const world: World<ShopifySettings> = {
      name: `a fake of Shopify ${version}`,
      settings,
      pageSize,
      covers: ['order', 'customer', 'product', 'event'],
      async fetch(request) {
        await pass(ROUND_TRIP_MS);
        const response = await fetch(request);
        if (response.status === 206 && odd.size > 0) return oddPart(request);
        if (!new URL(request.url).pathname.endsWith('/graphql.json') || response.status !== 200) return response;
        const text = await response.text();
        const { status, headers } = response;
        const json: Json = JSON.parse(text);
        problems.push(...wrongsIn(json));
        return odd.size === 0
          ? new Response(text, { status, headers })
          : Response.json(await withOddFile(withOddities(json)), { status, headers });
      },
      now: () => instantOfMs(nowMs),
      sleep: pass,
      truth: async () => [
        ...orders().flatMap(trueOrder),
        ...customers().map((customer) => trueCustomer(customer, settings.shop)),
        ...[...shop.products.values()].map(
          ({ id, title }): TrueRecord => ({ kind: 'product', externalId: id, fields: { title } }),
        ),
      ],
      seed: async (count) => {
        for (const title of ['Teapot', 'Cup', 'Tin']) shop.addProduct({ title });
        for (const firstName of ['Ada', 'Noor', 'Zoë', 'Bo']) {
          shop.addCustomer({ firstName, email: `${firstName.toLowerCase()}@example.com` });
        }
        for (let back = count; back > 0; back -= 1) place({ at: nowMs - back * HOUR_MS, paid: back % 5 !== 0 });
      },
      place: async () => place({ paid: placed % 3 !== 0 }).id,
      touch: async (which) => {
        if (which % 7 === 0) return happens(orders(), which, sendBack);
        const guests = orders().filter(({ customer }) => customer === null);
        if (which % 3 > 0)
          return happens(guests, which, ({ id, email }) => shop.changeOrder(id, { email: `a${email}`.slice(-40) }));
        return happens(customers(), which, ({ id, firstName }) =>
          shop.changeCustomer(id, { firstName: `${firstName}a`.slice(-20) }),
        );
      },
      pay: async (which) => happens(orders().filter(isOpen), which, ({ id }) => shop.pay(id)),
      refund: async (which, how) =>
        happens(orders().filter(isPaid), which, (order) => shop.refund(order.id, refundOf(order, how))),
      erase: async (which) =>
        which % 4 === 0
          ? happens(customers(), which, ({ id }) => shop.eraseCustomer(id))
          : happens(orders(), which, ({ id }) => shop.eraseOrder(id)),
      tie: async (count) => {
        const at = nowMs;
        for (let each = 0; each < count; each += 1) place({ at });
      },
      late: async (hours) => place({ at: nowMs - hours * HOUR_MS }).id,
      deliveries: async () =>
        webhooks.take().map(({ url, headers, body }): Delivery => {
          const hook = { url, headers: new Headers(headers), body: new TextEncoder().encode(body) };
          return { hook, isPing: false, signedHeaders: ['x-shopify-hmac-sha256'], signsUrl: false, expires: false };
        }),
      odd: async (which, oddity) => happens(orders(), which, ({ id }) => odd.set(`gid://shopify/Order/${id}`, oddity)),
      zone: async (zone) => {
        shop.facts.zone = zone;
      },
      problems: () => problems,
    };
    return world;

    /** What a bulk operation wrote, with orders as odd as they are to be. */
    async function oddFile(url: string): Promise<Buffer> {
      const lines = (await (await fetch(url)).text()).trimEnd().split('\n');
      return Buffer.from(lines.map((line) => `${JSON.stringify(withOddities(JSON.parse(line)))}\n`).join(''));
    }

    async function oddPart(request: Request): Promise<Response> {
      const [, first, last] = /(\d+)-(\d+)/.exec(request.headers.get('range') ?? '') ?? [];
      const part = (await oddFile(request.url)).subarray(Number(first), Number(last) + 1);
      return new Response(new Uint8Array(part), { status: 206 });
    }

    /** How a bulk operation stands, with the size of the odd file. */
    async function withOddFile(json: Json): Promise<Json> {
      const { data } = Object(json);
      if (typeof data?.bulkOperation?.url !== 'string') return json;
      const fileSize = String((await oddFile(data.bulkOperation.url)).length);
      return { ...Object(json), data: { ...data, bulkOperation: { ...data.bulkOperation, fileSize } } };
    }

    /** What is answered, with orders as odd as they are to be. */
    function withOddities(json: Json): Json {
      if (Array.isArray(json)) return json.map(withOddities);
      if (typeof json !== 'object' || json === null) return json;
      const said = Object.fromEntries(Object.entries(json).map(([name, value]) => [name, withOddities(value)]));
      const oddity = odd.get(String(Object(json).id));
      return oddity === undefined ? said : oddly(said, oddity, ['id']);
    }
  };
}

/** What Shopify found wrong with a question, and what of it was passed over. */
function wrongsIn(json: Json): string[] {
  const { errors = [], extensions, data } = Object(json);
  const refused = (data?.bulkOperationRunQuery?.userErrors ?? []).filter(
    ({ code }: { code?: string }) => code === 'INVALID',
  );
  const wrongs = Array.isArray(errors) ? errors : [{ message: String(errors) }];
  return [
    ...refused.map(({ message }: { message: string }) => message),
    ...wrongs.filter((wrong) => !NO_FAULTS.has(wrong.extensions?.code)).map(({ message }) => String(message)),
    ...(extensions?.search ?? []).map((search: unknown) => `a search was not understood: ${JSON.stringify(search)}`),
  ];
}

function isOpen(order: ShopifyOrder): boolean {
  const { total, received } = totalsOf(order);
  return subtractDecimals(total, received) !== ZERO;
}

function isPaid(order: ShopifyOrder): boolean {
  return totalsOf(order).received !== ZERO;
}

function refundOf(order: ShopifyOrder, how: Refunding): { readonly amount?: Decimal } {
  const total = Number(totalsOf(order).received);
  if (how === 'full') return {};
  if (how === 'over') return { amount: decimal((total + 5).toFixed(2)) };
  return { amount: decimal((total / (how === 'again' ? 4 : 2)).toFixed(2)) };
}

/** A time as Shopify tells it. */
function inSeconds(ms: number) {
  return instantOfMs(Math.floor(ms / 1000) * 1000);
}

function trueCustomer({ id, email, firstName }: ShopifyCustomer, shop: string): TrueRecord {
  const contact = { ...(email !== null && { email }), ...(firstName !== null && { firstName }) };
  const fields = { guest: false, accounts: [{ realm: shop, id }], ...contact };
  return { kind: 'customer', externalId: id, fields };
}

/** An order, and the guest of one without a customer. */
function trueOrder(order: ShopifyOrder): TrueRecord[] {
  const { id, currency, processedAt, customer, email } = order;
  const { total, refunded } = totalsOf(order);
  const guest = `guest-${id}`;
  const known = customer ?? (email === null ? undefined : guest);
  const fields = { currency, placedAt: inSeconds(processedAt), ...(known !== undefined && { customer: known }) };
  const record: TrueRecord = { kind: 'order', externalId: id, total, refunded, fields };
  const events = [
    ...order.returns.map((one) => trueReturn(one, order)),
    ...order.transactions.flatMap(truePayment),
  ].map(
    (event): TrueRecord => ({ ...event, fields: { ...event.fields, ...(known !== undefined && { customer: known }) } }),
  );
  if (known !== guest || email === null) return [record, ...events];
  return [record, { kind: 'customer', externalId: guest, fields: { email, guest: true } }, ...events];
}

function trueReturn(
  { id, createdAt, closedAt, status, lines }: ShopifyOrder['returns'][number],
  order: ShopifyOrder,
): TrueRecord {
  const products = lines.flatMap(({ line }) => order.lines.find((one) => one.id === line)?.product ?? []);
  const properties = {
    order_id: order.id,
    status,
    quantity: lines.reduce((sum, { quantity }) => sum + quantity, 0),
    products: [...products],
    reasons: ['unwanted'],
    ...(closedAt !== null && { closed_at: inSeconds(closedAt) }),
  };
  const fields = { name: 'custom', customName: 'Return requested', at: inSeconds(createdAt), properties };
  return { kind: 'event', externalId: `return-${order.id}-${id}`, fields };
}

/** Money that came; of what goes back the order tells. */
function truePayment({
  id,
  kind,
  order,
  gateway,
  amount,
  processedAt,
}: ShopifyOrder['transactions'][number]): TrueRecord[] {
  if (kind !== 'SALE') return [];
  const properties = { order_id: order, gateway, amount: Number(amount), currency: 'GBP' };
  const fields = { name: 'custom', customName: 'Payment made', at: inSeconds(processedAt), properties };
  return [{ kind: 'event', externalId: `payment-${order}-${id}`, fields }];
}
