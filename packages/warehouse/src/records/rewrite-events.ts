import type { EventRecord, Shop } from '@clientele/model';
import type { Sql } from '../sql.js';
import { customerEventColumns } from './rows.js';

/** Another text whenever what is kept of events by customer says something else of the same record than before. */
export const CUSTOMER_EVENT_COLUMNS = 'events-2';

const EVENTS_AT_ONCE = 10_000;

interface StoredRow {
  readonly connection: string;
  readonly external_id: string;
  readonly customer_no: number;
  readonly version: string;
  readonly body: string;
}

/**
 * Writes what is kept of a shop's events by customer anew from the events themselves, as this release makes it. In the
 * shop's turn; doing it again changes nothing.
 */
export async function rewriteEvents(sql: Sql, shop: Shop): Promise<void> {
  let place = { connection: '', external_id: '' };
  for (;;) {
    const rows = await sql.query<StoredRow>(
      `SELECT connection, external_id, customer_no, toString(version) AS version, body FROM events FINAL
       WHERE shop = {shop:String} AND NOT gone AND customer_no != 0
         AND (connection, external_id) > ({connection:String}, {external_id:String})
       ORDER BY connection, external_id LIMIT {limit:UInt64}`,
      { shop: shop.id, ...place, limit: EVENTS_AT_ONCE },
      { lane: 'heavy' },
    );
    const last = rows[rows.length - 1];
    if (last === undefined) return;
    await sql.insert(
      'customer_events',
      rows.map(({ body, ...key }) => ({
        shop: shop.id,
        ...key,
        gone: false,
        // A body is what the model's boundary returned when the record was written.
        ...customerEventColumns(JSON.parse(body) as EventRecord, shop),
      })),
    );
    place = { connection: last.connection, external_id: last.external_id };
  }
}
