import { isPulled, KEEP_CASES, randomFrom } from '@clientele/connector-kit';
import { instantOfMs } from '@clientele/model';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { audit } from '../ask/audit.js';
import { connectionStanding } from '../connections/connection-standing.js';
import { CrashingParts, StatementCounter } from '../crashing-parts.fixture.js';
import { customTypes, declareAttribute } from '../custom-attributes.js';
import { newShop, openStores, partsOf, type Stores } from '../street.fixture.js';
import { advance } from '../street.js';
import { connectedShop, held, processOf, truth } from './pull.fixture.js';
import { aPlatform, type PlatformSettings, platformConnector, SECRET } from './simulated-platform.fixture.js';
import { StoredKeep } from './stored-keep.js';

const CRASHES = Number(process.env.CLIENTELE_TEST_CRASHES ?? 3);

let stores: Stores;
beforeAll(async () => {
  stores = await openStores();
});
afterAll(() => stores.close());

it.each(KEEP_CASES.map((one, index) => [one.says, index, one] as const))('%s', async (_, index, { run }) => {
  const shop = await newShop(stores, `keep-${index}`);
  const { ledger, clock } = partsOf(stores);
  const connection = { name: 'shop', connector: 'platform', config: {}, createdAt: clock() };
  await ledger.pulls.connect(shop.id, { connection, secrets: null, account: { id: 'A' } }, clock());
  const keep = () => new StoredKeep({ ledger, clock, shop: shop.id, connection: 'shop', carry: async () => {} });
  await run({ keep: keep(), reopen: async () => keep() });
});

it('pulls what is there, then what is new, and says how it went', async () => {
  const platform = aPlatform(1);
  platform.shop.seed(8);
  const parts = partsOf(stores);
  const shop = await connectedShop(stores, 'pulled', platform);
  const { connections } = processOf(parts, platform);
  expect(await connections.due(shop)).toEqual(['platform']);
  expect(await connections.sync(shop, 'platform')).toMatchObject({ outcome: 'done', sentence: null });
  expect(await connections.due(shop)).toEqual([]);
  expect(await held(stores, shop)).toEqual(await truth(platform));
  platform.shop.passTo(platform.shop.nowMs + 60_000);
  platform.shop.place();
  expect(await connections.sync(shop, 'platform')).toMatchObject({ counts: { orders: { changed: 1 } } });
  await advance(parts, shop);
  expect(await held(stores, shop)).toEqual(await truth(platform));
  expect(await audit(parts, shop)).toMatchObject({ mismatches: 0 });
  expect(await connections.sync(shop, 'platform', { full: true })).toMatchObject({ carried: { items: 0 } });
});

it('says about how long the first reading takes yet, at its pace so far, once some of it is there', async () => {
  const platform = aPlatform(6);
  platform.shop.seed(40);
  const { orders } = platformConnector.streams;
  if (orders === undefined || !isPulled<PlatformSettings>(orders)) throw new Error('orders cannot be asked for');
  const counted: typeof orders = {
    ...orders,
    async pull(cursor, context) {
      const page = await orders.pull(cursor, context);
      return page === 'expired' ? page : { ...page, total: 40 };
    },
  };
  const connector = { ...platformConnector, streams: { orders: counted } };
  const shop = await connectedShop(stores, 'paced', platform, {}, connector);
  const { connections } = processOf(partsOf(stores), platform, undefined, connector);
  const left = async (seconds: number) => {
    const clock = () => instantOfMs(platform.shop.nowMs + seconds * 1000);
    const standing = await connectionStanding({ ledger: partsOf(stores).ledger, clock }, connections, shop, 'platform');
    return standing?.streams.map(({ objects, secondsLeft }) => [objects, secondsLeft]);
  };
  expect(await left(60)).toEqual([[0, null]]);
  const stop = new AbortController();
  const onProgress = () => stop.abort();
  expect(await connections.sync(shop, 'platform', { signal: stop.signal, onProgress })).toMatchObject({
    outcome: 'stopped',
  });
  // Three of forty in a minute: the other thirty-seven at the same pace.
  const [[objects, seconds] = []] = (await left(60)) ?? [];
  expect(objects).toBe(3);
  // The platform's clock goes on a little with each request.
  expect(seconds).toBeGreaterThanOrEqual(740);
  expect(seconds).toBeLessThan(770);
  await connections.sync(shop, 'platform');
  expect(await left(60)).toEqual([[40, null]]);
});

it('asks for what is defined on the platform before anybody has it, once a day, and pulls where that is not told', async () => {
  const platform = aPlatform(5);
  platform.shop.seed(2);
  const parts = partsOf(stores);
  let asked = 0;
  const connector = {
    ...platformConnector,
    attributes: async () => {
      asked += 1;
      if (asked === 1) throw new Error('not today');
      return [
        { namespace: 'custom', name: 'tier', type: 'text' as const },
        { name: 'Shoe size', type: 'number' as const },
      ];
    },
  };
  const shop = await connectedShop(stores, 'defined', platform, {}, connector);
  await declareAttribute(parts, shop, 'metafields.custom.tier', 'number', 'somebody');
  const { connections } = processOf(parts, platform, undefined, connector);
  expect(await connections.sync(shop, 'platform')).toMatchObject({
    outcome: 'done',
    counts: { orders: { changed: 2 } },
  });
  expect((await customTypes(stores.ledger, shop.id)).size).toBe(1);
  for (let round = 0; round < 2; round += 1) await connections.sync(shop, 'platform');
  // What somebody declared stays.
  expect(Object.fromEntries(await customTypes(stores.ledger, shop.id))).toEqual({
    'metafields.custom.tier': 'number',
    "attributes.'Shoe size'": 'number',
  });
  expect(asked).toBe(2);
  platform.shop.passTo(platform.shop.nowMs + 86_400_000);
  await connections.sync(shop, 'platform');
  expect(asked).toBe(3);
});

it('sets aside what cannot be read, and takes it in once it can', async () => {
  const platform = aPlatform(2);
  platform.shop.seed(4);
  const [one] = platform.shop.listed('order');
  if (one === undefined) throw new Error('there is no order');
  platform.odd.set(one.id, { placedMs: 'soon' });
  const shop = await connectedShop(stores, 'aside', platform);
  const { connections } = processOf(partsOf(stores), platform);
  expect(await connections.sync(shop, 'platform')).toMatchObject({ counts: { orders: { refused: 1 } } });
  const refused = await stores.ledger.refused.list(shop.id, { limit: 9 });
  expect(refused).toMatchObject([
    { source: 'platform', place: `orders ${one.id}`, body: expect.stringContaining('soon') },
  ]);
  platform.odd.clear();
  expect(await connections.retry(shop, 'platform', refused)).toMatchObject({ counts: { changed: 1, refused: 0 } });
  expect(await stores.ledger.refused.count(shop.id)).toBe(0);
  expect(await held(stores, shop)).toEqual(await truth(platform));
});

it('asks nothing of a connection that has ended, breaks off what it was asking, and goes on where it is connected again', async () => {
  const platform = aPlatform(4);
  platform.shop.seed(8);
  const parts = partsOf(stores);
  const shop = await connectedShop(stores, 'ended', platform);
  let ended: Promise<void> | undefined;
  const { connections } = processOf(parts, platform, async (request) => {
    if (request === 3) ended = connections.disconnect(shop, 'platform', 'it was taken out');
  });
  expect(await connections.sync(shop, 'platform')).toMatchObject({ outcome: 'stopped' });
  await ended;
  const brought = (await held(stores, shop)).size;
  expect(await connections.due(shop)).toEqual([]);
  for (const full of [false, true]) {
    expect(await connections.sync(shop, 'platform', { full })).toEqual({
      outcome: 'unusable',
      sentence: 'it was taken out',
    });
  }
  const tried = await connections.try(platformConnector, platform.world.settings);
  if (tried.outcome !== 'reached') throw new Error(tried.sentence);
  await connections.connect(shop, 'platform', platformConnector, tried);
  expect(await connections.sync(shop, 'platform')).toMatchObject({ outcome: 'done' });
  expect(brought).toBeLessThan((await held(stores, shop)).size);
  expect(await held(stores, shop)).toEqual(await truth(platform));
});

it('says why nothing is pulled, without secrets, and waits longer after each failure', async () => {
  const platform = aPlatform(3);
  const shop = await connectedShop(stores, 'denied', platform);
  const { connections, logged } = processOf(partsOf(stores), platform);
  const account = { id: 'account-3' };
  const settings = { address: 'https://x.example', key: `${SECRET}-no` };
  await connections.connect(shop, 'platform', platformConnector, { outcome: 'reached', account, settings });
  const first = await connections.sync(shop, 'platform');
  expect(first).toMatchObject({ outcome: 'failed', code: 'denied', counts: {} });
  await connections.sync(shop, 'platform');
  const pull = await stores.ledger.pulls.get(shop.id, 'platform');
  expect(pull).toMatchObject({ failures: 2, end: { code: 'denied' } });
  expect(Date.parse(pull?.dueAt ?? '') - platform.shop.nowMs).toBe(4 * 300_000);
  expect(JSON.stringify([first, logged, pull])).not.toContain(SECRET);
});

it('says where its connector is missing, and pulls soon after it is there again', async () => {
  const platform = aPlatform(6);
  const shop = await connectedShop(stores, 'without-connector', platform);
  const without = processOf(partsOf(stores), platform, undefined, { ...platformConnector, id: 'other' }).connections;
  const sentence = expect.stringContaining('CLIENTELE_CONNECTORS');
  expect(await without.sync(shop, 'platform')).toEqual({ outcome: 'unusable', sentence });
  const { connections } = processOf(partsOf(stores), platform);
  expect(await connections.due(shop)).toEqual([]);
  await platform.world.sleep(300_000);
  expect(await connections.due(shop)).toEqual(['platform']);
  expect(await connections.sync(shop, 'platform')).toMatchObject({ outcome: 'done' });
});

it('never turns into the connection of another account', async () => {
  const [platform, other] = [aPlatform(4), aPlatform(5)];
  const shop = await connectedShop(stores, 'another', platform);
  const { connections } = processOf(partsOf(stores), other);
  const tried = await connections.try(platformConnector, other.world.settings);
  if (tried.outcome !== 'reached') throw new Error(tried.sentence);
  const refused = { outcome: 'unusable', sentence: expect.stringMatching(/account account-4 and reaches account-5/) };
  expect(await connections.connect(shop, 'platform', platformConnector, tried)).toEqual(refused);
  const denied = { outcome: 'failed', code: 'denied' };
  expect(await connections.sync(shop, 'platform')).toMatchObject(denied);
  const hint = { outcome: 'heard', id: 'd1', hints: [{ stream: 'orders', id: '1' }] } as const;
  expect(await connections.take(shop, 'platform', [hint])).toMatchObject(denied);
  expect(await connections.retry(shop, 'platform', [])).toMatchObject(denied);
  expect(await held(stores, shop)).toEqual(new Map());
});

it('keeps what the account says is to be known of it, as it says that by now', async () => {
  const platform = aPlatform(7);
  const saying = (...warnings: readonly string[]) => ({
    ...platformConnector,
    check: async () => ({ id: 'account-7', warnings }),
  });
  const shop = await connectedShop(stores, 'warned', platform, {}, saying('old orders are not shown'));
  const kept = async () => (await stores.ledger.pulls.get(shop.id, 'platform'))?.account;
  expect(await kept()).toEqual({ id: 'account-7', warnings: ['old orders are not shown'] });
  await processOf(partsOf(stores), platform, undefined, saying()).connections.sync(shop, 'platform');
  expect(await kept()).toEqual({ id: 'account-7' });
});

it('is connected wholly or not at all, wherever that crashes', async () => {
  const parts = partsOf(stores);
  for (const [round, before] of [true, false, true, false, true, false].entries()) {
    const platform = aPlatform(20);
    const shop = await newShop(stores, `connected-${round}`);
    const { connections } = processOf(parts, platform);
    const tried = await connections.try(platformConnector, platform.world.settings);
    if (tried.outcome !== 'reached') throw new Error(tried.sentence);
    const reached = { ...tried, token: { refresh: 'r1' } };
    const crashing = new CrashingParts(parts, Math.floor(round / 2), before);
    const cut = processOf(crashing.parts, platform).connections;
    await cut.connect(shop, 'platform', platformConnector, reached).catch(() => {});
    const { ledger } = parts;
    const isThere = (await ledger.connections.get(shop.id, 'platform')) !== undefined;
    expect((await ledger.pulls.get(shop.id, 'platform')) !== undefined, `call ${round}`).toBe(isThere);
    expect((await ledger.pulls.token(shop.id, 'platform')) !== undefined, `call ${round}`).toBe(isThere);
    expect(await connections.connect(shop, 'platform', platformConnector, reached)).toBe(
      isThere ? 'changed' : 'connected',
    );
  }
});

it('reads everything once for all who ask for it before that has begun', async () => {
  const platform = aPlatform(21);
  platform.shop.seed(5);
  const shop = await connectedShop(stores, 'together', platform);
  const { connections } = processOf(partsOf(stores), platform);
  const all = await Promise.all([1, 2, 3, 4].map(() => connections.sync(shop, 'platform', { full: true })));
  expect(all.map(({ outcome }) => outcome)).toEqual(['done', 'done', 'done', 'done']);
  expect(new Set(all).size).toBe(2);
  expect(connections.isUnderWay(shop, 'platform')).toBe(false);
});

it('loses and doubles nothing, wherever it crashes and whatever happens meanwhile', {
  timeout: 8_000 * Math.max(15, CRASHES),
}, async () => {
  const parts = partsOf(stores);
  const counter = new StatementCounter(parts);
  const still = aPlatform(10);
  still.shop.seed(7);
  await processOf(counter.parts, still).connections.sync(await connectedShop(stores, 'uncut', still), 'platform');
  expect(counter.count).toBeGreaterThan(40);
  for (let round = 0; round < CRASHES; round += 1) {
    const at = Math.floor(((round + 0.5) / CRASHES) * counter.count);
    const platform = aPlatform(100 + round);
    platform.shop.seed(7);
    const shop = await connectedShop(stores, `cut-${round}`, platform);
    const random = randomFrom(round);
    const something = async () => {
      const which = Math.floor(random() * 99);
      const { shop } = platform;
      const can = [
        () => shop.place(),
        () => shop.touch(which),
        () => shop.pay(which),
        () => shop.trash(which),
        () => shop.erase(which),
      ];
      can[Math.floor(random() * can.length)]?.();
      if (random() < 0.3) shop.refund(which, 'partial');
    };
    const crashing = new CrashingParts(parts, at, round % 2 === 0);
    const cut = processOf(crashing.parts, platform, something).connections;
    await expect(cut.sync(shop, 'platform'), `statement ${at}`).rejects.toThrow('crashed here');
    // What may have been read before the crash changes behind its back.
    for (let which = 0; which < 4; which += 1) await something();
    if (round % 3 === 0) await advance(parts, shop);
    const after = processOf(parts, platform).connections;
    expect(await after.sync(shop, 'platform', { full: true })).toMatchObject({ outcome: 'done' });
    const there = await held(stores, shop);
    expect(there, `statement ${at}`).toEqual(await truth(platform));
    const ids = [...there.keys()].filter((id) => !id.includes('guest-of-'));
    const counts = await stores.ledger.pulledPages.counts(shop.id, 'platform');
    expect(
      [...counts.values()].reduce((sum, one) => sum + one, 0),
      `statement ${at}`,
    ).toBe(ids.length);
    await advance(parts, shop);
    expect(await audit(parts, shop), `statement ${at}`).toMatchObject({ mismatches: 0 });
  }
});
