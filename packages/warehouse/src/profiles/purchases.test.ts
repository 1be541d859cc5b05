import { afterAll, beforeAll, expect, test } from 'vitest';
import { deriveAllProfiles, PURCHASES_BY_PRODUCT_SQL, type Sql, type WarehouseClient } from '../index.js';
import { type PreparedEngine, prepareEngine } from '../prepared-engine.fixture.js';
import { customer, order, T1, T2, TestShop } from '../repositories.fixture.js';
import { sweepPurchases } from './purchases.js';

let prepared: PreparedEngine;
let sql: WarehouseClient;
beforeAll(async () => {
  prepared = await prepareEngine();
  sql = prepared.sql;
});
afterAll(() => prepared.close());

/** Rows that count, by profile; and how many there are in all. */
async function purchasesOf({ id }: TestShop) {
  const rows = await sql.query<{ profile_no: number; days: string[] }>(
    `SELECT profile_no, arraySort(groupArray(toString(purchase_day))) AS days FROM ${PURCHASES_BY_PRODUCT_SQL}
     WHERE shop = {shop:String}
       AND (profile_no, orders_stamp) IN (SELECT profile_no, orders_stamp FROM profiles WHERE shop = {shop:String})
     GROUP BY profile_no ORDER BY profile_no`,
    { shop: id },
  );
  const [all] = await sql.query<{ rows: string }>(
    `SELECT toString(count()) AS rows FROM ${PURCHASES_BY_PRODUCT_SQL} WHERE shop = {shop:String}`,
    { shop: id },
  );
  return { current: rows.map((row) => [row.profile_no, row.days]), all: Number(all?.rows) };
}

async function filled(name: string): Promise<TestShop> {
  const shop = new TestShop(sql, name);
  await shop.write('web', [customer('a', T1), customer('b', T1), order('o1', T1, 'a'), order('o2', T1, 'b')]);
  await shop.place({ 1: [1], 2: [2] });
  return shop;
}

test('rows of former values do not count, and are taken away once they are many', async () => {
  const shop = await filled('former');
  await shop.write('web', [order('o3', T1, 'a')]);
  await shop.place({ 1: [1] });
  // To the other customer, and derived twice, as after a crash.
  await shop.write('web', [order('o3', T2, 'b')]);
  await shop.place({ 1: [1], 2: [2] });
  await shop.place({ 1: [1], 2: [2] });
  const current = [
    [1, ['2024-05-11']],
    [2, ['2024-05-12', '2024-05-13']],
  ];
  // Profile 1 is as it was at first, so its row of then counts again.
  expect(await purchasesOf(shop)).toEqual({ current, all: 6 });
  await sweepPurchases(sql, shop.id, 2);
  expect((await purchasesOf(shop)).all).toBe(6);
  await sweepPurchases(waiting, shop.id, 0);
  expect(await purchasesOf(shop)).toEqual({ current, all: 3 });
});

test('a whole derivation leaves none but those that count, of its own shop', async () => {
  const [shop, other] = [await filled('whole'), await filled('beside')];
  await shop.write('web', [order('o1', T2, 'b')]);
  await shop.place({ 1: [1], 2: [2] });
  expect((await purchasesOf(shop)).all).toBe(4);
  await deriveAllProfiles(sql, shop.id);
  expect(await purchasesOf(shop)).toEqual({ current: [[2, ['2024-05-11', '2024-05-12']]], all: 2 });
  expect((await purchasesOf(other)).all).toBe(2);
});

test.each([
  ['ATTACH PARTITION'],
  ['ALTER TABLE profiles REPLACE PARTITION'],
  ['ALTER TABLE purchases_by_product REPLACE PARTITION'],
])('profiles have all their purchases before and after %s', async (statement) => {
  const shop = await filled(`between-${statement.length}`);
  await shop.write('web', [order('o1', T2, 'b')]);
  const [before, after] = [
    [
      [1, ['2024-05-11']],
      [2, ['2024-05-12']],
    ],
    [[2, ['2024-05-11', '2024-05-12']]],
  ];
  const seen: unknown[] = [];
  const watched: Sql = {
    query: (text, parameters, options) => sql.query(text, parameters, options),
    insert: (table, rows, options) => sql.insert(table, rows, options),
    command: async (text, parameters, options) => {
      if (text.includes(statement)) seen.push((await purchasesOf(shop)).current);
      await sql.command(text, parameters, options);
      if (text.includes(statement)) seen.push((await purchasesOf(shop)).current);
    },
  };
  await deriveAllProfiles(watched, shop.id);
  expect(seen).toHaveLength(2);
  for (const each of seen) expect([before, after]).toContainEqual(each);
  expect((await purchasesOf(shop)).current).toEqual(after);
});

/** Waits for what the engine does in the background. */
const waiting: Sql = {
  query: (text, parameters, options) => sql.query(text, parameters, options),
  insert: (table, rows, options) => sql.insert(table, rows, options),
  command: (text, parameters, options) =>
    sql.command(text.replace('mutations_sync = 0', 'mutations_sync = 2'), parameters, options),
};
