import type { Shop } from '@clientele/model';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ingest } from '../ingest.js';
import { customer, items, newShop, openStores, order, partsOf, type Stores } from '../street.fixture.js';
import { advance } from '../street.js';
import { audit } from './audit.js';
import { saveSegment } from './segments.js';

const T1 = '2024-05-21T00:00:00Z';
const T2 = '2024-05-22T00:00:00Z';

let stores: Stores;
beforeAll(async () => {
  stores = await openStores();
});
afterAll(() => stores.close());

/** Ann of two records, Bob, and guests; with the second delivery also a deleted record, and one that an order left. */
async function filled(id: string, deliveredOf = 1): Promise<Shop> {
  const parts = partsOf(stores);
  const shop = await newShop(stores, id);
  await saveSegment(parts, shop, { name: 'Buyers', query: 'number_of_orders >= 1' }, 'test');
  const deliveries = [
    [
      customer('ann', T1, { email: 'ann@home.test' }),
      customer('ann-2', T1, { email: 'ann@home.test' }),
      customer('bob', T1, { email: 'bob@home.test' }),
      customer('gone', T1, { email: 'bob@home.test' }),
      order('w1', T1, { customer: 'ann' }),
      order('w2', T1, { customer: 'bob' }),
      order('w3', T1, { customer: 'somebody' }),
      order('w4', T1),
    ],
    [
      { kind: 'deletion' as const, of: 'customer' as const, externalId: 'gone', version: { updatedAt: T2 } },
      order('w3', T2, { customer: 'ann-2' }),
    ],
  ];
  for (const [index, records] of deliveries.slice(0, deliveredOf).entries()) {
    await ingest(parts, shop, { connection: 'web', source: 'x', fingerprint: `${index}`, retry: {} }, items(records));
    await advance(parts, shop);
  }
  return shop;
}

const NUMBER = `(SELECT customer_no FROM customer_keys WHERE shop = {shop:String} AND external_id = {of:String})`;
const PROFILE = `(SELECT argMax(profile_no, version) FROM profile_of WHERE shop = {shop:String} AND customer_no = ${NUMBER})`;

async function damage(shop: Shop, of: string, ...statements: readonly string[]): Promise<void> {
  for (const statement of statements) await stores.sql.command(statement, { shop: shop.id, of });
}

async function examplesOf(shop: Shop) {
  return (await audit(partsOf(stores), shop)).examples;
}

it('finds nothing in a sound shop, and a profile that lost its row', async () => {
  const shop = await filled('sound', 2);
  expect(await audit(partsOf(stores), shop)).toEqual({ segments: 1, profiles: 3, mismatches: 0, examples: [] });
  await damage(shop, 'bob', `DELETE FROM profiles WHERE shop = {shop:String} AND profile_no = ${PROFILE}`);
  expect(await examplesOf(shop)).toContainEqual(
    expect.objectContaining({ of: 'trait', name: 'number_of_orders', stored: 'absent', found: '1' }),
  );
});

it('finds people in one profile, deleted ones in a profile, rows and members without one', async () => {
  const shop = await filled('too-much', 2);
  const intoFirst = `INSERT INTO profile_of (shop, customer_no, profile_no, version) SELECT {shop:String}, ${NUMBER}, 1, 99`;
  await damage(shop, 'bob', intoFirst);
  await damage(shop, 'gone', intoFirst);
  await damage(shop, '', 'INSERT INTO profiles (shop, profile_no) SELECT {shop:String}, 500');
  await damage(
    shop,
    '',
    ...[500, 501].map(
      (profile) => `INSERT INTO members SELECT shop, word_no, ${profile}, 99, bits, ever FROM members
        WHERE shop = {shop:String} AND bits != 0 LIMIT 1`,
    ),
  );
  const examples = await examplesOf(shop);
  for (const finding of [
    { of: 'identity', name: 'web bob', stored: 'in the same profile', found: 'another person' },
    { of: 'identity', name: 'web gone', stored: 'in a profile', found: 'deleted' },
    { of: 'trait', name: 'rows', stored: '1', found: '0' },
    { of: 'segment', name: 'buyers', stored: 'in', found: 'no profile' },
    { of: 'segment', name: 'buyers', stored: 'somewhere a member', found: 'left' },
  ]) {
    expect(examples).toContainEqual(expect.objectContaining(finding));
  }
});

it('finds a change that members did not follow', async () => {
  const shop = await filled('unfollowed');
  await damage(shop, '', 'DELETE FROM members WHERE shop = {shop:String}');
  expect(await examplesOf(shop)).toContainEqual(
    expect.objectContaining({ of: 'segment', name: 'buyers', stored: 'not everywhere a member', found: 'entered' }),
  );
});

it('finds one person in two profiles, also where the identifiers lost the address, and a doubled row', async () => {
  const shop = await filled('apart');
  await damage(
    shop,
    'ann-2',
    `DELETE FROM identifiers WHERE shop = {shop:String} AND customer_no = ${NUMBER}`,
    `DELETE FROM customer_identifiers WHERE shop = {shop:String} AND customer_no = ${NUMBER}`,
    `INSERT INTO profile_of (shop, customer_no, profile_no, version) SELECT {shop:String}, ${NUMBER}, 77, 99`,
    `INSERT INTO customers_of (shop, profile_no, customer_no) SELECT {shop:String}, 77, ${NUMBER}`,
    `INSERT INTO profile_ids (shop, profile_no, profile_id) SELECT {shop:String}, 77, 'p_apart'`,
  );
  await damage(
    shop,
    'bob',
    `INSERT INTO profiles SELECT * FROM profiles WHERE shop = {shop:String} AND profile_no = ${PROFILE}`,
  );
  const examples = await examplesOf(shop);
  for (const finding of [
    { of: 'identity', name: 'web ann-2', profile: 'p_apart', stored: 'in a profile apart' },
    { of: 'trait', name: 'rows', stored: '2', found: '1' },
  ]) {
    expect(examples).toContainEqual(expect.objectContaining(finding));
  }
});

it('finds purchases that are not found by product, and those that are not the profile’s', async () => {
  const shop = await filled('purchases');
  await damage(
    shop,
    'ann',
    `DELETE FROM purchases_by_product WHERE shop = {shop:String} AND profile_no = ${PROFILE} AND line = 1`,
  );
  await damage(
    shop,
    'bob',
    `INSERT INTO purchases_by_product SELECT * REPLACE (9 AS line) FROM purchases_by_product
     WHERE shop = {shop:String} AND profile_no = ${PROFILE}`,
  );
  const finding = { of: 'trait', name: 'purchases', stored: 'others by product', found: 'those of its orders' };
  expect(await examplesOf(shop)).toEqual([expect.objectContaining(finding), expect.objectContaining(finding)]);
});

it('finds records in no profile, and what facts and customers lost', async () => {
  const shop = await filled('lost');
  await damage(shop, 'bob', `DELETE FROM profile_of WHERE shop = {shop:String} AND customer_no = ${NUMBER}`);
  await damage(shop, 'w1', 'DELETE FROM customer_orders WHERE shop = {shop:String} AND external_id = {of:String}');
  await damage(shop, 'w2', 'DELETE FROM orders WHERE shop = {shop:String} AND external_id = {of:String}');
  const examples = await examplesOf(shop);
  for (const finding of [
    { of: 'identity', name: 'web bob', stored: 'in no profile', found: 'a person' },
    { of: 'record', name: 'order web w1', stored: 'not kept by customer', found: 'a fact' },
    { of: 'record', name: 'order web w2', stored: 'kept by customer', found: 'not a fact' },
  ]) {
    expect(examples).toContainEqual(expect.objectContaining(finding));
  }
});
