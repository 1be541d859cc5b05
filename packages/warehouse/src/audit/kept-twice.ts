import type { ShopId } from '@clientele/model';
import type { Sql } from '../sql.js';

const KEPT_TWICE = [
  ['order', 'orders', 'customer_orders'],
  ['refund', 'refunds', 'customer_refunds'],
  ['consent', 'consents', 'customer_consents'],
  ['event', 'events', 'customer_events'],
] as const;

/** Parts of a shop's records that are compared by their sums first, so that only a part that differs is read whole. */
const BUCKETS = 256;

/** A record that is not, or not in the same version, both among the facts and among the rows of its customer. */
export interface UnequalRecord {
  readonly kind: 'order' | 'refund' | 'consent' | 'event';
  readonly connection: string;
  readonly externalId: string;
  readonly customer: number;
  /** Whether the rows by customer have it, or else the facts. */
  readonly has: 'by-customer' | 'facts';
}

/** Compares facts with what is kept by customer; yields what only one of the two has. */
export async function* unequalRecords(sql: Sql, shop: ShopId): AsyncGenerator<UnequalRecord> {
  const heavy = { lane: 'heavy' } as const;
  for (const [kind, facts, byCustomer] of KEPT_TWICE) {
    const rows = (table: string, isFact: boolean) =>
      `SELECT connection, external_id, customer_no, version, cityHash64(connection, external_id) % ${BUCKETS} AS bucket,
         ${isFact ? 1 : -1} AS side, cityHash64(connection, external_id, customer_no, version) AS hash
       FROM ${table} FINAL WHERE shop = {shop:String} AND NOT gone AND customer_no != 0`;
    const both = `(${rows(facts, true)} UNION ALL ${rows(byCustomer, false)})`;
    // Two sums that wrap around: equal sets give 0.
    const unequal = await sql.query<{ bucket: number }>(
      `SELECT bucket FROM ${both} GROUP BY bucket HAVING sum(side) != 0 OR sum(toInt64(hash) * side) != 0 ORDER BY bucket`,
      { shop },
      heavy,
    );
    for (const { bucket } of unequal) {
      const found = await sql.query<{ connection: string; external_id: string; customer_no: number; sides: number }>(
        `SELECT connection, external_id, customer_no, toInt32(sum(side)) AS sides FROM ${both} WHERE bucket = {bucket:UInt16}
         GROUP BY connection, external_id, customer_no, version HAVING sides != 0 ORDER BY connection, external_id, customer_no`,
        { shop, bucket },
        heavy,
      );
      for (const { connection, external_id: externalId, customer_no: customer, sides } of found) {
        yield { kind, connection, externalId, customer, has: sides > 0 ? 'facts' : 'by-customer' };
      }
    }
  }
}
