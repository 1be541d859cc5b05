import type { PlatformSegment } from '@clientele/connector-kit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connectedShop, processOf } from '../pull/pull.fixture.js';
import { aPlatform, platformConnector } from '../pull/simulated-platform.fixture.js';
import { openStores, partsOf, type Stores } from '../street.fixture.js';
import { advance } from '../street.js';
import { platformSegments } from './platform-segments.js';

let stores: Stores;
beforeAll(async () => {
  stores = await openStores();
});
afterAll(() => stores.close());

it('shows the segments of a platform beside what they are here, and saves them once', async () => {
  const platform = aPlatform(21);
  platform.shop.seed(9);
  const shop = await connectedShop(stores, 'their-segments', platform);
  const theirs: PlatformSegment[] = [
    { id: '1', name: 'Buyers', query: 'number_of_orders >= 1', members: 4 },
    { id: '2', name: 'Tagged', query: "customer_tags CONTAINS 'vip'" },
    { id: '3', name: 'Odd', query: 'number_of_order > 1', members: 0 },
    { id: '4', name: 'buyers', query: 'number_of_orders > 5', members: 0 },
  ];
  const connector = { ...platformConnector, segments: async () => theirs };
  const parts = { ...partsOf(stores), clock: () => platform.world.now() };
  const { connections } = processOf(parts, platform, undefined, connector);
  await connections.sync(shop, 'platform');
  await advance(parts, shop);
  const read = async (save: boolean) => {
    const found = await platformSegments(parts, connections, shop, 'platform', { save, by: 'me' });
    if (found.outcome !== 'read') throw new Error(found.sentence);
    return found.segments;
  };
  const buyers = new Set(
    platform.shop.listed('order').flatMap((order) => {
      if (order.kind !== 'order' || !order.isPaid) return [];
      return [order.customer ?? `guest of ${order.id}`];
    }),
  );
  expect(await read(false)).toMatchObject([
    { name: 'Buyers', theirs: 4, ours: buyers.size, saved: 'not', handle: null },
    { name: 'Tagged', theirs: null, ours: 0, saved: 'not' },
    { name: 'Odd', canonical: null, ours: null, faults: [{ line: 1, column: 1 }] },
    { name: 'buyers', ours: 0 },
  ]);
  expect(await stores.ledger.segments.list(shop.id)).toEqual([]);
  expect((await read(true)).map(({ saved, handle }) => [saved, handle])).toEqual([
    ['made', 'buyers'],
    ['made', 'tagged'],
    ['not', null],
    ['made', 'buyers-2'],
  ]);
  expect((await read(true)).map(({ saved }) => saved)).toEqual(['there', 'there', 'not', 'there']);
  // What is kept there by its query is none of theirs, until the merchant has made it theirs.
  const [segment] = await stores.ledger.segments.list(shop.id);
  if (segment === undefined) throw new Error('nothing was saved');
  const place = { connection: 'platform', what: 'segment', name: 'buyers' } as const;
  const draft = { ...place, segment: segment.id, withoutHoldOut: false, by: 'me' };
  const { writeBack } = await stores.ledger.writeBacks.create(shop.id, draft, parts.clock());
  const whole = { id: '4', query: 'number_of_orders > 5', stands: null, restored: 0 };
  await stores.ledger.writeBacks.keepWhole(shop.id, writeBack.number, { ...whole, state: 'there' });
  expect((await read(true)).map(({ name }) => name)).toEqual(['Buyers', 'Tagged', 'Odd']);
  await stores.ledger.writeBacks.keepWhole(shop.id, writeBack.number, { ...whole, state: 'theirs' });
  expect(await read(true)).toHaveLength(4);
  expect(await platformSegments(parts, connections, shop, 'web', { save: true, by: 'me' })).toMatchObject({
    outcome: 'unusable',
  });
});
