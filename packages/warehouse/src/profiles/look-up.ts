import type { ShopId } from '@clientele/model';
import type { Sql } from '../sql.js';
import { customersOfProfiles } from './identity-map.js';

/** Where a record comes from. */
export interface RecordKey {
  readonly connection: string;
  readonly externalId: string;
}

/** How many profiles a shop has. */
export async function profileCount(sql: Sql, shop: ShopId): Promise<number> {
  const [row] = await sql.query<{ profiles: string }>(
    'SELECT toString(count()) AS profiles FROM profiles WHERE shop = {shop:String}',
    { shop },
  );
  return Number(row?.profiles ?? 0);
}

/** Of some profiles those that have a record; the number of one without is never used again. */
export async function livingProfiles(sql: Sql, shop: ShopId, profileNos: readonly number[]): Promise<Set<number>> {
  if (profileNos.length === 0) return new Set();
  const rows = await sql.query<{ profile_no: number }>(
    'SELECT profile_no FROM profiles WHERE shop = {shop:String} AND profile_no IN {profiles:Array(UInt32)}',
    { shop, profiles: profileNos },
  );
  return new Set(rows.map((row) => row.profile_no));
}

/** The customer records of some profiles, by profile; also those that are only referred to. */
export async function recordKeysOf(
  sql: Sql,
  shop: ShopId,
  profileNos: readonly number[],
): Promise<Map<number, RecordKey[]>> {
  const customersOf = await customersOfProfiles(sql, shop, profileNos);
  const keys = await customerKeys(sql, shop, [...customersOf.values()].flat());
  return new Map(
    [...customersOf].map(([profile, customers]) => [profile, customers.flatMap((no) => keys.get(no) ?? [])]),
  );
}

/** Where customer records come from, by their numbers. */
export async function customerKeys(
  sql: Sql,
  shop: ShopId,
  customerNos: readonly number[],
): Promise<Map<number, RecordKey>> {
  const rows = await sql.query<{ customer_no: number; connection: string; external_id: string }>(
    `SELECT customer_no, connection, external_id FROM customer_keys_by_no
     WHERE shop = {shop:String} AND customer_no IN {customers:Array(UInt32)}`,
    { shop, customers: customerNos },
  );
  return new Map(rows.map((row) => [row.customer_no, { connection: row.connection, externalId: row.external_id }]));
}

/** The numbers of all profiles of a shop that have records, ascending. */
export async function allProfileNos(sql: Sql, shop: ShopId): Promise<number[]> {
  const rows = await sql.query<{ profile_no: number }>(
    `SELECT DISTINCT profile_no FROM profile_of FINAL WHERE shop = {shop:String} AND profile_no != 0 ORDER BY profile_no`,
    { shop },
    { lane: 'heavy' },
  );
  return rows.map((row) => row.profile_no);
}
