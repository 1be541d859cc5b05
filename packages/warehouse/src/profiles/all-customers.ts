import type { ShopId } from '@clientele/model';
import type { Sql } from '../sql.js';

/** Where a customer record leaves a row that stays: its own, one that refers or referred to it, its place in the map. */
const TABLES = [
  'customers',
  'customer_orders',
  'customer_refunds',
  'customer_consents',
  'customer_events',
  'profile_of',
];

/** All customer records of a shop, ascending, also those that are gone, or only referred to. */
export async function allCustomers(sql: Sql, shop: ShopId): Promise<number[]> {
  const each = TABLES.map((table) => `SELECT DISTINCT customer_no FROM ${table} WHERE shop = {shop:String}`);
  // One list is a small answer, and so nothing is sorted for each page.
  const [all] = await sql.query<{ customers: number[] }>(
    `SELECT arraySort(groupUniqArray(customer_no)) AS customers FROM (${each.join(' UNION ALL ')})`,
    { shop },
    { lane: 'heavy' },
  );
  return all?.customers ?? [];
}
