import {
  Budgets,
  type Context,
  type Hook,
  type Json,
  MemoryKeep,
  MemorySpool,
  type Page,
  type Pulled,
  Runner,
  readSettings,
} from '@clientele/connector-kit';
import {
  CREDENTIALS,
  fetchOf,
  recordedDeliveries,
  seedShop,
  tie,
  type VersionName,
  WooCommerceFake,
} from '@clientele/fakes';
import { instantOfMs } from '@clientele/model';
import { describe, expect, test } from 'vitest';
import { connectorOf, woocommerce } from './connector.js';
import { settings, sign, type WooCommerceSettings } from './settings.js';

const SETTINGS: WooCommerceSettings = {
  address: 'https://shop.example/',
  consumerKey: CREDENTIALS.key,
  consumerSecret: CREDENTIALS.secret,
  keysIn: 'header',
  requestsPerSecond: 2,
  webhookSecrets: ['whsecret'],
};

/** A shop, and a runner of its connection; `between` happens before each page of orders that is asked for. */
function aConnection(
  version: VersionName = '11.0.1',
  pageSize = 5,
  between: (fake: WooCommerceFake) => void = () => {},
) {
  const clock = { time: Date.parse('2026-11-22T12:00:00Z') };
  const fake = new WooCommerceFake({ version, zone: 'America/New_York', now: () => clock.time });
  const keep = new MemoryKeep(1);
  const asked: string[] = [];
  const runner = new Runner(connectorOf(pageSize), SETTINGS, {
    async fetch(request) {
      const { pathname, search } = new URL(request.url);
      asked.push(`${pathname}${search}`);
      clock.time += 200;
      if (pathname.endsWith('/orders')) between(fake);
      return fetchOf(fake)(request);
    },
    now: () => instantOfMs(clock.time),
    async sleep(ms) {
      clock.time += ms;
    },
    random: () => 0.5,
    keep,
    openSpool: async () => new MemorySpool(),
    budgets: new Budgets(),
    log: () => {},
  });
  const orders = () => keep.records().flatMap((record) => (record.kind === 'order' ? [Number(record.externalId)] : []));
  return { fake, clock, keep, runner, asked, orders };
}

function idsOf(fake: WooCommerceFake): readonly number[] {
  return [...fake.shop.orders.values()].map(({ id }) => id);
}

const inOrder = (ids: readonly number[]) => [...ids].sort((a, b) => a - b);

describe.each(['7.9.0', '11.0.1'] as const)('on %s, the trials that lost orders of real shops', (version) => {
  test('orders that change while pages are read hide no other', async () => {
    let edits = 0;
    const { fake, runner, orders } = aConnection(version, 5, ({ shop }) => {
      const [first] = inOrder(idsOf(fake));
      if (edits++ < 2) shop.changeOrder(first ?? 0, (order) => Object.assign(order, { customer_note: `${edits}` }));
    });
    seedShop(fake.shop, { seed: 3, orders: 19 });
    expect((await runner.sync({ sweeping: 'never' })).outcome).toBe('done');
    expect(inOrder(orders())).toEqual(inOrder(idsOf(fake)));
  });

  test('more orders of one second than pages hold are all found', async () => {
    const { fake, clock, runner, orders } = aConnection(version);
    seedShop(fake.shop, { seed: 3, orders: 7 });
    tie(fake.shop, 23);
    clock.time += 60_000;
    tie(fake.shop, 2);
    await runner.sync({ sweeping: 'never' });
    expect(inOrder(orders())).toEqual(inOrder(idsOf(fake)));
  });
});

test('what has been read is not asked for again', async () => {
  const { fake, clock, runner, asked } = aConnection();
  seedShop(fake.shop, { seed: 3, orders: 40 });
  await runner.sync();
  asked.length = 0;
  clock.time += 60_000;
  fake.shop.setStatus(inOrder(idsOf(fake))[3] ?? 0, 'pending');
  const { counts } = await runner.sync();
  expect(counts.orders).toMatchObject({ changed: 1, refused: 0, gone: 0 });
  expect(asked.length).toBeLessThan(8);
});

test('accounts that move up when others are deleted are not passed over', async () => {
  const { fake, runner, keep, asked } = aConnection('11.0.1', 3);
  for (let index = 0; index < 12; index += 1) fake.shop.addCustomer({ email: `${index}@example.com` });
  const gone = [1, 2, 3, 4];
  const sync = runner.sync({
    sweeping: 'never',
    onProgress({ stream }) {
      if (stream === 'customers' && gone.length > 0) fake.shop.eraseCustomer(gone.shift() ?? 0);
    },
  });
  expect((await sync).outcome).toBe('done');
  const known = keep.records().flatMap((record) => (record.kind === 'customer' ? [Number(record.externalId)] : []));
  expect(known).toEqual(expect.arrayContaining([5, 6, 7, 8, 9, 10, 11, 12]));
  expect(asked.filter((path) => path.includes('customers')).length).toBeGreaterThan(6);
});

test('refunds come with their times and lines', async () => {
  const { fake, clock, runner, keep } = aConnection();
  seedShop(fake.shop, { seed: 3, orders: 3 });
  const order = [...fake.shop.orders.values()].find(({ status }) => status === 'completed');
  const line = order?.line_items[0];
  fake.shop.refund(order?.id ?? 0, { lines: [{ line: line?.id ?? 0, quantity: 1, amount: '4.25' }] });
  const at = instantOfMs(clock.time);
  clock.time += 86_400_000;
  fake.shop.view(order?.id ?? 0);
  await runner.sync();
  const record = keep.records().find((one) => one.kind === 'order' && one.externalId === String(order?.id));
  expect(record).toMatchObject({
    refunds: [{ at, amount: '4.25', lines: [{ line: String(line?.id), quantity: '1' }] }],
  });
});

test('the shop says who it is', async () => {
  const { runner } = aConnection();
  expect(await runner.check()).toEqual({
    outcome: 'done',
    result: { id: 'https://shop.example', name: 'Shop', currency: 'GBP', timeZone: 'America/New_York' },
  });
});

test('a segment is written to an account, and twice is the same as once', async () => {
  const { fake, runner } = aConnection();
  const { id } = fake.shop.addCustomer({ email: 'ada@example.com' });
  const writing = { what: 'segment', name: 'loyal', customer: String(id), change: 'add' } as const;
  await runner.write(writing);
  expect(await runner.write(writing)).toEqual({ outcome: 'done', result: 'written' });
  expect(fake.shop.customers.get(id)?.meta_data).toMatchObject([{ key: 'clientele_segment_loyal', value: 'yes' }]);
  await runner.write({ ...writing, change: 'remove' });
  expect(fake.shop.customers.get(id)?.meta_data).toMatchObject([{ key: 'clientele_segment_loyal', value: 'no' }]);
  for (const customer of ['guest-7', '4711']) {
    expect(await runner.write({ ...writing, customer })).toEqual({ outcome: 'done', result: 'gone' });
  }
});

test('what a real shop delivered verifies, over its raw bytes, and says what it is about', async () => {
  const hooks = recordedDeliveries().deliveries.map(
    ({ headers, rawBody }): Hook => ({
      headers: new Headers(headers),
      body: Buffer.from(rawBody),
      url: 'https://here.example',
    }),
  );
  const hear = (hook: Hook, more = {}) => woocommerce.hear(hook, { ...SETTINGS, ...more });
  const heard = hooks.map((hook) => hear(hook));
  expect(heard.slice(0, 8)).toEqual(Array(8).fill({ outcome: 'ping' }));
  expect(heard.slice(8)).toMatchObject([
    ...Array(6).fill({ outcome: 'heard', hints: [{ stream: 'orders', id: '66' }] }),
    ...Array(4).fill({ outcome: 'heard', hints: [{ stream: 'customers', id: '8' }] }),
  ]);
  // The first two of each say the same: that it was created, and updated.
  expect(new Set(heard.slice(8).map((one) => one.outcome === 'heard' && one.id)).size).toBe(8);
  const [signed] = hooks.slice(8);
  if (signed === undefined) throw new RangeError('nothing signed was recorded');
  expect(hear(signed, { webhookSecrets: ['another'] })).toMatchObject({ outcome: 'refused' });
  expect(hear(signed, { webhookSecrets: ['another', 'whsecret'] })).toMatchObject({ outcome: 'heard' });
  const written = Buffer.from(JSON.stringify(JSON.parse(Buffer.from(signed.body).toString())));
  expect(hear({ ...signed, body: written })).toMatchObject({ outcome: 'refused' });
});

test('how many there are of each is told while all are read', async () => {
  const { fake, runner } = aConnection();
  seedShop(fake.shop, { seed: 3, orders: 12, customers: 4 });
  const told = new Map<string, number | null>();
  await runner.sync({ onProgress: ({ stream, total }) => told.set(stream, told.get(stream) ?? total) });
  const { products, customers, orders } = fake.shop;
  expect(Object.fromEntries(told)).toEqual({
    products: products.size,
    customers: customers.size,
    orders: orders.size,
  });
});

test('keys go in the header or in the address', () => {
  const request = () => new Request('https://shop.example/wp-json/wc/v3/orders?page=2');
  expect(sign(request(), SETTINGS).headers.get('authorization')).toBe(`Basic ${btoa('ck_fake:cs_fake')}`);
  const inAddress = sign(request(), { ...SETTINGS, keysIn: 'address' });
  expect(inAddress.url).toContain('?page=2&consumer_key=ck_fake&consumer_secret=cs_fake');
  expect(inAddress.headers.has('authorization')).toBe(false);
});

test('the shop is asked as often as its merchant allows, and twice a second where nobody says', () => {
  const { requestsPerSecond: _, ...rest } = SETTINGS;
  const rateOf = (more: object) => {
    const reading = readSettings(settings, { ...rest, ...more });
    return reading.outcome === 'read' ? woocommerce.limits.pace(reading.settings) : reading.reason;
  };
  expect(rateOf({})).toBe(2);
  expect(rateOf({ requestsPerSecond: '0.5' })).toBe(0.5);
  expect(rateOf({ requestsPerSecond: 50 })).toBe(50);
  const no = 'requestsPerSecond: is no number of requests a second, up to 100';
  for (const wrong of ['0', '-1', '101', 'many', '']) expect(rateOf({ requestsPerSecond: wrong })).toBe(no);
});

test.each(['products', 'customers', 'orders'] as const)(
  '%s are gone through by their ids as by themselves',
  async (name) => {
    const { fake } = aConnection();
    seedShop(fake.shop, { seed: 1, orders: 12, customers: 7 });
    tie(fake.shop, 7);
    const context: Context<WooCommerceSettings> = {
      settings: SETTINGS,
      now: instantOfMs(0),
      spool: async () => new MemorySpool(),
      async ask({ url, query = {} }) {
        const address = new URL(url);
        for (const [key, value] of Object.entries(query))
          if (value !== undefined) address.searchParams.set(key, `${value}`);
        const response = await fetchOf(fake)(sign(new Request(address), SETTINGS));
        const body: Json = JSON.parse(await response.text());
        return { status: response.status, headers: response.headers, body };
      },
    };
    const stream: Pulled<WooCommerceSettings> = connectorOf(5).streams[name];
    const idsOn = ({ objects }: Page) => objects.map(stream.id);
    let cursor = stream.start(undefined, 'changes', SETTINGS);
    for (let pages = 1; ; pages += 1) {
      const [page, skimmed] = [await stream.pull(cursor, context), await stream.skim?.(cursor, context)];
      if (page === 'expired' || skimmed === undefined || skimmed === 'expired') throw new Error('it has no page');
      expect([idsOn(skimmed), skimmed.next, skimmed.done]).toEqual([idsOn(page), page.next, page.done]);
      expect(skimmed.objects.every((object) => Object.keys(Object(object)).length === 2)).toBe(true);
      if (page.done) return;
      expect(pages).toBeLessThan(30);
      cursor = page.next;
    }
  },
);
