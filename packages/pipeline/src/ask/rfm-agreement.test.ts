import { afterAll, beforeAll, expect, it } from 'vitest';
import { ingest } from '../ingest.js';
import { customer, items, newShop, openStores, order, partsOf, type Stores } from '../street.fixture.js';
import { advance } from '../street.js';
import { count } from './count.js';
import { rfmAgreement } from './rfm-agreement.js';

const T1 = '2024-05-21T00:00:00Z';

let stores: Stores;
beforeAll(async () => {
  stores = await openStores();
});
afterAll(() => stores.close());

it('compares each person’s group with the one that is stated, and counts whom nobody states one of', async () => {
  const parts = partsOf(stores);
  const shop = await newShop(stores, 'agreement');
  expect(await rfmAgreement(parts, shop)).toMatchObject({
    outcome: 'refused',
    message: expect.stringContaining('no customer record states attributes.shopify_rfm_group'),
  });
  const states = (group: string) => ({ attributes: { shopify_rfm_group: group, spent: '5' } });
  const records = [
    customer('idle', T1, states('PROSPECTS')),
    customer('asleep', T1, states('DORMANT')),
    customer('odd', T1, states('WHALES')),
    customer('till', T1),
    ...['b1', 'b2', 'b3'].map((id) => customer(id, T1, states('CHAMPIONS'))),
    ...['b1', 'b2', 'b3'].flatMap((id, index) =>
      Array.from({ length: index + 1 }, (_, place) => order(`${id}-${place}`, T1, { customer: id })),
    ),
  ];
  await ingest(parts, shop, { connection: 'web', source: 'x', fingerprint: 'x', retry: {} }, items(records));
  await advance(parts, shop);
  const found = await rfmAgreement(parts, shop);
  if (found.outcome !== 'compared') throw new Error(found.message);
  expect(found).toMatchObject({ compared: 6, unstated: 1 });
  expect(found.pairs).toEqual(
    expect.arrayContaining([
      { here: 'PROSPECTS', there: 'PROSPECTS', profiles: 1 },
      { here: 'PROSPECTS', there: 'DORMANT', profiles: 1 },
      { here: 'PROSPECTS', there: 'other', profiles: 1 },
    ]),
  );
  const champions = await count(parts, shop, "rfm_group = 'CHAMPIONS' AND attributes.shopify_rfm_group = 'CHAMPIONS'");
  expect(champions).toMatchObject({ count: found.same - 1 });
  expect(found.pairs.reduce((sum, { profiles }) => sum + profiles, 0)).toBe(6);
  expect(await rfmAgreement(parts, shop, 'attributes.spent')).toMatchObject({ compared: 6, same: 0 });
});
