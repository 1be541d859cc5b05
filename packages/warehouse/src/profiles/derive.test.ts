import { afterAll, beforeAll, expect, test } from 'vitest';
import { deriveAllProfiles, prepareWarehouse, profilesTable, type Sql, type WarehouseClient } from '../index.js';
import { type PreparedEngine, prepareEngine, UNSYNCED_TABLE_SETTINGS } from '../prepared-engine.fixture.js';
import { customer, order, T1, TestShop } from '../repositories.fixture.js';

let prepared: PreparedEngine;
let sql: WarehouseClient;
beforeAll(async () => {
  prepared = await prepareEngine();
  sql = prepared.sql;
});
afterAll(() => prepared.close());

const rowsOf = ({ id }: TestShop) =>
  sql.query<{ profile_no: number; number_of_orders: number }>(
    'SELECT profile_no, number_of_orders FROM profiles WHERE shop = {shop:String} ORDER BY profile_no',
    { shop: id },
  );

/** Merges the parts of the table beside `profiles` before they are put in place, as the engine may at any time. */
const mergingFirst: Sql = {
  query: (text, parameters, options) => sql.query(text, parameters, options),
  insert: (table, rows, options) => sql.insert(table, rows, options),
  command: async (text, parameters, options) => {
    const next = / REPLACE PARTITION .* FROM (\w+)/.exec(text)?.[1];
    if (next !== undefined) await sql.command(`OPTIMIZE TABLE ${next} FINAL`);
    await sql.command(text, parameters, options);
  },
};

test('rows that were put in place at once are told apart from all that come after them', async () => {
  const shop = new TestShop(sql, 'at-once');
  const ids = ['c1', 'c2', 'c3', 'c4', 'c5', 'c6', 'c7'];
  await shop.write(
    'web',
    ids.map((id) => customer(id, T1)),
  );
  // Far apart, so that each is derived by a statement of its own.
  await shop.place({ 1: [1], 40001: [2], 80001: [3], 120001: [4], 160001: [5] });
  await deriveAllProfiles(mergingFirst, shop.id);
  await shop.place({ 160002: [6] });
  await shop.place({ 160003: [7] });
  const [told] = await sql.query(
    'SELECT count() AS rows, uniqExact(_block_number, _block_offset) AS places FROM profiles WHERE shop = {shop:String}',
    { shop: shop.id },
  );
  expect(told).toEqual({ rows: '7', places: '7' });
  // It is by these that an update in place finds its rows, also those that it finds in what has been merged since.
  await sql.command('OPTIMIZE TABLE profiles FINAL');
  await shop.write('web', [order('o1', T1, 'c6'), order('o2', T1, 'c4')]);
  await shop.place({ 120001: [4], 160002: [6] });
  await sql.command('ALTER TABLE profiles APPLY PATCHES SETTINGS mutations_sync = 2');
  expect(await rowsOf(shop)).toEqual([
    { profile_no: 1, number_of_orders: 0 },
    { profile_no: 40_001, number_of_orders: 0 },
    { profile_no: 80_001, number_of_orders: 0 },
    { profile_no: 120_001, number_of_orders: 1 },
    { profile_no: 160_001, number_of_orders: 0 },
    { profile_no: 160_002, number_of_orders: 1 },
    { profile_no: 160_003, number_of_orders: 0 },
  ]);
});

test('a table of profiles is kept from start to start, and made anew where it has another shape', async () => {
  const shop = new TestShop(sql, 'shape');
  await shop.write('web', [customer('c1', T1)]);
  await shop.place({ 1: [1] });
  const first = await profilesTable(sql);
  await prepareWarehouse(sql, UNSYNCED_TABLE_SETTINGS);
  expect([await profilesTable(sql), (await rowsOf(shop)).length]).toEqual([first, 1]);
  const made = async () => {
    await prepareWarehouse(sql, UNSYNCED_TABLE_SETTINGS);
    const [table, rows] = [await profilesTable(sql), (await rowsOf(shop)).length];
    await deriveAllProfiles(sql, shop.id);
    await deriveAllProfiles(sql, shop.id);
    return [table, rows, (await rowsOf(shop)).length];
  };
  await sql.command('ALTER TABLE profiles MODIFY COLUMN number_of_orders UInt64');
  const second = await made();
  expect(second).toEqual([expect.stringMatching(/./), 0, 1]);
  await sql.command('DROP TABLE profiles SYNC');
  await sql.command('CREATE TABLE profiles (shop String, profile_no UInt32) ENGINE = MergeTree ORDER BY profile_no');
  const third = await made();
  expect(third).toEqual([expect.stringMatching(/./), 0, 1]);
  const [table] = await sql.query<{ created: string }>(
    `SELECT create_table_query AS created FROM system.tables WHERE database = currentDatabase() AND name = 'profiles'`,
  );
  await sql.command('DROP TABLE profiles SYNC');
  await sql.command(String(table?.created).replace(/index_granularity = \d+/, 'index_granularity = 8192'));
  const fourth = await made();
  expect(fourth).toEqual([expect.stringMatching(/./), 0, 1]);
  expect(new Set([first, second[0], third[0], fourth[0]]).size).toBe(4);
});
