import type { ShopId } from '@clientele/model';
import type { SourceName } from '@clientele/segmentation';
import type { Sql } from '../sql.js';

/** Customer records that batches touched, ascending. */
export interface Touched {
  readonly customers: readonly number[];
  /** Those among them that were written or deleted themselves: an order or a consent does not change who somebody is. */
  readonly identities: readonly number[];
  /** What came or went of any of them. */
  readonly sources: readonly SourceName[];
}

/** The customer records that some batches touched. */
export async function touchedCustomers(sql: Sql, shop: ShopId, batches: readonly number[]): Promise<Touched> {
  if (batches.length === 0) return { customers: [], identities: [], sources: [] };
  const rows = await sql.query<{ customer_no: number; sources: SourceName[] }>(
    `SELECT customer_no, groupUniqArrayArray(touched_customers.sources) AS sources FROM touched_customers
     WHERE shop = {shop:String} AND batch IN {batches:Array(UInt64)} GROUP BY customer_no ORDER BY customer_no`,
    { shop, batches },
  );
  return {
    customers: rows.map((row) => row.customer_no),
    identities: rows.filter((row) => row.sources.includes('customers')).map((row) => row.customer_no),
    sources: [...new Set(rows.flatMap((row) => row.sources))].sort(),
  };
}

/** Says, before the identity map changes, whose rows a batch's derivation must renew; a repeated run finds it again. */
export async function markDirty(sql: Sql, shop: ShopId, batch: number, profileNos: readonly number[]): Promise<void> {
  if (profileNos.length === 0) return;
  await sql.insert(
    'profiles_to_derive',
    profileNos.map((profile_no) => ({ shop, batch, profile_no })),
  );
}

export async function dirtyProfiles(sql: Sql, shop: ShopId, batches: readonly number[]): Promise<number[]> {
  if (batches.length === 0) return [];
  const rows = await sql.query<{ profile_no: number }>(
    `SELECT DISTINCT profile_no FROM profiles_to_derive WHERE shop = {shop:String} AND batch IN {batches:Array(UInt64)}`,
    { shop, batches },
  );
  return rows.map((row) => row.profile_no);
}

/**
 * Forgets whom the batches of a shop touched and whose rows they had renewed. In the shop's turn, when all its batches
 * are known to be derived; where a crash keeps it from this, the next time forgets that too.
 */
export async function forgetDerived(sql: Sql, shop: ShopId): Promise<void> {
  for (const journal of ['touched_customers', 'profiles_to_derive']) {
    await sql.command(`ALTER TABLE ${journal} DROP PARTITION {shop:String}`, { shop });
  }
}
