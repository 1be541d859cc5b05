import type { ShopId } from '@clientele/model';
import type { Sql } from '../sql.js';

/** The customer records that some batches touched. */
export async function touchedCustomers(sql: Sql, shop: ShopId, batches: readonly number[]): Promise<number[]> {
  if (batches.length === 0) return [];
  const rows = await sql.query<{ customer_no: number }>(
    `SELECT DISTINCT customer_no FROM touched WHERE shop = {shop:String} AND batch IN {batches:Array(UInt64)} ORDER BY customer_no`,
    { shop, batches },
  );
  return rows.map((row) => row.customer_no);
}

/** All customer records of a shop, ascending, also those that are only referred to. */
export async function everTouched(sql: Sql, shop: ShopId): Promise<number[]> {
  // The journal is in the order of batches, so it is read once, not for each page; one list is a small answer.
  const [all] = await sql.query<{ customers: number[] }>(
    'SELECT arraySort(groupUniqArray(customer_no)) AS customers FROM touched WHERE shop = {shop:String}',
    { shop },
    { lane: 'heavy' },
  );
  return all?.customers ?? [];
}

/** Says, before the identity map changes, whose rows a batch's derivation must renew; a repeated run finds it again. */
export async function markDirty(sql: Sql, shop: ShopId, batch: number, profileNos: readonly number[]): Promise<void> {
  if (profileNos.length === 0) return;
  await sql.insert(
    'dirty_profiles',
    profileNos.map((profile_no) => ({ shop, batch, profile_no })),
  );
}

export async function dirtyProfiles(sql: Sql, shop: ShopId, batches: readonly number[]): Promise<number[]> {
  if (batches.length === 0) return [];
  const rows = await sql.query<{ profile_no: number }>(
    `SELECT DISTINCT profile_no FROM dirty_profiles WHERE shop = {shop:String} AND batch IN {batches:Array(UInt64)}`,
    { shop, batches },
  );
  return rows.map((row) => row.profile_no);
}
