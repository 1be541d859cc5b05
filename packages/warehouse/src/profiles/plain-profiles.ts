import type { ConsentRecord, CustomerRecord, EventRecord, OrderRecord, RefundRecord, ShopId } from '@clientele/model';
import type { FromConnection, PlainProfile } from '@clientele/segmentation';
import type { Sql } from '../sql.js';
import { customersOfProfiles, profileIds } from './identity-map.js';

/**
 * Profiles with all their records, read from the facts: what explanations, audits and profile pages show. Profiles
 * that do not exist are left out, and so are those whose records were all claimed by others. In the order of the numbers given.
 */
export async function plainProfiles(sql: Sql, shop: ShopId, profileNos: readonly number[]): Promise<PlainProfile[]> {
  const [ids, customersOf] = await Promise.all([
    profileIds(sql, shop, profileNos),
    customersOfProfiles(sql, shop, profileNos),
  ]);
  const customerNos = [...customersOf.values()].flat();
  const [customers, orders, refunds, consents, events] = await Promise.all([
    customerBodies(sql, shop, customerNos),
    factBodies<OrderRecord>(sql, shop, 'orders', 'customer_orders', customerNos),
    factBodies<RefundRecord>(sql, shop, 'refunds', 'customer_refunds', customerNos),
    factBodies<ConsentRecord>(sql, shop, 'consents', 'customer_consents', customerNos),
    factBodies<EventRecord>(sql, shop, 'events', 'customer_events', customerNos),
  ]);
  return profileNos.flatMap((profileNo) => {
    const id = ids.get(profileNo);
    const members = customersOf.get(profileNo);
    if (id === undefined || members === undefined) return [];
    const all = <R>(records: ReadonlyMap<number, readonly R[]>) => members.flatMap((no) => records.get(no) ?? []);
    const records = {
      customers: all(customers),
      orders: all(orders),
      refunds: all(refunds),
      consents: all(consents),
      events: all(events),
    };
    return Object.values(records).some((some) => some.length > 0) ? [{ id, ...records }] : [];
  });
}

/** The customer records of some profiles, by profile: for lists that need no orders. */
export async function customerRecordsOf(
  sql: Sql,
  shop: ShopId,
  profileNos: readonly number[],
): Promise<Map<number, FromConnection<CustomerRecord>[]>> {
  const customersOf = await customersOfProfiles(sql, shop, profileNos);
  const records = await customerBodies(sql, shop, [...customersOf.values()].flat());
  return new Map(
    [...customersOf].map(([profile, customers]) => [profile, customers.flatMap((no) => records.get(no) ?? [])]),
  );
}

interface BodyRow {
  readonly owner: number;
  readonly connection: string;
  readonly text: string;
}

async function customerBodies(
  sql: Sql,
  shop: ShopId,
  customerNos: readonly number[],
): Promise<Map<number, FromConnection<CustomerRecord>[]>> {
  if (customerNos.length === 0) return new Map();
  const rows = await sql.query<BodyRow>(
    `SELECT customer_no AS owner, connection, body AS text FROM customers FINAL
     WHERE shop = {shop:String} AND customer_no IN {customers:Array(UInt32)} AND NOT gone ORDER BY connection, external_id`,
    { shop, customers: customerNos },
  );
  return byOwner<CustomerRecord>(rows);
}

async function factBodies<R extends object>(
  sql: Sql,
  shop: ShopId,
  table: 'orders' | 'refunds' | 'consents' | 'events',
  byCustomer: string,
  customerNos: readonly number[],
): Promise<Map<number, FromConnection<R>[]>> {
  if (customerNos.length === 0) return new Map();
  const rows = await sql.query<BodyRow>(
    `SELECT argMax(customer_no, version) AS owner, connection, argMax(body, version) AS text FROM ${table}
     WHERE shop = {shop:String} AND (connection, external_id) IN (
       SELECT connection, external_id FROM ${byCustomer} FINAL
       WHERE shop = {shop:String} AND customer_no IN {customers:Array(UInt32)} AND NOT gone
     ) GROUP BY connection, external_id HAVING owner IN {customers:Array(UInt32)} AND NOT argMax(gone, version)
     ORDER BY connection, external_id`,
    { shop, customers: customerNos },
  );
  return byOwner<R>(rows);
}

function byOwner<R extends object>(rows: readonly BodyRow[]): Map<number, FromConnection<R>[]> {
  const records = new Map<number, FromConnection<R>[]>();
  for (const { owner, connection, text } of rows) {
    // A body is what the model's boundary returned when the record was written.
    const record = { ...(JSON.parse(text) as R), connection };
    const known = records.get(owner);
    if (known === undefined) records.set(owner, [record]);
    else known.push(record);
  }
  return records;
}
