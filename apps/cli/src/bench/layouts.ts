import type { ShopId } from '@clientele/model';
import type { Sql } from '@clientele/warehouse';

/** A segment that questions refer to, as a query and as hand-written SQL over `bench_traits`. */
export const BENCH_SEGMENTS = [
  { name: 'Regulars', handle: 'regulars', query: 'number_of_orders >= 12', sql: 'orders >= 12' },
  { name: 'Spenders', handle: 'spenders', query: 'amount_spent > 900', sql: 'spent > 900' },
] as const;

/** A list that questions refer to, the shop's only one. */
export const BENCH_LIST = { name: 'Chosen', handle: 'chosen', query: 'number_of_orders = 7' } as const;

/**
 * The best layout for each kind of question that the hand-written SQL asks, made of the records and the identity map,
 * not of the product's traits: plain columns, a table by element for lists, orders by day, by amount and by person, lines by
 * product, events by name and day and by name and person, ratings, points, places, members by segment. They stand still, and
 * know neither other shops nor later versions.
 */
const LAYOUTS: readonly { readonly table: string; readonly columns: string; readonly order: string }[] = [
  {
    table: 'bench_traits',
    columns:
      'profile_no UInt32, orders UInt32, spent Decimal(18, 6), with_amount UInt32, first_day Date32, last_day Date32',
    order: 'profile_no',
  },
  {
    table: 'bench_lists',
    columns: 'list LowCardinality(String), element String, profile_no UInt32',
    order: 'list, element, profile_no',
  },
  {
    table: 'bench_orders',
    columns: 'day Date32, profile_no UInt32, amount Decimal(18, 6), channel LowCardinality(String)',
    order: 'day, profile_no',
  },
  { table: 'bench_order_times', columns: "profile_no UInt32, at DateTime64(3, 'UTC')", order: 'profile_no, at' },
  { table: 'bench_amounts', columns: 'amount Decimal(18, 6), profile_no UInt32', order: 'amount, profile_no' },
  {
    table: 'bench_lines',
    columns: 'product String, profile_no UInt32, day Date32, quantity Decimal(18, 6)',
    order: 'product, profile_no',
  },
  { table: 'bench_events', columns: 'name String, day Date32, profile_no UInt32', order: 'name, day, profile_no' },
  {
    table: 'bench_event_times',
    columns: "name String, profile_no UInt32, at DateTime64(3, 'UTC')",
    order: 'name, profile_no, at',
  },
  { table: 'bench_ratings', columns: 'rating UInt8, day Date32, profile_no UInt32', order: 'rating, day' },
  { table: 'bench_points', columns: 'points UInt32, profile_no UInt32', order: 'points' },
  { table: 'bench_places', columns: 'profile_no UInt32, latitude Int32, longitude Int32', order: 'profile_no' },
  { table: 'bench_members', columns: 'segment String, profile_no UInt32', order: 'segment, profile_no' },
];

const OF = `INNER JOIN (SELECT customer_no, profile_no FROM profile_of FINAL WHERE shop = {shop:String} AND profile_no != 0) AS m
  ON r.customer_no = m.customer_no`;
const ORDERS = `(SELECT * FROM customer_orders FINAL WHERE shop = {shop:String} AND NOT gone AND counted) AS r ${OF}`;
const CUSTOMERS = `(SELECT * FROM customers FINAL WHERE shop = {shop:String} AND NOT gone) AS r ${OF}`;
const EVENTS = `(SELECT * FROM customer_events FINAL WHERE shop = {shop:String} AND NOT gone) AS r ${OF}`;

const FILLS: readonly string[] = [
  `INSERT INTO bench_traits SELECT profile_no, count(), sum(ifNull(total, 0)), count(total), min(day), max(day)
   FROM ${ORDERS} GROUP BY profile_no`,
  `INSERT INTO bench_lists SELECT DISTINCT 'tags', lowerUTF8(arrayJoin(tags)), profile_no FROM ${CUSTOMERS}`,
  `INSERT INTO bench_lists SELECT DISTINCT 'countries', lowerUTF8(arrayJoin(countries)), profile_no FROM ${CUSTOMERS}`,
  `INSERT INTO bench_lists SELECT DISTINCT 'channels', channel_kind, profile_no FROM ${ORDERS}`,
  `INSERT INTO bench_orders SELECT day, profile_no, ifNull(total, 0), channel_kind FROM ${ORDERS}`,
  `INSERT INTO bench_order_times SELECT profile_no, at FROM ${ORDERS}`,
  'INSERT INTO bench_amounts SELECT amount, profile_no FROM bench_orders',
  `INSERT INTO bench_lines SELECT line.1, profile_no, day, line.2
   FROM (SELECT profile_no, day, arrayJoin(arrayZip(line_product, line_quantity)) AS line FROM ${ORDERS})`,
  `INSERT INTO bench_events SELECT name, day, profile_no FROM ${EVENTS}`,
  `INSERT INTO bench_event_times SELECT name, profile_no, at FROM ${EVENTS}`,
  `INSERT INTO bench_ratings SELECT toUInt8(properties['nrating']), day, profile_no
   FROM ${EVENTS} WHERE mapContains(properties, 'nrating')`,
  `INSERT INTO bench_points SELECT toUInt32(custom['nattributes.loyalty_points']), profile_no
   FROM ${CUSTOMERS} WHERE mapContains(custom, 'nattributes.loyalty_points')`,
  `INSERT INTO bench_places SELECT profile_no, place.1, place.2
   FROM (SELECT profile_no, arrayJoin(places) AS place FROM ${CUSTOMERS})`,
  `INSERT INTO bench_members SELECT DISTINCT '${BENCH_LIST.handle}', profile_no
   FROM (SELECT * FROM list_entries WHERE shop = {shop:String}) AS r ${OF}`,
  ...BENCH_SEGMENTS.map(
    ({ handle, sql }) => `INSERT INTO bench_members SELECT '${handle}', profile_no FROM bench_traits WHERE ${sql}`,
  ),
];

/** Makes the layouts anew of what the shop holds now. */
export async function buildLayouts(sql: Sql, shop: ShopId, onProgress: (done: number, of: number) => void) {
  for (const { table, columns, order } of LAYOUTS) {
    await sql.command(`DROP TABLE IF EXISTS ${table}`);
    await sql.command(`CREATE TABLE ${table} (${columns}) ENGINE = MergeTree ORDER BY (${order})`);
  }
  for (const [index, fill] of FILLS.entries()) {
    await sql.command(fill, { shop }, { settings: { max_threads: 1 } });
    onProgress(index + 1, FILLS.length + LAYOUTS.length);
  }
  for (const [index, { table }] of LAYOUTS.entries()) {
    await sql.command(`OPTIMIZE TABLE ${table} FINAL`);
    onProgress(FILLS.length + index + 1, FILLS.length + LAYOUTS.length);
  }
}

export async function dropLayouts(sql: Sql): Promise<void> {
  for (const { table } of LAYOUTS) await sql.command(`DROP TABLE IF EXISTS ${table}`);
}
