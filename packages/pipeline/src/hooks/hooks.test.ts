import { randomFrom } from '@clientele/connector-kit';
import { instantOfMs, type Shop } from '@clientele/model';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { audit } from '../ask/audit.js';
import { CrashingParts, StatementCounter } from '../crashing-parts.fixture.js';
import type { Parts } from '../parts.js';
import { connectedShop, held, processOf, truth } from '../pull/pull.fixture.js';
import { aPlatform } from '../pull/simulated-platform.fixture.js';
import { openStores, partsOf, type Stores } from '../street.fixture.js';
import { advance } from '../street.js';
import { HookEntrance } from './hook-entrance.js';
import { rotateHookSecret } from './rotate-hook-secret.js';
import { takeDeliveries } from './take-deliveries.js';
import { HOOK_SECRET, hookOf, tellingConnector, visitOf } from './telling-platform.fixture.js';

const CRASHES = Number(process.env.CLIENTELE_TEST_CRASHES ?? 3);
const HOUR_MS = 3_600_000;

let stores: Stores;
beforeAll(async () => {
  stores = await openStores();
});
afterAll(() => stores.close());

type Platform = ReturnType<typeof aPlatform>;

/** A connection that was pulled once, and the way in for what it tells. */
async function toldShop(id: string, platform: Platform) {
  const shop = await connectedShop(stores, id, platform, { hookSecrets: [HOOK_SECRET] }, tellingConnector);
  const token = await stores.ledger.hookDoors.token(shop.id, 'platform', platform.world.now());
  return { shop, ...entranceOf(partsOf(stores), platform, token), ...takerOf(partsOf(stores), platform, shop) };
}

function entranceOf(parts: Parts, platform: Platform, token: string) {
  let kept = 0;
  const clock = () => platform.world.now();
  const entrance = new HookEntrance({ ...parts, clock, connectors: [tellingConnector], onKept: () => (kept += 1) });
  const open = async () => {
    const door = await entrance.open(token);
    if (door === undefined) throw new Error('nothing is behind the token');
    return door;
  };
  return {
    kept: () => kept,
    hear: async (hook: ReturnType<typeof hookOf>) => (await open()).hear(hook),
    async tell(hook: ReturnType<typeof hookOf>) {
      const door = await open();
      const heard = await door.hear(hook);
      if (heard.outcome !== 'heard') throw new Error(`it is ${heard.outcome}`);
      await door.keep(heard);
    },
  };
}

function takerOf(parts: Parts, platform: Platform, shop: Shop) {
  let requests = 0;
  const before = async (request: number) => {
    requests = request;
  };
  const { connections } = processOf(parts, platform, before, tellingConnector);
  const clock = () => platform.world.now();
  const take = () => takeDeliveries({ ...parts, clock }, connections, shop, 'platform');
  return { connections, take, requests: () => requests };
}

async function visitsOf(shop: Shop): Promise<string[]> {
  const rows = await stores.sql.query<{ id: string }>(
    'SELECT external_id AS id FROM events FINAL WHERE shop = {shop:String} AND NOT gone ORDER BY id',
    { shop: shop.id },
  );
  return rows.map(({ id }) => id);
}

function orders(records: ReadonlyMap<string, string>): string[] {
  return [...records].filter(([key]) => key.startsWith('order ')).map(([, text]) => text);
}

it('takes what was told: hints are asked for, whole objects and what is gone go in, once each', async () => {
  const platform = aPlatform(1);
  platform.shop.seed(5);
  const { shop, connections, tell, take, kept } = await toldShop('told', platform);
  await connections.sync(shop, 'platform');
  const [order, other] = platform.shop.listed('order');
  platform.shop.pay(0);
  platform.shop.erase(1);
  const placed = platform.shop.place();
  const all = [order?.id ?? '', other?.id ?? '', placed];
  await tell(hookOf('a', { orders: all, visits: [visitOf('v1')] }));
  await tell(hookOf('b', { visits: [visitOf('v2'), { id: 'odd' }, visitOf('v1')] }));
  await tell(hookOf('a', { orders: all }));
  expect(kept()).toBe(2);
  expect(await take()).toEqual({ outcome: 'taken', deliveries: 2, isMore: false });
  expect(await visitsOf(shop)).toEqual(['v1', 'v2']);
  expect(await stores.ledger.refused.list(shop.id, { limit: 9 })).toMatchObject([{ place: 'visits odd' }]);
  await connections.sync(shop, 'platform', { full: true });
  expect(await held(stores, shop)).toEqual(await truth(platform));
  // Told once more, it is nothing new; once it is forgotten it is, and still changes nothing.
  await tell(hookOf('b', { visits: [visitOf('v3')] }));
  expect(await take()).toMatchObject({ deliveries: 0 });
  platform.shop.passTo(platform.shop.nowMs + 11 * 24 * HOUR_MS);
  await take();
  await tell(hookOf('b', { visits: [visitOf('v1')] }));
  expect(await take()).toMatchObject({ deliveries: 1 });
  expect(await visitsOf(shop)).toEqual(['v1', 'v2']);
});

it('asks once for what thousands of deliveries are about', async () => {
  const platform = aPlatform(3);
  platform.shop.seed(2);
  const { shop, take, requests } = await toldShop('often', platform);
  const [order] = platform.shop.listed('order');
  const heard = { hints: [{ stream: 'orders', id: order?.id ?? '' }] };
  const deliveries = Array.from({ length: 2_500 }, (_, index) => ({
    id: `d${index}`,
    heard: { id: `d${index}`, ...heard },
  }));
  const at = { shop: shop.id, connection: 'platform', receivedAt: platform.world.now() };
  await Promise.all(deliveries.map((one) => stores.ledger.inbox.append({ ...at, ...one })));
  const before = requests();
  expect(await take()).toEqual({ outcome: 'taken', deliveries: 2_500, isMore: false });
  // Whose account it is, and what became of the order.
  expect(requests() - before).toBe(2);
});

it('lets what was told wait while the platform does not answer', async () => {
  const platform = aPlatform(2);
  platform.shop.seed(2);
  const { shop, tell } = await toldShop('waiting', platform);
  const [order] = platform.shop.listed('order');
  await tell(hookOf('a', { orders: [order?.id ?? ''] }));
  const away = { ...platform, world: { ...platform.world, fetch: async () => new Response('', { status: 401 }) } };
  const { take } = takerOf(partsOf(stores), away, shop);
  expect(await take()).toMatchObject({ outcome: 'failed', code: 'denied' });
  expect((await stores.ledger.inbox.states(shop.id)).get('platform')).toMatchObject({ waiting: 1 });
  expect(await takerOf(partsOf(stores), platform, shop).take()).toMatchObject({ outcome: 'taken', deliveries: 1 });
  expect([...(await held(stores, shop)).keys()]).toContain(`order ${order?.id}`);
});

it('refuses what is forged, and takes both secrets while one is being changed', async () => {
  const platform = aPlatform(3);
  const { shop, hear } = await toldShop('rotated', platform);
  const signed = (secret: string) => hear(hookOf('a', {}, secret));
  expect(await signed('another')).toMatchObject({ outcome: 'refused' });
  const parts = { ...partsOf(stores), clock: () => platform.world.now() };
  const inADay = instantOfMs(platform.shop.nowMs + 24 * HOUR_MS);
  const rotated = await rotateHookSecret(parts, shop, 'platform', tellingConnector, 'brand-new', inADay);
  expect(rotated).toEqual({ retiring: 1 });
  for (const secret of [HOOK_SECRET, 'brand-new']) expect(await signed(secret)).toMatchObject({ outcome: 'heard' });
  platform.shop.passTo(platform.shop.nowMs + 24 * HOUR_MS);
  expect(await signed('brand-new')).toMatchObject({ outcome: 'heard' });
  expect(await signed(HOOK_SECRET)).toMatchObject({ outcome: 'refused' });
});

it('loses and doubles nothing, wherever it crashes, whatever comes twice or in another order', {
  timeout: 8_000 * Math.max(15, CRASHES),
}, async () => {
  const parts = partsOf(stores);
  const story = async (id: string, seed: number) => {
    const platform = aPlatform(seed);
    platform.shop.seed(4);
    const { shop, tell, connections } = await toldShop(id, platform);
    await connections.sync(shop, 'platform');
    const random = randomFrom(seed);
    const hooks = Array.from({ length: 6 }, (_, index) => {
      const which = Math.floor(random() * 9);
      const { shop: world } = platform;
      const changed = [
        () => world.pay(which),
        () => world.trash(which),
        () => world.place(),
        () => world.refund(which, 'partial'),
      ];
      const order = changed[index % changed.length]?.();
      return hookOf(`d${index}`, { orders: order === undefined ? [] : [order], visits: [visitOf(`v${index}`)] });
    });
    for (const hook of hooks.sort(() => random() - 0.5)) await tell(hook);
    for (const hook of hooks.slice(0, 2)) await tell(hook);
    return { platform, shop };
  };
  const counter = new StatementCounter(parts);
  const uncut = await story('uncut-hooks', 50);
  await takerOf(counter.parts, uncut.platform, uncut.shop).take();
  expect(counter.count).toBeGreaterThan(12);
  for (let round = 0; round < CRASHES; round += 1) {
    const at = Math.floor(((round + 0.5) / CRASHES) * counter.count);
    const { platform, shop } = await story(`cut-hooks-${round}`, 60 + round);
    const crashing = new CrashingParts(parts, at, round % 2 === 0);
    await takerOf(crashing.parts, platform, shop)
      .take()
      .catch(() => {});
    platform.shop.passTo(platform.shop.nowMs + 1_000);
    if (round % 3 === 0) await advance(parts, shop);
    const after = takerOf(parts, platform, shop);
    await after.take();
    expect(await stores.ledger.inbox.states(shop.id), `statement ${at}`).toEqual(new Map());
    expect(await visitsOf(shop), `statement ${at}`).toEqual(['v0', 'v1', 'v2', 'v3', 'v4', 'v5']);
    expect(orders(await held(stores, shop)), `statement ${at}`).toEqual(orders(await truth(platform)));
    await advance(parts, shop);
    expect(await audit(parts, shop), `statement ${at}`).toMatchObject({ mismatches: 0 });
  }
});
