import type { ShopId } from '@clientele/model';
import type { Sql } from '../sql.js';

/** The name of a table that one shop has for itself: its id is lower-case letters, digits and hyphens. */
export function tableOf(kind: string, shop: ShopId): string {
  return `${kind}_${shop.replaceAll('-', '_')}`;
}

/** Puts a shop's rows, made in a table of its own, in the place of all that a table by shop has of it. */
export async function putInPlace(sql: Sql, shop: ShopId, table: string, next: string): Promise<void> {
  const isEmpty = (await sql.query(`SELECT 1 FROM ${next} LIMIT 1`)).length === 0;
  const put = isEmpty ? 'DROP PARTITION {shop:String}' : `REPLACE PARTITION {shop:String} FROM ${next}`;
  await sql.command(`ALTER TABLE ${table} ${put}`, { shop });
}
