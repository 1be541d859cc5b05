import { anonymousOrder, anonymousRefund, type OrderRecord, type RefundRecord, type Shop } from '@clientele/model';
import type { RecordKey } from '../profiles/look-up.js';
import { orderFacts, type Row, refundColumns } from '../records/rows.js';
import { FACT_TABLE } from '../records/stored.js';
import { contentHash, versionNumber } from '../records/version.js';
import type { Sql } from '../sql.js';
import { KINDS_OF_PEOPLE, type PersonRecords } from './person-records.js';

const FACTS_AT_ONCE = 2_000;

/** By customer, beside their facts. */
const BY_CUSTOMER = ['customer_orders', 'customer_refunds', 'customer_consents', 'customer_events'];

/**
 * Takes a person out of what is derived next: their customer records, events and consents are gone, and their orders and
 * refunds stay as sales to nobody. Every row is the newest of its record until the source says something newer; what it
 * replaces is still in the store, until it is purged. The batch of this number must be open. Can be repeated.
 */
export async function strikeOut(sql: Sql, shop: Shop, batch: number, person: PersonRecords): Promise<void> {
  const customers = person.customers.map(({ no }) => no);
  const touched = person.customers.map(({ no }) => ({
    shop: shop.id,
    batch,
    customer_no: no,
    sources: ['customers', 'orders', 'refunds', 'consents', 'events'],
  }));
  if (touched.length > 0) await sql.insert('touched_customers', touched);
  for (const table of BY_CUSTOMER) {
    await sql.command(
      `INSERT INTO ${table} (shop, customer_no, connection, external_id, version, gone)
       SELECT shop, customer_no, connection, external_id, toUInt128(max(version) + 1), true FROM ${table}
       WHERE shop = {shop:String} AND customer_no IN {customers:Array(UInt32)}
       GROUP BY shop, customer_no, connection, external_id`,
      { shop: shop.id, customers },
    );
  }
  for (const table of ['identifiers', 'customer_identifiers']) {
    await sql.command(
      `INSERT INTO ${table} (shop, key, customer_no, name_key, version, gone)
       SELECT shop, key, customer_no, 0, toUInt128(max(version) + 1), true FROM ${table}
       WHERE shop = {shop:String} AND customer_no IN {customers:Array(UInt32)} GROUP BY shop, key, customer_no`,
      { shop: shop.id, customers },
    );
  }
  for (const kind of KINDS_OF_PEOPLE) {
    const keys = person.facts[kind];
    for (const connection of new Set(keys.map((key) => key.connection))) {
      const ids = keys.filter((key) => key.connection === connection).map(({ externalId }) => externalId);
      for (let from = 0; from < ids.length; from += FACTS_AT_ONCE) {
        await strikeFacts(sql, shop, kind, connection, ids.slice(from, from + FACTS_AT_ONCE));
      }
    }
  }
  if (customers.length > 0) await strikeCustomers(sql, shop, person.customers);
}

interface Newest {
  readonly external_id: string;
  readonly next: string;
  readonly gone: boolean;
  readonly body: string;
}

async function strikeFacts(
  sql: Sql,
  shop: Shop,
  kind: (typeof KINDS_OF_PEOPLE)[number],
  connection: string,
  ids: readonly string[],
): Promise<void> {
  const rows = await sql.query<Newest>(
    `SELECT external_id, toString(toUInt128(version + 1)) AS next, gone, body FROM ${FACT_TABLE[kind]} FINAL
     WHERE shop = {shop:String} AND connection = {connection:String} AND external_id IN {ids:Array(String)}`,
    { shop: shop.id, connection, ids },
    { lane: 'heavy' },
  );
  if (rows.length === 0) return;
  await sql.insert(
    FACT_TABLE[kind],
    rows.map(({ external_id, next, gone, body }) => ({
      ...{ shop: shop.id, connection, external_id, customer_no: 0 },
      ...(gone ? { ...GONE, version: next } : anonymous(kind, body, shop, BigInt(next))),
    })),
  );
}

const GONE: Row = { content: '0', gone: true, body: '' };

/**
 * What stays of a fact. A body is what the model's boundary returned when the record was written. Its version is what the
 * record without the person has when it is read again, so that this changes nothing, unless that is below the next one.
 */
function anonymous(kind: (typeof KINDS_OF_PEOPLE)[number], body: string, shop: Shop, next: bigint): Row {
  if (kind !== 'order' && kind !== 'refund') return { ...GONE, version: String(next) };
  const sale =
    kind === 'order'
      ? anonymousOrder(JSON.parse(body) as OrderRecord)
      : anonymousRefund(JSON.parse(body) as RefundRecord);
  const text = JSON.stringify(sale);
  const content = contentHash(text);
  const own = versionNumber(sale.version, content);
  return {
    version: String(own > next ? own : next),
    content: String(content),
    gone: false,
    body: text,
    ...(sale.kind === 'order'
      ? { ...orderFacts(sale, shop), purpose: sale.purpose, name: '' }
      : refundColumns(sale, shop)),
  };
}

/** Also those that are only referred to: identity leaves out only what is said to be gone. */
async function strikeCustomers(
  sql: Sql,
  shop: Shop,
  customers: readonly (RecordKey & { readonly no: number })[],
): Promise<void> {
  const stored = await sql.query<{ customer_no: number; next: string }>(
    `SELECT customer_no, toString(toUInt128(max(version) + 1)) AS next FROM customers
     WHERE shop = {shop:String} AND customer_no IN {customers:Array(UInt32)} GROUP BY customer_no`,
    { shop: shop.id, customers: customers.map(({ no }) => no) },
  );
  const next = new Map(stored.map((row) => [row.customer_no, row.next]));
  await sql.insert(
    'customers',
    customers.map(({ no, connection, externalId }) => ({
      ...{ shop: shop.id, customer_no: no, connection, external_id: externalId },
      ...{ version: next.get(no) ?? '1', content: '0', gone: true, body: '' },
    })),
  );
}
