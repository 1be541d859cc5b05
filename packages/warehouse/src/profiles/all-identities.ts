import { type CustomerIdentity, type IdentifierKey, identifierOfKey } from '@clientele/identity';
import type { ShopId } from '@clientele/model';
import type { Sql } from '../sql.js';

/** Customer records read by one statement. */
const CUSTOMERS_AT_ONCE = 50_000;

/**
 * What customer records carry, page by page, for resolving a whole shop at once; those that are gone are left out. A
 * record that is only referred to exists, and carries nothing.
 *
 * @param customerNos ascending
 */
export async function* allIdentities(
  sql: Sql,
  shop: ShopId,
  customerNos: readonly number[],
): AsyncGenerator<CustomerIdentity> {
  for (let from = 0; from < customerNos.length; from += CUSTOMERS_AT_ONCE) {
    const page = customerNos.slice(from, from + CUSTOMERS_AT_ONCE);
    const range = { shop, first: page[0], last: page[page.length - 1] };
    const [gone, carried] = await Promise.all([
      sql.query<{ customer_no: number }>(
        `SELECT customer_no FROM customers FINAL
         WHERE shop = {shop:String} AND customer_no BETWEEN {first:UInt32} AND {last:UInt32} AND gone`,
        range,
      ),
      sql.query<{ customer_no: number; keys: IdentifierKey[]; name: string }>(
        `SELECT customer_no, groupArray(key) AS keys, toString(any(name_key)) AS name FROM customer_identifiers FINAL
         WHERE shop = {shop:String} AND customer_no BETWEEN {first:UInt32} AND {last:UInt32} AND NOT gone
         GROUP BY customer_no`,
        range,
      ),
    ]);
    const isGone = new Set(gone.map(({ customer_no }) => customer_no));
    const carriedBy = new Map(carried.map((row) => [row.customer_no, row]));
    for (const customer of page) {
      if (isGone.has(customer)) continue;
      const { keys = [], name = '0' } = carriedBy.get(customer) ?? {};
      yield { customer, identifiers: keys.map(identifierOfKey), nameKey: name === '0' ? null : name };
    }
  }
}
