import { afterAll, beforeAll, expect, test } from 'vitest';
import { restateByCustomer, type WarehouseClient } from '../index.js';
import { type PreparedEngine, prepareEngine } from '../prepared-engine.fixture.js';
import { order, T1, TestShop } from '../repositories.fixture.js';

let prepared: PreparedEngine;
let sql: WarehouseClient;
beforeAll(async () => {
  prepared = await prepareEngine();
  sql = prepared.sql;
});
afterAll(() => prepared.close());

test('rows by customer of before say after restating what new ones say', async () => {
  const shop = new TestShop(sql, 'restated');
  const refund = {
    kind: 'refund',
    externalId: 'r',
    version: { updatedAt: T1 },
    at: T1,
    customer: 'c',
    currency: 'GBP',
  } as const;
  await shop.write('web', [
    order('o1', T1, 'c'),
    order('o2', T1, 'c'),
    { ...refund, amount: '1', channel: { id: 'desk', kind: 'till' } },
  ]);
  const rows = async () => [
    await sql.query('SELECT * FROM customer_orders FINAL WHERE shop = {shop:String}', { shop: shop.id }),
    await sql.query('SELECT * FROM customer_refunds FINAL WHERE shop = {shop:String}', { shop: shop.id }),
  ];
  const before = await rows();
  expect(before[0]).toMatchObject([{ hour: 11, channel_id: 'web', line_amount: ['20'] }, { hour: 11 }]);
  // As they are after a migration that added columns.
  await sql.command(
    `ALTER TABLE customer_orders UPDATE hour = 0, channel_id = '', line_amount = [] WHERE shop = {shop:String}
     SETTINGS mutations_sync = 2`,
    { shop: shop.id },
  );
  await sql.command(
    `ALTER TABLE customer_refunds UPDATE channel_id = '' WHERE shop = {shop:String} SETTINGS mutations_sync = 2`,
    { shop: shop.id },
  );
  expect(await rows()).not.toEqual(before);
  await restateByCustomer(sql, shop.shop);
  expect(await rows()).toEqual(before);
});
