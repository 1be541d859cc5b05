import { day, type RecordInput, type Shop, startOfDay } from '@clientele/model';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { audit } from './ask/audit.js';
import { count } from './ask/count.js';
import { createSegment } from './ask/edit-segments.js';
import { segmentAt } from './ask/segment-history.js';
import { searchShop } from './ask/show-profile.js';
import { backfillSegment } from './backfill.js';
import { customTypes, declareAttribute } from './custom-attributes.js';
import { ingest } from './ingest.js';
import { customer, items, newShop, openStores, partsOf, type Stores } from './street.fixture.js';
import { advance } from './street.js';

const T1 = '2024-05-21T00:00:00Z';
const T2 = '2024-05-22T00:00:00Z';

let stores: Stores;
beforeAll(async () => {
  stores = await openStores();
});
afterAll(() => stores.close());

async function deliver(shop: Shop, connection: string, records: readonly RecordInput[]): Promise<void> {
  const fingerprint = JSON.stringify(records);
  await ingest(partsOf(stores), shop, { connection, source: 'x', fingerprint, retry: {} }, items(records));
  await advance(partsOf(stores), shop);
}

/** How many are in a query, or what is wrong with it. */
async function asked(shop: Shop, query: string): Promise<number | string | undefined> {
  const counted = await count(partsOf(stores), shop, query);
  return counted.outcome === 'invalid' ? counted.errors[0]?.message : counted.count;
}

const email = (name: string) => ({ email: `${name}@home.test` });

it('declares what records state, unites the records of a person, and keeps a type that was declared', async () => {
  const shop = await newShop(stores, 'stated');
  await deliver(shop, 'web', [
    customer('ann', T1, {
      ...email('ann'),
      attributes: { shoe_size: 44, 'Loyalty tier': 'silver', interests: ['Hiking'], newsletter: true, none: '' },
      metafields: { facts: { last_visit: '2024-03-01' } },
    }),
    customer('bob', T1, { ...email('bob'), attributes: { shoe_size: 'large', mixed: 1 } }),
    customer('cyd', T1, { ...email('cyd'), attributes: { mixed: 'one', tall: false } }),
  ]);
  expect(Object.fromEntries(await customTypes(stores.ledger, shop.id))).toEqual({
    'attributes.shoe_size': 'text',
    "attributes.'Loyalty tier'": 'text',
    'attributes.interests': 'list',
    'attributes.newsletter': 'boolean',
    'attributes.mixed': 'text',
    'attributes.tall': 'boolean',
    'metafields.facts.last_visit': 'date',
  });
  // One person, in a shop of files too, where all is text.
  await deliver(shop, 'till', [
    customer('7', T2, { ...email('ann'), attributes: { shoe_size: '45', 'Loyalty tier': 'gold', interests: ['tea'] } }),
  ]);
  expect(await asked(shop, "attributes.shoe_size IN ('45', 'large')")).toBe(2);
  expect(await asked(shop, 'attributes.shoe_size >= 45')).toMatch('attributes.shoe_size');
  await declareAttribute(partsOf(stores), shop, 'attributes.shoe_size', 'number', 'somebody');
  expect(await asked(shop, 'attributes.shoe_size = 45')).toBe(1);
  expect(await asked(shop, 'attributes.shoe_size IS NULL')).toBe(2);
  expect(await asked(shop, "attributes.'Loyalty tier' = 'gold' AND attributes.interests CONTAINS 'hiking'")).toBe(1);
  expect(await asked(shop, "attributes.interests CONTAINS 'TEA' AND attributes.newsletter = true")).toBe(1);
  expect(await asked(shop, "anniversary('metafields.facts.last_visit') = 2030-03-01")).toBe(1);
  expect(await asked(shop, 'attributes.nothing IS NULL')).toBe("There is no attribute 'attributes.nothing'");
  await deliver(shop, 'web', [customer('dan', T1, { attributes: { shoe_size: '39.5', newsletter: 'yes' } })]);
  expect((await customTypes(stores.ledger, shop.id)).get('attributes.shoe_size')).toBe('number');
  expect(await asked(shop, 'attributes.shoe_size < 40')).toBe(1);
  const [ann] = await searchShop(partsOf(stores), shop, '7', 1);
  expect(ann?.traits).toMatchObject({
    'attributes.shoe_size': '45',
    "attributes.'Loyalty tier'": 'gold',
    'attributes.interests': ['Hiking', 'tea'],
    'attributes.newsletter': 'true',
    'metafields.facts.last_visit': '2024-03-01',
  });
  expect(ann?.traits).not.toHaveProperty('attributes.tall');
  expect(await audit(partsOf(stores), shop)).toMatchObject({ mismatches: 0 });
});

it('does not turn an attribute into something else than segments ask for, and lets segments follow', async () => {
  const shop = await newShop(stores, 'declared');
  const parts = partsOf(stores);
  await deliver(shop, 'web', [customer('ann', T1, { attributes: { shoe_size: 44, since: '2020' } })]);
  await createSegment(parts, shop, { name: 'Large', query: 'attributes.shoe_size >= 44' }, 'somebody');
  await createSegment(parts, shop, { name: 'Old', query: 'attributes.since IS NOT NULL' }, 'somebody');
  await advance(parts, shop);
  expect(await declareAttribute(parts, shop, 'attributes.shoe_size', 'text', 'somebody')).toMatchObject({
    outcome: 'refused',
    code: 'attribute.in-use',
    message: expect.stringContaining("'large'"),
  });
  for (const name of ['shoe_size', 'metafields.size', 'attributes.']) {
    expect(await declareAttribute(parts, shop, name, 'text', 'somebody')).toMatchObject({ code: 'attribute.bad-name' });
  }
  expect(await asked(shop, "in_segment('old')")).toBe(1);
  expect(await declareAttribute(parts, shop, 'attributes.since', 'date', 'somebody')).toMatchObject({
    outcome: 'declared',
  });
  await advance(parts, shop);
  expect(await asked(shop, "in_segment('old')")).toBe(0);
  expect(await audit(parts, shop)).toMatchObject({ mismatches: 0 });
});

it('takes percentiles among those who have an attribute, now, day by day and in the past', async () => {
  const shop = { ...(await newShop(stores, 'ranked')), clock: day('2024-06-20') };
  const parts = partsOf(stores);
  const people = [10, 20, 30, 30].map((points, nth) => customer(`c${nth}`, T1, { attributes: { points } }));
  await deliver(shop, 'web', [...people, customer('none', T1), customer('text', T1, { attributes: { points: 'x' } })]);
  await declareAttribute(parts, shop, 'attributes.points', 'number', 'somebody');
  const query = 'attributes.points IN TOP 25%';
  expect(await asked(shop, query)).toBe(2);
  const saved = await createSegment(parts, shop, { name: 'Most points', query }, 'somebody');
  if (saved.outcome !== 'created') throw new Error(saved.outcome);
  await advance(parts, shop);
  expect(await asked(shop, "in_segment('most-points')")).toBe(2);
  // The cut-off of a day stands until the next.
  await deliver(shop, 'web', [customer('rich', T2, { attributes: { points: 99 } })]);
  expect(await asked(shop, "in_segment('most-points')")).toBe(3);
  const next = { ...shop, clock: day('2024-06-21') };
  await advance(parts, next);
  expect(await asked(next, "in_segment('most-points')")).toBe(3);
  await deliver(next, 'web', [customer('poor', T2, { attributes: { points: 1 } })]);
  expect(await asked(next, query)).toBe(3);
  expect(await audit(parts, next)).toMatchObject({ mismatches: 0 });
  expect(await backfillSegment(parts, next, saved.segment)).toEqual({ outcome: 'stored' });
  const then = await segmentAt(parts, next, 'most-points', startOfDay(day('2024-06-10'), next.timeZone));
  expect(then.outcome === 'known' && (await then.count())).toBe(3);
});

it('knows what records of a release of before state, which did not look at it', async () => {
  const shop = await newShop(stores, 'before');
  await deliver(shop, 'web', [customer('ann', T1, { attributes: { shoe_size: 44 } })]);
  await stores.sql.command(
    'INSERT INTO customers SELECT * REPLACE (map() AS custom) FROM customers WHERE shop = {shop:String}',
    { shop: shop.id },
  );
  await stores.ledger.settings.set(shop.id, 'custom-attributes', {});
  await stores.ledger.settings.set(shop.id, 'catalogue', 'of another release');
  await advance(partsOf(stores), shop);
  expect(await asked(shop, 'attributes.shoe_size = 44')).toBe(1);
});
