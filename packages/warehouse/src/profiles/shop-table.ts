import type { ShopId } from '@clientele/model';
import type { Sql } from '../sql.js';

/** Tables that a shop has for itself, for as long as something of it is worked out. */
export const SHOP_TABLES = [
  'profiles_of',
  'profiles_next',
  'profiles_past',
  'purchases_next',
  'selected_words',
  'erased',
] as const;

/** The name of a table that one shop has for itself: its id is lower-case letters, digits and hyphens. */
export function tableOf(kind: (typeof SHOP_TABLES)[number], shop: ShopId): string {
  return `${kind}_${shop.replaceAll('-', '_')}`;
}

/** Puts a shop's rows, made in a table of its own, in the place of all that a table by shop has of it. */
export async function putInPlace(sql: Sql, shop: ShopId, table: string, next: string): Promise<void> {
  const isEmpty = (await sql.query(`SELECT 1 FROM ${next} LIMIT 1`)).length === 0;
  const put = isEmpty ? 'DROP PARTITION {shop:String}' : `REPLACE PARTITION {shop:String} FROM ${next}`;
  await sql.command(`ALTER TABLE ${table} ${put}`, { shop });
}
