import type { ShopId } from '@clientele/model';
import type { Sql } from '../sql.js';

export interface FoundProduct {
  readonly id: string;
  readonly title: string;
}

/** Products whose id begins with a text, then those whose title has it within, upper and lower case alike; each id once. */
export async function findProducts(sql: Sql, shop: ShopId, text: string, limit: number): Promise<FoundProduct[]> {
  return sql.query<FoundProduct>(
    `SELECT external_id AS id, any(products.title) AS title FROM products FINAL
     WHERE shop = {shop:String} AND NOT gone
       AND (startsWith(lowerUTF8(external_id), {text:String}) OR position(lowerUTF8(products.title), {text:String}) > 0)
     GROUP BY external_id
     ORDER BY startsWith(lowerUTF8(external_id), {text:String}) DESC, title, external_id LIMIT {limit:UInt32}`,
    { shop, text: text.toLowerCase(), limit },
  );
}
