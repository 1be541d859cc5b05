import type { Shop } from '@clientele/model';
import type { Sql } from '../sql.js';
import { KEPT_TWICE, type KeptTwice } from './mend.js';

/** Raised when the rows by customer say more of a record, so that those of before are made anew from the facts. */
export const BY_CUSTOMER_REVISION = 'by-customer-3';

/** Records whose bodies are held at once. */
const PAGE = 2_000;

/**
 * Makes the rows that a shop has by customer anew, from its facts. A row takes the place of the one of the same version.
 * Can be repeated; in the shop's turn only.
 */
export async function restateByCustomer(sql: Sql, shop: Shop): Promise<void> {
  for (const kind of KEPT_TWICE) await restate(sql, shop, kind);
}

interface Stored {
  readonly connection: string;
  readonly external_id: string;
  readonly customer_no: number;
  readonly version: string;
  readonly body: string;
}

async function restate(sql: Sql, shop: Shop, { facts, byCustomer, columns }: KeptTwice): Promise<void> {
  let after = { connection: '', external_id: '' };
  for (;;) {
    const page = await sql.query<Stored>(
      `SELECT connection, external_id, customer_no, version, body FROM ${facts} FINAL
       WHERE shop = {shop:String} AND (connection, external_id) > ({connection:String}, {external_id:String})
         AND customer_no != 0 AND NOT gone
       ORDER BY connection, external_id LIMIT ${PAGE}`,
      { shop: shop.id, ...after },
      { lane: 'heavy' },
    );
    const last = page.at(-1);
    if (last === undefined) return;
    const rows = page.map(({ body, ...key }) => ({ shop: shop.id, ...key, gone: false, ...columns(body, shop) }));
    await sql.insert(byCustomer, rows);
    after = { connection: last.connection, external_id: last.external_id };
  }
}
