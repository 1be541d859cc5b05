import { type CustomerIdentity, identifiersOf, nameKeyOf } from '@clientele/identity';
import type { CustomerRecord, ShopId } from '@clientele/model';
import { allCustomers } from '../profiles/all-customers.js';
import { nameHash } from '../records/name-hash.js';
import type { Sql } from '../sql.js';

/** Customer records read by one statement. */
const CUSTOMERS_AT_ONCE = 20_000;

/** A customer record as its own text says, beside the profile that the identity map has it in. */
export interface RecordedIdentity extends CustomerIdentity {
  /** False where its source deleted it. */
  readonly exists: boolean;
  /** Null where it is in none. */
  readonly profile: number | null;
}

/**
 * All customer records of a shop, ascending, also those that are only referred to; page by page. What they are known by
 * is worked out anew from the records themselves.
 */
export async function* recordedIdentities(sql: Sql, shop: ShopId): AsyncGenerator<RecordedIdentity> {
  const heavy = { lane: 'heavy' } as const;
  const all = await allCustomers(sql, shop);
  for (let from = 0; from < all.length; from += CUSTOMERS_AT_ONCE) {
    const page = all.slice(from, from + CUSTOMERS_AT_ONCE);
    const range = { shop, first: page[0], last: page[page.length - 1] };
    const within = 'shop = {shop:String} AND customer_no BETWEEN {first:UInt32} AND {last:UInt32}';
    const [records, placed] = await Promise.all([
      sql.query<{ customer_no: number; connection: string; body: string; gone: boolean }>(
        `SELECT customer_no, connection, body, gone FROM customers FINAL WHERE ${within}`,
        range,
        heavy,
      ),
      sql.query<{ customer_no: number; profile_no: number }>(
        `SELECT customer_no, profile_no FROM profile_of FINAL WHERE ${within} AND profile_no != 0`,
        range,
        heavy,
      ),
    ]);
    const recordOf = new Map(records.map((row) => [row.customer_no, row]));
    const profileOf = new Map(placed.map((row) => [row.customer_no, row.profile_no]));
    for (const customer of page) {
      const { connection = '', body = '', gone = false } = recordOf.get(customer) ?? {};
      const profile = profileOf.get(customer) ?? null;
      if (body === '' || gone) {
        yield { customer, exists: !gone, identifiers: [], nameKey: null, profile };
        continue;
      }
      // A body is what the model's boundary returned when the record was written.
      const record = JSON.parse(body) as CustomerRecord;
      const name = nameKeyOf(record);
      const nameKey = name === null ? null : nameHash(name);
      yield { customer, exists: true, identifiers: identifiersOf(record, connection), nameKey, profile };
    }
  }
}
