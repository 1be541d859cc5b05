import type { ShopId } from '@clientele/model';
import { purchasesByProductQuery } from '@clientele/segmentation';
import { PURCHASES_BY_PRODUCT_SQL } from '../profiles/purchases.js';
import type { Sql } from '../sql.js';

/** Profiles compared as one; those of unequal ones are then looked at one by one. */
const PROFILES_AT_ONCE = 1_000;
const MOST = 10_000;

/** Profiles whose purchases, found by product, are not those of their row. */
export async function unequalPurchases(sql: Sql, shop: ShopId): Promise<number[]> {
  const ranges = await unequal(sql, shop, `intDiv(profile_no, ${PROFILES_AT_ONCE})`, '1', {});
  if (ranges.length === 0) return [];
  const within = `intDiv(profile_no, ${PROFILES_AT_ONCE}) IN {ranges:Array(UInt32)}`;
  return unequal(sql, shop, 'profile_no', within, { ranges });
}

/** The values of `by` for which the sums of hashes over both sides differ. */
async function unequal(
  sql: Sql,
  shop: ShopId,
  by: string,
  within: string,
  parameters: Record<string, readonly number[]>,
): Promise<number[]> {
  const current = `(SELECT * FROM profiles WHERE shop = {shop:String} AND ${within})`;
  const side = (rows: string, sign: 1 | -1) =>
    `SELECT ${by} AS part, ${sign} * toInt128(cityHash64(purchase_product_key, profile_no, line, purchase_day, purchase_quantity)) AS hash FROM ${rows}`;
  const indexed = `(SELECT * FROM ${PURCHASES_BY_PRODUCT_SQL} WHERE shop = {shop:String} AND ${within}
      AND (profile_no, orders_stamp) IN (SELECT profile_no, orders_stamp FROM ${current}))`;
  const rows = await sql.query<{ part: number }>(
    `SELECT part FROM (${side(indexed, 1)} UNION ALL ${side(`(${purchasesByProductQuery(current, 'shop')})`, -1)})
     GROUP BY part HAVING sum(hash) != 0 ORDER BY part LIMIT ${MOST}`,
    { shop, ...parameters },
    { lane: 'heavy' },
  );
  return rows.map(({ part }) => part);
}
