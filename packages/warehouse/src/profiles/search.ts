import { identifierKey, normaliseEmail, normalisePhone } from '@clientele/identity';
import type { ShopId } from '@clientele/model';
import type { Sql } from '../sql.js';
import { profilesOfCustomers } from './identity-map.js';

/**
 * Numbers of the profiles that a text leads to, best first: an id of a customer record or an order, the number that
 * people use for an order, an e-mail address, a telephone number with its country code, or a part of a name. Each is
 * found by a key or an index; only a part of a name shorter than three letters is looked for in all names.
 */
export async function searchProfiles(sql: Sql, shop: ShopId, text: string, limit: number): Promise<number[]> {
  const wanted = text.trim();
  if (wanted === '') return [];
  const exact = await sql.query<{ customer_no: number }>(
    `SELECT customer_no FROM customer_keys WHERE shop = {shop:String} AND external_id = {text:String}
     UNION ALL SELECT customer_no FROM orders FINAL
       WHERE shop = {shop:String} AND external_id = {text:String} AND customer_no != 0 AND NOT gone
     UNION ALL SELECT customer_no FROM orders FINAL
       WHERE shop = {shop:String} AND name = {text:String} AND customer_no != 0 AND NOT gone
     UNION ALL SELECT customer_no FROM identifiers FINAL
       WHERE shop = {shop:String} AND key IN {keys:Array(String)} AND NOT gone`,
    { shop, text: wanted, keys: identifierKeys(wanted) },
  );
  const byName = await sql.query<{ customer_no: number }>(
    `SELECT customer_no FROM customers FINAL
     WHERE shop = {shop:String} AND name LIKE {pattern:String} AND NOT gone ORDER BY customer_no LIMIT {limit:UInt32}`,
    { shop, pattern: `%${wanted.toLowerCase().replace(/[%_\\]/g, '\\$&')}%`, limit },
  );
  const customers = [...exact, ...byName].map((row) => row.customer_no);
  const profiles = await profilesOfCustomers(sql, shop, customers);
  return [...new Set(customers.flatMap((customer) => profiles.get(customer) ?? []))].slice(0, limit);
}

function identifierKeys(text: string): string[] {
  const [email, phone] = [normaliseEmail(text), normalisePhone(text)];
  return [
    ...(email === null ? [] : [identifierKey({ kind: 'email', value: email })]),
    ...(phone === null ? [] : [identifierKey({ kind: 'phone', value: phone })]),
  ];
}
