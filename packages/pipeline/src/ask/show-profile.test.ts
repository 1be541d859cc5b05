import type { RecordInput } from '@clientele/model';
import { inLane } from '@clientele/warehouse';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ingest } from '../ingest.js';
import { customer, items, newShop, openStores, order, partsOf, type Stores } from '../street.fixture.js';
import { advance } from '../street.js';
import { saveSegment } from './segments.js';
import { searchShop, showProfile } from './show-profile.js';

let stores: Stores;
beforeAll(async () => {
  stores = await openStores();
});
afterAll(() => stores.close());

const [T1, T2, T3] = ['2024-05-11T00:00:00Z', '2024-05-12T00:00:00Z', '2024-05-13T00:00:00Z'];

it('shows one person by any id that the profile has had, as long as there are records, in its own shop', async () => {
  const parts = partsOf(stores);
  const [shop, other] = [await newShop(stores, 'shown'), await newShop(stores, 'elsewhere')];
  const deliver = async (fingerprint: string, records: readonly RecordInput[]) => {
    await ingest(parts, shop, { connection: 'web', source: 'x', fingerprint, retry: {} }, items(records));
    await advance(parts, shop);
  };
  const home = { email: 'home@home.test' };
  await saveSegment(parts, shop, { name: 'Buyers', query: 'number_of_orders > 0' }, 'test');
  await deliver('1', [customer('ann', T1, home), customer('bob', T1), order('o1', T1, { customer: 'bob' })]);
  const idOf = async (text: string) => (await searchShop(parts, shop, text, 1))[0]?.id ?? '';
  const [ann, bob] = [await idOf('ann'), await idOf('bob')];
  expect(await showProfile(parts, shop, bob)).toMatchObject({
    id: bob,
    records: [{ connection: 'web', externalId: 'bob' }],
    traits: { number_of_orders: '1', rfm_recency: '1', rfm_group: 'DORMANT', last_order_date: '2024-05-20' },
    segments: ['buyers'],
  });
  expect((await showProfile(parts, shop, ann))?.segments).toEqual([]);
  const [found] = await searchShop(parts, shop, 'ann', 1);
  expect(found?.records).toEqual([{ connection: 'web', externalId: 'ann', name: null, email: 'home@home.test' }]);
  expect(await showProfile(parts, other, ann)).toBeUndefined();
  expect(await showProfile(parts, shop, 'p_nobody')).toBeUndefined();

  await deliver('2', [customer('bob', T2, home)]);
  for (const id of [ann, bob]) {
    expect((await showProfile(parts, shop, id))?.records.map(({ externalId }) => externalId)).toEqual(['ann', 'bob']);
  }

  const gone = (externalId: string, of: 'customer' | 'order') =>
    ({ kind: 'deletion', of, externalId, version: { updatedAt: T3 } }) as const;
  await deliver('3', [gone('ann', 'customer'), gone('bob', 'customer'), gone('o1', 'order')]);
  for (const id of [ann, bob]) expect(await showProfile(parts, shop, id)).toBeUndefined();
});

it('finds the cut-offs of scores frozen by the street, also in a shop in which something always waits', async () => {
  const parts = partsOf(stores);
  const shop = await newShop(stores, 'busy');
  const origin = (fingerprint: string) => ({ connection: 'web', source: 'x', fingerprint, retry: {} });
  await ingest(parts, shop, origin('1'), items([customer('ann', T1), order('o1', T1, { customer: 'ann' })]));
  await advance(parts, shop);
  await ingest(parts, shop, origin('2'), items([order('o2', T1, { customer: 'ann' })]));
  const asked: string[] = [];
  const query: typeof stores.sql.query = (text, ...rest) => {
    asked.push(text);
    return stores.sql.query(text, ...rest);
  };
  const listening = { ...parts, sql: { ...inLane(stores.sql, 'quick'), query } };
  const [ann] = await searchShop(listening, shop, 'ann', 1);
  expect(ann?.traits).toMatchObject({ rfm_group: 'DORMANT' });
  expect(asked.filter((text) => text.includes('quantile'))).toEqual([]);
});
