import {
  Budgets,
  canonicalJson,
  type Json,
  MemoryKeep,
  MemorySpool,
  Runner,
  type World,
} from '@clientele/connector-kit';
import { API_VERSIONS } from '@clientele/fakes';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { connectorOf } from '../connector.js';
import type { ShopifySettings } from '../settings.js';
import { SMALL } from '../small-reading.js';
import { shopifyWorld } from '../world.js';
import { aShop } from './fake-shop.fixture.js';

const DAY_MS = 86_400_000;
const FILES = '/bulk-operation-outputs/';

/** All records of a world's shop, as they are read; and how many pieces of files that took. The token is the same. */
async function readAll(world: World<ShopifySettings>, pagesBeforeBulk: number | null, token?: Json) {
  const keep = new MemoryKeep();
  if (token !== undefined) await keep.keepToken(token);
  let pieces = 0;
  const runner = new Runner(connectorOf({ ...SMALL, pagesBeforeBulk }), world.settings, {
    async fetch(request) {
      if (request.url.includes(FILES)) pieces += 1;
      return world.fetch(request);
    },
    now: () => world.now(),
    sleep: (ms) => world.sleep(ms),
    random: () => 0.5,
    keep,
    openSpool: async () => new MemorySpool(),
    budgets: new Budgets(),
    log: () => {},
  });
  expect(await runner.sync({ sweeping: 'never' })).toMatchObject({ outcome: 'done' });
  const records = keep.records().map((record) => canonicalJson(record));
  return { records: records.sort(), pieces, token: await keep.token() };
}

describe.each(API_VERSIONS)('in version %s', (version) => {
  test('a bulk operation brings what pages bring', async () => {
    const which = fc.nat(20);
    const action = fc.oneof(
      fc.record({ do: fc.constantFrom('touch' as const, 'pay' as const, 'erase' as const), which }),
      fc.record({
        do: fc.constant('refund' as const),
        which,
        how: fc.constantFrom('partial' as const, 'full' as const),
      }),
    );
    await fc.assert(
      fc.asyncProperty(fc.nat(999), fc.array(action, { maxLength: 12 }), async (seed, actions) => {
        const world = await shopifyWorld({ version, pageSize: SMALL.longestPage })({ seed });
        await world.seed(15);
        for (const one of actions) {
          if (one.do === 'refund') await world.refund?.(one.which, one.how);
          else await world[one.do]?.(one.which);
        }
        const pages = await readAll(world, null);
        const bulk = await readAll(world, 1, pages.token);
        expect(bulk.records).toEqual(pages.records);
        expect(pages.pieces).toBe(0);
        expect(bulk.pieces).toBeGreaterThan(1);
      }),
      { numRuns: 6 },
    );
  });
});

test('a shop that few pages hold is read by pages alone', async () => {
  const shop = aShop(12, { pagesBeforeBulk: 4 });
  expect(await shop.runner.sync()).toMatchObject({ outcome: 'done' });
  expect(shop.orders).toHaveLength(12);
  expect(shop.asked('RunBulk')).toBe(0);
});

test('what changed is always asked for by pages', async () => {
  const shop = aShop(12);
  await shop.runner.sync();
  expect(shop.asked('RunBulk')).toBe(1);
  for (const { id } of shop.fake.shop.orders.values()) shop.fake.shop.changeOrder(id, { note: 'A present' });
  shop.clock.nowMs += 60_000;
  await shop.runner.sync({ sweeping: 'never' });
  expect(shop.asked('RunBulk')).toBe(1);
});

test.each([
  ['fails', 'INTERNAL_SERVER_ERROR', 2],
  ['takes too long', 'TIMEOUT', 1],
  ['may not read what is asked for', 'ACCESS_DENIED', 1],
] as const)('of an operation that %s, no part is taken for the whole', async (_, errorCode, begun) => {
  const shop = aShop(12);
  shop.fake.bulk.habits.failsNext = { errorCode, lines: 4 };
  expect(await shop.runner.sync()).toMatchObject({ outcome: 'done' });
  expect(new Set(shop.orders).size).toBe(12);
  expect(shop.asked('RunBulk')).toBe(begun);
});

test('after three operations that failed, pages are gone through', async () => {
  const shop = aShop(12);
  shop.before = async (what) => {
    if (what === 'RunBulk') shop.fake.bulk.habits.failsNext = { errorCode: 'INTERNAL_SERVER_ERROR', lines: 4 };
  };
  expect(await shop.runner.sync()).toMatchObject({ outcome: 'done' });
  expect(new Set(shop.orders).size).toBe(12);
  expect(shop.asked('RunBulk')).toBe(3);
});

test('one that was cancelled is begun again', async () => {
  const shop = aShop(12);
  shop.before = async (what) => {
    if (what === 'BulkState' && shop.asked('RunBulk') === 1) shop.fake.bulk.cancel(shop.fake.bulk.newest?.id ?? '');
  };
  await shop.runner.sync();
  expect(new Set(shop.orders).size).toBe(12);
  expect(shop.asked('RunBulk')).toBe(2);
});

test.each([
  ['it stands in line while others run', 5, 6],
  ['it gives up its place after an hour, and pages are gone through', 1_000, 61],
])('%s', async (_, fullMinutes, begun) => {
  const shop = aShop(12);
  const { habits } = shop.fake.bulk;
  habits.atOnce = 0;
  const fullUntil = shop.clock.nowMs + fullMinutes * 60_000;
  shop.before = async () => {
    if (shop.clock.nowMs >= fullUntil) habits.atOnce = 5;
  };
  await shop.runner.sync();
  expect(new Set(shop.orders).size).toBe(12);
  expect(shop.asked('RunBulk')).toBe(begun);
});

test('wherever it is killed, it goes on with the same operation at the part where it was', async () => {
  const calm = aShop(30);
  await calm.runner.sync();
  const requests = calm.fake.log.length;
  for (let kill = 1; kill < requests; kill += 1) {
    const shop = aShop(30);
    await killedAt(shop, kill);
    shop.before = async () => {};
    await shop.runner.sync({ sweeping: 'never' });
    expect(shop.orders.sort(), `killed at request ${kill}`).toEqual(shop.orderIds().sort());
    // Killed before the answer came, nobody knows of the one that was begun.
    expect(shop.asked('RunBulk')).toBeLessThanOrEqual(2);
  }
});

test('what was heard while an operation was under way is not undone by what it wrote', async () => {
  const shop = aShop(12);
  const { fake } = shop;
  fake.webhooks.subscribe('orders/delete', 'https://clientele.example/hooks');
  const heard: Promise<unknown>[] = [];
  const gone = shop.orderIds().at(-1) ?? '';
  shop.before = async (what) => {
    if (!what.startsWith(FILES) || heard.length > 0) return;
    fake.shop.eraseOrder(gone);
    for (const { url, headers, body } of fake.webhooks.take()) {
      const hook = { url, headers: new Headers(headers), body: new TextEncoder().encode(body) };
      heard.push(shop.runner.hear(hook).then((one) => shop.runner.take([one])));
    }
  };
  await shop.runner.sync({ sweeping: 'never' });
  await Promise.all(heard);
  expect(heard).toHaveLength(1);
  expect(shop.orders).toHaveLength(11);
  expect(shop.orders).not.toContain(gone);
});

test('a result that has ended meanwhile is asked for anew', async () => {
  const shop = aShop(30);
  const stop = new AbortController();
  shop.before = async (what) => {
    if (what.startsWith(FILES)) stop.abort();
  };
  expect(await shop.runner.sync({ signal: stop.signal })).toMatchObject({ outcome: 'stopped' });
  shop.clock.nowMs += 8 * DAY_MS;
  await shop.runner.sync({ sweeping: 'never' });
  expect(new Set(shop.orders).size).toBe(30);
  expect(shop.asked('RunBulk')).toBe(2);
});

test('the file is asked for without the token, and its address is stored nowhere', async () => {
  const shop = aShop(30);
  await shop.runner.sync();
  expect(shop.fileHeaders.length).toBeGreaterThan(1);
  expect(shop.fileHeaders.every((headers) => !headers.has('x-shopify-access-token'))).toBe(true);
  expect(shop.states.some((state) => state.includes(FILES))).toBe(false);
});

/** Syncs until so many requests were made, of which the last is never answered; then nothing is left but what is durable. */
async function killedAt(shop: ReturnType<typeof aShop>, request: number): Promise<void> {
  let made = 0;
  await new Promise<void>((resolve) => {
    shop.before = async () => {
      made += 1;
      if (made < request) return;
      resolve();
      await new Promise(() => {});
    };
    void shop.runner.sync().then(() => resolve());
  });
  shop.restart();
}
