import type { ProfileId, ShopId } from '@clientele/model';
import type { Sql } from '../sql.js';
import { type RecordOfProfile, recordsOf } from './records-of-profiles.js';

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

/** The numbers of those profiles that have a record, by public id; the number of one without is never used again. */
export async function livingProfiles(
  sql: Sql,
  shop: ShopId,
  ids: readonly ProfileId[],
): Promise<Map<ProfileId, number>> {
  if (ids.length === 0) return new Map();
  const named = 'FROM profile_nos WHERE shop = {shop:String} AND profile_id IN {ids:Array(String)}';
  const rows = await sql.query<{ profile_no: number; profile_id: ProfileId }>(
    `SELECT profile_no, profile_id ${named} AND profile_no IN (
       SELECT profile_no FROM profiles WHERE shop = {shop:String} AND profile_no IN (SELECT profile_no ${named})
     )`,
    { shop, ids },
  );
  return new Map(rows.map((row) => [row.profile_id, row.profile_no]));
}

/** The customer records of some profiles, by profile; also those that are only referred to. */
export async function recordKeysOf(
  sql: Sql,
  shop: ShopId,
  profileNos: readonly number[],
): Promise<Map<number, RecordKey[]>> {
  const records = await recordsOf(sql, shop, profileNos, 'keys');
  const keyOf = ({ connection, externalId }: RecordOfProfile): RecordKey => ({ connection, externalId });
  return new Map([...records].map(([profile, some]) => [profile, some.map(keyOf)]));
}

/** The numbers of customer records by where they come from, those among `keys` that the shop knows. */
export async function customersByKey(
  sql: Sql,
  shop: ShopId,
  keys: readonly RecordKey[],
): Promise<readonly (RecordKey & { readonly customerNo: number })[]> {
  const rows = await sql.query<{ customer_no: number; connection: string; external_id: string }>(
    `SELECT customer_no, connection, external_id FROM customer_keys WHERE shop = {shop:String}
     AND connection IN {connections:Array(String)} AND external_id IN {ids:Array(String)}`,
    { shop, connections: keys.map((key) => key.connection), ids: keys.map((key) => key.externalId) },
  );
  const asked = new Set(keys.map(({ connection, externalId }) => JSON.stringify([connection, externalId])));
  return rows
    .filter((row) => asked.has(JSON.stringify([row.connection, row.external_id])))
    .map((row) => ({ connection: row.connection, externalId: row.external_id, customerNo: row.customer_no }));
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
