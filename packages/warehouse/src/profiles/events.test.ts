import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  allCustomers,
  deriveAllProfiles,
  mendByCustomer,
  plainProfiles,
  restateByCustomer,
  touchedCustomers,
  unequalRecords,
  type WarehouseClient,
} from '../index.js';
import { type PreparedEngine, prepareEngine } from '../prepared-engine.fixture.js';
import { customer, event, T1, T2, TestShop } from '../repositories.fixture.js';

let prepared: PreparedEngine;
let sql: WarehouseClient;
beforeAll(async () => {
  prepared = await prepareEngine();
  sql = prepared.sql;
});
afterAll(() => prepared.close());

const eventsOf = ({ id }: TestShop) =>
  sql.query<Record<string, unknown>>(
    `SELECT profile_no, event_name, toBool(event_custom_key = [sipHash64('Booked a table')]) AS is_booking,
       arrayMap(day -> toString(day), event_day) AS days, event_hour AS hours, event_channel AS channels, event_product AS products,
       event_campaign AS campaigns, toBool(event_product_key = arrayMap(id -> if(id = '', 0, sipHash64(id)), event_product)) AS keyed,
       event_properties AS properties
     FROM profiles WHERE shop = {shop:String} ORDER BY profile_no`,
    { shop: id },
  );

test('a profile has the events that name its customer records, in the order of time', async () => {
  const shop = new TestShop(sql, 'in-time');
  await shop.write('web', [
    customer('ann', T1),
    // Nobody’s, and one that was a minute into the next day in London.
    event('e0', T1),
    event('e1', T1, 'ann', { at: '2024-05-21T23:01:00Z', product: 'tea' }),
    event('e2', T1, 'ann', { name: 'message_opened', channel: { id: 'news', kind: 'email' }, campaign: 'may' }),
    event('e3', T1, 'ann', { name: 'collection_viewed', product: 'tea', properties: { collection_id: 'pots' } }),
  ]);
  // Another event than the one of the same id.
  await shop.write('app', [event('e1', T1, 'ann-in-app', { name: 'app_opened' })]);
  await shop.place({ 1: [1, 2] });
  expect(await eventsOf(shop)).toMatchObject([
    {
      event_name: [24, 14, 3, 2],
      days: ['2024-05-20', '2024-05-20', '2024-05-20', '2024-05-22'],
      hours: [12, 12, 12, 0],
      channels: [1, 5, 1, 1],
      products: ['', '', 'pots', 'tea'],
      campaigns: ['', 'may', '', ''],
      keyed: true,
    },
  ]);
  const [plain] = await plainProfiles(sql, shop.id, [1]);
  expect(plain?.events.map(({ connection, name }) => `${connection} ${name}`).sort()).toEqual([
    'app app_opened',
    'web collection_viewed',
    'web message_opened',
    'web product_viewed',
  ]);
});

test('properties are kept by their type: numbers rounded to six decimals, texts that are dates as such too', async () => {
  const shop = new TestShop(sql, 'properties');
  const properties = {
    rating: 4.5,
    third: 1 / 3,
    huge: 1e12,
    query: 'summer',
    visit: '2024-05-21',
    seen: '2024-05-21T23:30:00Z',
    ok: false,
    likes: ["it's", 'a"b'],
    nothing: [],
  };
  await shop.write('web', [event('e1', T1, 'ann', { name: 'custom', customName: 'Booked a table', properties })]);
  await shop.place({ 1: [1] });
  const [row] = await eventsOf(shop);
  expect(row).toMatchObject({
    event_name: [27],
    is_booking: true,
    properties: [
      {
        nrating: '4.5',
        nthird: '0.333333',
        tquery: 'summer',
        tvisit: '2024-05-21',
        dvisit: '2024-05-21',
        ivisit: '2024-05-20 23:00:00.000',
        tseen: '2024-05-21T23:30:00Z',
        fseen: '2024-05-21t23:30:00z',
        dseen: '2024-05-22',
        iseen: '2024-05-21 23:30:00.000',
        bok: 'false',
        llikes: JSON.stringify(properties.likes),
      },
    ],
  });
  expect(Object.keys((row?.properties as object[] | undefined)?.[0] ?? {})).toHaveLength(12);
});

test('an event that came late, moved or was deleted is where its newest version says, and touches both', async () => {
  const shop = new TestShop(sql, 'moved');
  const products = async () => (await eventsOf(shop)).map((row) => [row.profile_no, row.products]);
  await shop.write('web', [event('e1', T2, 'ann', { product: 'new' }), event('e2', T1, 'ann', { product: 'kept' })]);
  // Of somebody whom nothing but an event names.
  await shop.write('web', [event('e1', T1, 'ann', { product: 'old' }), event('e3', T1, 'bob', { product: 'own' })]);
  await shop.place({ 1: [1], 2: [2] });
  expect(await products()).toEqual([
    [1, ['new', 'kept']],
    [2, ['own']],
  ]);
  await shop.write('web', [
    event('e2', T2, 'bob', { product: 'kept' }),
    { kind: 'deletion', of: 'event', externalId: 'e1', version: { updatedAt: '2024-05-23T00:00:00Z' } },
  ]);
  expect(await touchedCustomers(sql, shop.id, [3])).toEqual({ customers: [1, 2], identities: [], sources: ['events'] });
  await deriveAllProfiles(sql, shop.id);
  expect(await products()).toEqual([[2, ['kept', 'own']]]);
});

test('what is kept by customer is mended, and made anew, after the events themselves', async () => {
  const shop = new TestShop(sql, 'mended');
  await shop.write('web', [event('e1', T1, 'ann', { product: 'tea' }), event('e2', T1, 'bob'), event('e3', T1)]);
  expect(await allCustomers(sql, shop.id)).toEqual([1, 2]);
  const rows = () =>
    sql.query('SELECT * EXCEPT version FROM customer_events FINAL WHERE shop = {shop:String} ORDER BY customer_no', {
      shop: shop.id,
    });
  const unequal = async () => {
    const ids: string[] = [];
    for await (const { externalId } of unequalRecords(sql, shop.id)) ids.push(externalId);
    return ids;
  };
  const written = await rows();
  expect(written).toHaveLength(2);
  await sql.command(`DELETE FROM customer_events WHERE shop = {shop:String} AND external_id = 'e1'`, { shop: shop.id });
  expect(await unequal()).toEqual(['e1']);
  await mendByCustomer(sql, shop.shop, [1, 2]);
  expect([await unequal(), await rows()]).toEqual([[], written]);
  await sql.command('DELETE FROM customer_events WHERE shop = {shop:String}', { shop: shop.id });
  await restateByCustomer(sql, shop.shop);
  await restateByCustomer(sql, shop.shop);
  expect([await unequal(), await rows()]).toEqual([[], written]);
});
