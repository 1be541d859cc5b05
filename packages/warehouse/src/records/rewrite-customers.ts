import type { CustomerRecord, Shop } from '@clientele/model';
import type { Sql } from '../sql.js';
import { customerColumns } from './rows.js';

/** Another text whenever the columns of customer records say something else of the same record than before. */
export const CUSTOMER_COLUMNS = 'customers-1';

const CUSTOMERS_AT_ONCE = 10_000;

interface StoredRow {
  readonly customer_no: number;
  readonly connection: string;
  readonly external_id: string;
  readonly version: string;
  readonly content: string;
  readonly body: string;
}

/**
 * Writes the columns of a shop's customer records anew from the records themselves, as this release makes them: a column
 * that a migration adds is empty before. In the shop's turn; doing it again changes nothing.
 */
export async function rewriteCustomers(
  sql: Sql,
  shop: Shop,
  beforeWriting: (records: readonly CustomerRecord[]) => Promise<void>,
): Promise<void> {
  for (let after = 0; ; ) {
    const rows = await sql.query<StoredRow>(
      `SELECT customer_no, connection, external_id, toString(version) AS version, toString(content) AS content, body
       FROM customers FINAL WHERE shop = {shop:String} AND customer_no > {after:UInt32} AND NOT gone
       ORDER BY customer_no LIMIT {limit:UInt64}`,
      { shop: shop.id, after, limit: CUSTOMERS_AT_ONCE },
      { lane: 'heavy' },
    );
    const last = rows[rows.length - 1];
    if (last === undefined) return;
    // A body is what the model's boundary returned when the record was written.
    const records = rows.map((row) => ({ row, record: JSON.parse(row.body) as CustomerRecord }));
    await beforeWriting(records.map(({ record }) => record));
    await sql.insert(
      'customers',
      records.map(({ row, record }) => ({ shop: shop.id, ...row, gone: false, ...customerColumns(record, shop) })),
    );
    after = last.customer_no;
  }
}
