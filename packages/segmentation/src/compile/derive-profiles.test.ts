import { afterAll, expect, test } from 'vitest';
import { PROFILES } from './derive-profiles.js';
import { EngineShop } from './engine.fixture.js';

const shop = new EngineShop({
  customers: [
    { profile_no: 1, tags: ['b', 'A', 'a', 'b'] },
    { profile_no: 5, version: '9', connection: 'b', external_id: '1', language: 'de', email_domain: 'b.example' },
    { profile_no: 5, version: '9', connection: 'a', external_id: '2', language: 'fr', email_domain: 'a.example' },
    { profile_no: 5, version: '10', connection: 'a', external_id: '1', language: 'it' },
  ],
  orders: [
    // St John's, 31 October 2010: one minute into November the clocks went back to 23:01, so a later order is a day older.
    { profile_no: 5, at: '2010-11-07 02:30:30.000', day: '2010-11-07', counted: true, channel_kind: 'app', total: '2' },
    { profile_no: 5, at: '2010-11-07 02:31:30.000', day: '2010-11-06', counted: true, channel_kind: 'app', total: '1' },
    ...[2, 5].map((profile_no) => ({
      profile_no,
      at: '2024-01-10 10:00:00.000',
      day: '2024-01-10',
      channel_kind: 'app',
      total: '5',
    })),
    ...['c', 'a', 'b'].map((external_id, index) => ({
      profile_no: 6,
      connection: 'web',
      external_id,
      at: '2024-01-10 10:00:00.000',
      day: '2024-01-10',
      counted: true,
      channel_kind: ['till', 'app', 'online_store'][index],
      line_product: [external_id],
      line_quantity: ['1'],
    })),
  ],
  refunds: [{ profile_no: 3, amount: '5' }],
  consents: [{ profile_no: 4, channel: 'post', state: 'SUBSCRIBED' }],
});
afterAll(() => shop[Symbol.dispose]());

const ALL = { sql: 'SELECT * FROM profiles ORDER BY profile_no', params: {} };

test('whoever has any record is a profile, also with nothing but an order that does not count', () => {
  expect(shop.members('number_of_orders = 0')).toEqual([1, 2, 3, 4]);
  expect(shop.members('email_subscription_status IS NULL AND number_of_orders = 0 AND amount_spent = 0')).toEqual([
    1, 2, 3, 4,
  ]);
});

test('an order that does not count is in nothing that is said of those that do', () => {
  expect(shop.members('number_of_orders = 2 AND amount_spent = 3 AND last_order_date < 2024-01-01')).toEqual([5]);
  expect(shop.rows(ALL)).toHaveLength(6);
});

test('the last order is the last in time, even where its day is the earlier one', () => {
  expect(shop.members('last_order_date = 2010-11-06 AND first_order_date = 2010-11-07')).toEqual([5]);
  expect(shop.members('days_between_orders < 0')).toEqual([5]);
});

test('orders of one instant are told apart by connection and id', () => {
  expect(shop.members("first_channel = 'app' AND usual_channel = 'app'")).toEqual([5, 6]);
});

test('the newest customer record is that of the greatest version, then connection, that has the value', () => {
  expect(shop.members("customer_language = 'it' AND customer_email_domain = 'b.example'")).toEqual([5]);
});

test('a row has every column, lists sorted and each element once', () => {
  const [row] = shop.rows<Record<string, unknown>>(ALL);
  expect(Object.keys(row ?? {})).toEqual(Object.keys(PROFILES));
  expect(row).toMatchObject({ shop: 'demo', customer_tags: ['A', 'a', 'b'], customer_tags_folded: ['a', 'b'] });
});

test('deriving some profiles again changes nothing', () => {
  const before = shop.rows(ALL);
  shop.derive([1, 5, 6]);
  expect(shop.rows(ALL)).toEqual(before);
});
