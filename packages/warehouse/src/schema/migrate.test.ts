import type { ConsentChannel, RecordInput } from '@clientele/model';
import { drawOf } from '@clientele/segmentation';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  changesSince,
  countMembers,
  dirtyProfiles,
  markDirty,
  membershipsOf,
  prepareWarehouse,
  touchedCustomers,
  type WarehouseClient,
} from '../index.js';
import { type PreparedEngine, prepareEngine, UNSYNCED_TABLE_SETTINGS } from '../prepared-engine.fixture.js';
import { customer, order, T1, TestShop } from '../repositories.fixture.js';
import { MEMBER_STATEMENTS, MEMBERSHIP_TABLES } from './memberships.js';

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
  if (number > 14) return;
  for (const table of ['membership_changes', 'members', 'segment_places']) {
    await sql.command(`DROP TABLE IF EXISTS ${table} SYNC`);
  }
  const tables = [...MEMBERSHIP_TABLES, ...MEMBER_STATEMENTS].filter((text) => text.startsWith('CREATE TABLE member'));
  for (const table of tables) await sql.command(table);
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

test('the memberships that were there before are the same in words, also after a crash on the way', async () => {
  const { id } = new TestShop(sql, 'memberships');
  await forgetMigrationsAfter(14);
  const segments = Array.from({ length: 70 }, (_, index) => `seg_${String(index).padStart(2, '0')}`);
  const change = (segment: string, profile_no: number, evaluation: number, entered: boolean) => ({
    shop: id,
    segment,
    profile_no,
    at: `2024-05-0${evaluation} 00:00:00.000`,
    evaluation,
    entered,
    cause: evaluation === 1 ? 'definition' : 'day',
  });
  const changes = [
    ...segments.map((segment) => change(segment, 1, 1, true)),
    change('seg_03', 1, 2, false),
    change('seg_69', 1, 2, false),
    change('seg_03', 1, 3, true),
    change('seg_05', 2, 3, true),
    change('seg_05', 2, 4, false),
  ];
  await sql.insert('membership_changes', changes);
  for (const before of [14, 15, 16]) {
    await sql.command('DELETE FROM migrations WHERE number > {before:UInt32}', { before });
    if (before === 15) {
      await sql.command('CREATE TABLE former_membership_changes AS membership_changes_of_test');
      await sql.command('INSERT INTO former_membership_changes SELECT * FROM membership_changes_of_test');
    } else if (before === 14) {
      await sql.command('CREATE TABLE membership_changes_of_test AS membership_changes');
      await sql.command('INSERT INTO membership_changes_of_test SELECT * FROM membership_changes');
    }
    await prepareWarehouse(sql, UNSYNCED_TABLE_SETTINGS);
    const told = await changesSince(sql, id, { through: 9, limit: 999 });
    const shown = told.map(({ segment, profileNo, change, at, evaluation, cause }) =>
      JSON.stringify([segment, profileNo, change === 'entered', at.slice(0, 10), evaluation, cause]),
    );
    const given = changes.map((each) =>
      JSON.stringify([each.segment, each.profile_no, each.entered, each.at.slice(0, 10), each.evaluation, each.cause]),
    );
    expect(shown.toSorted()).toEqual(given.toSorted());
    const members = await membershipsOf(sql, id, segments, [1, 2]);
    const inside = segments.filter((segment) => members.get(segment)?.has(1));
    expect(inside).toEqual(segments.filter((segment) => segment !== 'seg_69'));
    expect(Object.fromEntries(await countMembers(sql, id))).toEqual(
      Object.fromEntries(inside.map((segment) => [segment, 1])),
    );
  }
  await sql.command('DROP TABLE membership_changes_of_test SYNC');
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

test('profiles of before get the numbers by which they are drawn', async () => {
  await sql.command('ALTER TABLE profile_ids DROP COLUMN draw SETTINGS mutations_sync = 2');
  await sql.command("INSERT INTO profile_ids (shop, profile_no, profile_id) VALUES ('drawn', 1, 'p_before')");
  await forgetMigrationsAfter(17);
  await prepareWarehouse(sql, UNSYNCED_TABLE_SETTINGS);
  await sql.insert('profile_ids', [{ shop: 'drawn', profile_no: 2, profile_id: 'p_after' }]);
  expect(await sql.query("SELECT draw FROM profile_ids WHERE shop = 'drawn' ORDER BY profile_no")).toEqual(
    ['p_before', 'p_after'].map((id) => ({ draw: String(drawOf(id)) })),
  );
});

test('orders by customer of before are kept with their columns together, also after a crash on the way', async () => {
  const shop = new TestShop(sql, 'together');
  await shop.write('web', [customer('c1', T1), order('o1', T1, 'c1'), order('o2', T1, 'c1')]);
  const rows = () => sql.query('SELECT * FROM customer_orders FINAL ORDER BY shop, customer_no, external_id');
  const types = () =>
    sql.query(`SELECT DISTINCT part_type FROM system.parts WHERE active AND table = 'customer_orders'`);
  const before = await rows();
  await sql.command(
    `CREATE TABLE customer_orders_apart AS customer_orders ENGINE = ReplacingMergeTree(version)
     ORDER BY (shop, customer_no, connection, external_id) SETTINGS min_bytes_for_wide_part = 0, ${UNSYNCED_TABLE_SETTINGS}`,
  );
  await sql.command('INSERT INTO customer_orders_apart SELECT * FROM customer_orders');
  await sql.command('EXCHANGE TABLES customer_orders AND customer_orders_apart');
  expect(await types()).toEqual([{ part_type: 'Wide' }]);
  // The table that a crash left is half full, or the former one.
  await sql.command('RENAME TABLE customer_orders_apart TO customer_orders_together');
  await forgetMigrationsAfter(18);
  await prepareWarehouse(sql, UNSYNCED_TABLE_SETTINGS);
  expect(await rows()).toEqual(before);
  await sql.command('OPTIMIZE TABLE customer_orders FINAL');
  expect(await types()).toEqual([{ part_type: 'Compact' }]);
  expect(await sql.query(`SELECT name FROM system.tables WHERE name = 'customer_orders_together'`)).toEqual([]);
});
