import { type Decimal, decimalSum, type Instant, type OrderRecord, type ShopId } from '@clientele/model';
import { instantValue } from '../records/instant-value.js';
import type { Sql } from '../sql.js';
import { customersOfProfiles } from './identity-map.js';

/** An order that counts, with what it came to in the shop's currency. */
export interface PlacedOrder {
  readonly connection: string;
  readonly record: OrderRecord;
  /** Null where the order has no rate to the shop's currency. */
  readonly total: Decimal | null;
  readonly refunded: Decimal | null;
  /** Quantity of all purchases. */
  readonly units: Decimal;
}

/** Where an order stands among those of its profile. */
export interface OrderPlace {
  readonly at: Instant;
  readonly connection: string;
  readonly externalId: string;
}

interface OrderRow {
  readonly profile_no: number;
  readonly connection: string;
  readonly external_id: string;
  readonly total: string | null;
  readonly refunded: string | null;
  readonly units: string;
}

/**
 * The orders of some profiles that count, newest first, at most `limit` of each, by profile; for the next page, those
 * behind the order at `after`.
 */
export async function orderPages(
  sql: Sql,
  shop: ShopId,
  profileNos: readonly number[],
  { limit, after }: { readonly limit: number; readonly after?: OrderPlace },
): Promise<Map<number, PlacedOrder[]>> {
  const customersOf = await customersOfProfiles(sql, shop, profileNos);
  const pairs = [...customersOf].flatMap(([profile, customers]) =>
    customers.map((customer) => ({ profile, customer })),
  );
  const customers = pairs.map(({ customer }) => customer);
  if (customers.length === 0) return new Map();
  const behind =
    after === undefined
      ? ''
      : `AND (at, connection, external_id) < ({at:DateTime64(3, 'UTC')}, {connection:String}, {external_id:String})`;
  const rows = await sql.query<OrderRow>(
    `SELECT transform(customer_no, {customers:Array(UInt32)}, {profiles:Array(UInt32)}, toUInt32(0)) AS profile_no,
       connection, external_id, toString(total) AS total, toString(refunded) AS refunded,
       toString(arraySum(line_quantity)) AS units
     FROM customer_orders FINAL
     WHERE shop = {shop:String} AND customer_no IN {customers:Array(UInt32)} AND NOT gone AND counted ${behind}
     ORDER BY profile_no, at DESC, connection DESC, external_id DESC LIMIT {limit:UInt32} BY profile_no`,
    {
      shop,
      customers,
      profiles: pairs.map(({ profile }) => profile),
      limit,
      ...(after && { at: instantValue(after.at), connection: after.connection, external_id: after.externalId }),
    },
  );
  const records = await orderRecords(sql, shop, rows);
  const pages = new Map<number, PlacedOrder[]>();
  for (const row of rows) {
    const record = records.get(keyOf(row.connection, row.external_id));
    if (record === undefined) continue;
    const { connection, total, refunded, units } = row;
    const order = { connection, record, total: amount(total), refunded: amount(refunded), units: decimalSum(units) };
    const page = pages.get(row.profile_no);
    if (page === undefined) pages.set(row.profile_no, [order]);
    else page.push(order);
  }
  return pages;
}

async function orderRecords(sql: Sql, shop: ShopId, rows: readonly OrderRow[]): Promise<Map<string, OrderRecord>> {
  if (rows.length === 0) return new Map();
  const bodies = await sql.query<{ connection: string; external_id: string; text: string }>(
    `SELECT connection, external_id, argMax(body, version) AS text FROM orders
     PREWHERE shop = {shop:String} AND connection IN {connections:Array(String)} AND external_id IN {ids:Array(String)}
     GROUP BY connection, external_id`,
    { shop, connections: [...new Set(rows.map((row) => row.connection))], ids: rows.map((row) => row.external_id) },
  );
  return new Map(
    bodies.map(({ connection, external_id, text }) => [
      keyOf(connection, external_id),
      // A body is what the model's boundary returned when the record was written.
      JSON.parse(text) as OrderRecord,
    ]),
  );
}

function keyOf(connection: string, externalId: string): string {
  return JSON.stringify([connection, externalId]);
}

function amount(text: string | null): Decimal | null {
  return text === null ? null : decimalSum(text);
}
