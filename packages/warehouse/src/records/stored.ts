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

/** What the warehouse holds of a customer record already; `body` is empty where it was deleted. */
export interface StoredCustomer {
  readonly version: bigint;
  readonly body: string;
}

export async function storedCustomers(
  sql: Sql,
  shop: ShopId,
  customerNos: readonly number[],
): Promise<Map<number, StoredCustomer>> {
  if (customerNos.length === 0) return new Map();
  const rows = await sql.query<{ customer_no: number; newest: string; text: string }>(
    `SELECT customer_no, max(version) AS newest, argMax(body, version) AS text FROM customers
     WHERE shop = {shop:String} AND customer_no IN {numbers:Array(UInt32)} GROUP BY customer_no`,
    { shop, numbers: customerNos },
  );
  return new Map(rows.map((row) => [row.customer_no, { version: BigInt(row.newest), body: row.text }]));
}
