import type { ConsentChannel, RecordInput } from '@clientele/model';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dirtyProfiles, markDirty, prepareWarehouse, touchedCustomers, type WarehouseClient } from '../index.js';
import { type PreparedEngine, prepareEngine, UNSYNCED_TABLE_SETTINGS } from '../prepared-engine.fixture.js';
import { customer, T1, TestShop } from '../repositories.fixture.js';

let prepared: PreparedEngine;
let sql: WarehouseClient;
beforeAll(async () => {
  prepared = await prepareEngine();
  sql = prepared.sql;
});
afterAll(() => prepared.close());

/** Leaves the warehouse as it was after a migration, as far as which of them are known to be done. */
async function forgetMigrationsAfter(number: number): Promise<void> {
  await sql.command('DELETE FROM migrations WHERE number > {number:UInt32}', { number });
}

test('what the journals held before they were kept by shop is in them, also after a crash on the way', async () => {
  const shop = new TestShop(sql, 'journals');
  await shop.write('web', [customer('c1', T1), customer('c2', T1)]);
  await markDirty(sql, shop.id, 1, [7]);
  await sql.command('CREATE TABLE touched ENGINE = MergeTree ORDER BY batch AS SELECT * FROM touched_customers');
  await sql.command(
    'CREATE TABLE dirty_profiles ENGINE = MergeTree ORDER BY batch AS SELECT * FROM profiles_to_derive',
  );
  await sql.command('TRUNCATE TABLE touched_customers');
  await sql.command('DROP TABLE profiles_to_derive SYNC');
  for (const before of [3, 4]) {
    await forgetMigrationsAfter(before);
    await prepareWarehouse(sql, UNSYNCED_TABLE_SETTINGS);
    expect(await touchedCustomers(sql, shop.id, [1])).toMatchObject({ customers: [1, 2] });
    expect(await dirtyProfiles(sql, shop.id, [1])).toEqual([7]);
  }
  expect(await sql.query(`SELECT name FROM system.tables WHERE name IN ('touched', 'dirty_profiles')`)).toEqual([]);
});

test('the addresses of consents that were there before are known, once', async () => {
  const shop = new TestShop(sql, 'addresses');
  const consent = (externalId: string, channel: ConsentChannel, address: string): RecordInput => ({
    kind: 'consent',
    externalId,
    version: { updatedAt: T1 },
    at: T1,
    channel,
    address,
    state: 'SUBSCRIBED',
  });
  const said = [
    consent('k1', 'email', ' Ann@Home.test'),
    consent('k2', 'sms', '+44 (20) 7946-0018'),
    consent('k3', 'post', '1 High Street '),
    consent('k4', 'email', ' Ann.Lee+shop@GoogleMail.com'),
    consent('k5', 'email', 'ann.lee+shop@home.test'),
    consent('k6', 'email', 'ann+shop@outlook.co.uk'),
  ];
  await shop.write('web', [...said, { kind: 'deletion', of: 'consent', externalId: 'k7', version: { updatedAt: T1 } }]);
  const addresses = () =>
    sql.query(
      `SELECT channel, address, external_id FROM consent_addresses FINAL WHERE shop = {shop:String} ORDER BY external_id, address`,
      { shop: shop.id },
    );
  const known = await addresses();
  expect(known).toHaveLength(8);
  expect(known).toContainEqual({ channel: 'email', address: 'mailbox annlee@gmail.com', external_id: 'k4' });
  for (const lost of ['DROP TABLE consent_addresses SYNC', 'SELECT 1']) {
    await sql.command(lost);
    await forgetMigrationsAfter(5);
    await prepareWarehouse(sql, UNSYNCED_TABLE_SETTINGS);
    expect(await addresses()).toEqual(known);
  }
});

/** Tables of ours that lack a setting. */
const without = (setting: string) =>
  sql.query(
    `SELECT name FROM system.tables WHERE database = currentDatabase() AND engine LIKE '%MergeTree'
       AND position(create_table_query, {setting:String}) = 0`,
    { setting },
  );

test('every table carries the settings that are given, which make it durable', async () => {
  expect(await without(UNSYNCED_TABLE_SETTINGS)).toEqual([]);
});

test('every table is kept up without statistics and without rewriting large parts for small ones, also one of before', async () => {
  const settings = ["auto_statistics_types = ''", 'merge_selector_enable_heuristic_to_remove_small_parts_at_right = 0'];
  for (const setting of settings) {
    expect(await without(setting)).toEqual([]);
    await sql.command(`ALTER TABLE orders RESET SETTING ${setting.split(' ')[0]}`);
    expect(await without(setting)).toEqual([{ name: 'orders' }]);
    await prepareWarehouse(sql, UNSYNCED_TABLE_SETTINGS);
    expect(await without(setting)).toEqual([]);
  }
});
