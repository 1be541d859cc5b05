import type { ShopId } from '@clientele/model';
import type { Sql } from '../sql.js';
import type { FactKind } from './fact.js';

export const FACT_TABLE: Readonly<Record<FactKind, string>> = {
  order: 'orders',
  refund: 'refunds',
  product: 'products',
  event: 'events',
  consent: 'consents',
};

/** What the warehouse holds of a record already. */
export interface StoredFact {
  readonly version: bigint;
  /** 0 where the record names no customer. */
  readonly customerNo: number;
}

/** Whether the warehouse holds any record of a kind from a connection. */
export async function hasFacts(sql: Sql, shop: ShopId, connection: string, kind: FactKind): Promise<boolean> {
  const rows = await sql.query(
    `SELECT 1 FROM ${FACT_TABLE[kind]} WHERE shop = {shop:String} AND connection = {connection:String} LIMIT 1`,
    { shop, connection },
  );
  return rows.length > 0;
}

export async function storedFacts(
  sql: Sql,
  shop: ShopId,
  connection: string,
  kind: FactKind,
  externalIds: readonly string[],
): Promise<Map<string, StoredFact>> {
  if (externalIds.length === 0) return new Map();
  const rows = await sql.query<{ external_id: string; newest: string; owner: number }>(
    `SELECT external_id, max(version) AS newest, argMax(customer_no, version) AS owner FROM ${FACT_TABLE[kind]}
     WHERE shop = {shop:String} AND connection = {connection:String} AND external_id IN {ids:Array(String)}
     GROUP BY external_id`,
    { shop, connection, ids: externalIds },
  );
  return new Map(rows.map((row) => [row.external_id, { version: BigInt(row.newest), customerNo: row.owner }]));
}

/** What the warehouse holds of a customer record already. */
export interface StoredCustomer {
  readonly version: bigint;
  /** Keys of the identifiers that it carries, as they were written: also by a batch that a crash cut short. */
  readonly identifiers: readonly string[];
}

export async function storedCustomers(
  sql: Sql,
  shop: ShopId,
  customerNos: readonly number[],
): Promise<Map<number, StoredCustomer>> {
  if (customerNos.length === 0) return new Map();
  const [versions, carried] = await Promise.all([
    sql.query<{ customer_no: number; newest: string }>(
      `SELECT customer_no, max(version) AS newest FROM customers
       WHERE shop = {shop:String} AND customer_no IN {numbers:Array(UInt32)} GROUP BY customer_no`,
      { shop, numbers: customerNos },
    ),
    sql.query<{ customer_no: number; keys: string[] }>(
      `SELECT customer_no, groupArray(key) AS keys FROM customer_identifiers FINAL
       WHERE shop = {shop:String} AND customer_no IN {numbers:Array(UInt32)} AND NOT gone GROUP BY customer_no`,
      { shop, numbers: customerNos },
    ),
  ]);
  const keys = new Map(carried.map((row) => [row.customer_no, row.keys]));
  const version = new Map(versions.map((row) => [row.customer_no, BigInt(row.newest)]));
  return new Map(customerNos.map((no) => [no, { version: version.get(no) ?? -1n, identifiers: keys.get(no) ?? [] }]));
}
