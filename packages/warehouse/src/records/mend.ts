import type { ConsentRecord, EventRecord, OrderRecord, RefundRecord, Shop } from '@clientele/model';
import type { Sql } from '../sql.js';
import {
  customerConsentColumns,
  customerEventColumns,
  customerOrderColumns,
  customerRefundColumns,
  orderFacts,
  type Row,
  refundColumns,
} from './rows.js';

/** A kind of record that is kept by customer beside its facts. */
export interface KeptTwice {
  readonly facts: string;
  readonly byCustomer: string;
  readonly columns: (body: string, shop: Shop) => Row;
}

// A body is what the model's boundary returned when the record was written.
export const KEPT_TWICE: readonly KeptTwice[] = [
  {
    facts: 'orders',
    byCustomer: 'customer_orders',
    columns: (body, shop) => {
      const order = JSON.parse(body) as OrderRecord;
      return customerOrderColumns(order, orderFacts(order, shop), shop);
    },
  },
  {
    facts: 'refunds',
    byCustomer: 'customer_refunds',
    columns: (body, shop) => {
      const refund = JSON.parse(body) as RefundRecord;
      return customerRefundColumns(refund, refundColumns(refund, shop), shop);
    },
  },
  {
    facts: 'consents',
    byCustomer: 'customer_consents',
    columns: (body) => customerConsentColumns(JSON.parse(body) as ConsentRecord),
  },
  {
    facts: 'events',
    byCustomer: 'customer_events',
    columns: (body, shop) => customerEventColumns(JSON.parse(body) as EventRecord, shop),
  },
];

/**
 * Puts right what is kept by customer where it says something else than the facts: a batch that was cut short may have
 * written rows of records to whose facts it did not come. It leaves what would be there without those records, so they
 * can be read again. Can be repeated.
 *
 * @param customerNos all customers that the batch touched
 */
export async function mendByCustomer(sql: Sql, shop: Shop, customerNos: readonly number[]): Promise<void> {
  if (customerNos.length === 0) return;
  for (const kind of KEPT_TWICE) await mend(sql, shop, kind, customerNos);
}

interface Placed {
  readonly connection: string;
  readonly external_id: string;
  readonly customer_no: number;
  readonly version: string;
  readonly gone: boolean;
}

async function mend(
  sql: Sql,
  shop: Shop,
  { facts, byCustomer, columns }: KeptTwice,
  customers: readonly number[],
): Promise<void> {
  const ofThem = 'shop = {shop:String} AND customer_no IN {customers:Array(UInt32)}';
  const parameters = { shop: shop.id, customers };
  const heavy = { lane: 'heavy' } as const;
  const rows = await sql.query<Placed>(
    `SELECT connection, external_id, customer_no, version, gone FROM ${byCustomer} FINAL PREWHERE ${ofThem}`,
    parameters,
    heavy,
  );
  const records = await sql.query<Placed>(
    `SELECT connection, external_id, newest.1 AS version, newest.2 AS customer_no, newest.3 AS gone FROM (
       SELECT connection, external_id, max((version, customer_no, gone)) AS newest FROM ${facts}
       WHERE shop = {shop:String} AND (connection, external_id) IN (
         SELECT connection, external_id FROM ${byCustomer} WHERE ${ofThem}
         UNION DISTINCT SELECT connection, external_id FROM ${facts} WHERE ${ofThem}
       ) GROUP BY connection, external_id
     )`,
    parameters,
    heavy,
  );
  for (const [connection, ids] of wrongIds(rows, records, new Set(customers))) {
    const those = { shop: shop.id, connection, ids };
    await sql.command(
      `DELETE FROM ${byCustomer} WHERE ${ofThem} AND connection = {connection:String} AND external_id IN {ids:Array(String)}`,
      { ...those, customers },
    );
    const living = await sql.query<Omit<Placed, 'connection' | 'gone'> & { readonly body: string }>(
      `SELECT external_id, customer_no, version, body FROM ${facts} FINAL
       WHERE shop = {shop:String} AND connection = {connection:String} AND external_id IN {ids:Array(String)}
         AND NOT gone AND customer_no IN {customers:Array(UInt32)}`,
      { ...those, customers },
      heavy,
    );
    if (living.length === 0) continue;
    await sql.insert(
      byCustomer,
      living.map(({ body, ...key }) => ({ shop: shop.id, connection, ...key, gone: false, ...columns(body, shop) })),
    );
  }
}

/** By connection the ids of records that have other rows than their facts say. */
function wrongIds(
  rows: readonly Placed[],
  records: readonly Placed[],
  customers: ReadonlySet<number>,
): Map<string, string[]> {
  const textOf = ({ connection, external_id, customer_no, version }: Placed) =>
    JSON.stringify([connection, external_id, customer_no, version]);
  const wanted = new Map(
    records
      .filter(({ gone, customer_no }) => !gone && customers.has(customer_no))
      .map((record) => [textOf(record), record]),
  );
  const wrong = new Map<string, Set<string>>();
  const note = ({ connection, external_id }: Placed) => {
    wrong.set(connection, (wrong.get(connection) ?? new Set()).add(external_id));
  };
  for (const row of rows) if (!row.gone && !wanted.delete(textOf(row))) note(row);
  for (const missing of wanted.values()) note(missing);
  return new Map([...wrong].map(([connection, ids]) => [connection, [...ids]]));
}
