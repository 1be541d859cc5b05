import { identifierOfKey } from '@clientele/identity';
import type { ShopId } from '@clientele/model';
import type { RecordKey } from '../profiles/look-up.js';
import { consentKeys } from '../records/address-key.js';
import { FACT_TABLE } from '../records/stored.js';
import type { Sql } from '../sql.js';

/** Kinds of fact that belong to people. */
export const KINDS_OF_PEOPLE = ['order', 'refund', 'event', 'consent'] as const;
export type KindOfPeople = (typeof KINDS_OF_PEOPLE)[number];

/** Everything that the warehouse has of a person, by what it is found by. Plain JSON: it is kept until all of it is gone. */
export interface PersonRecords {
  readonly customers: readonly (RecordKey & { readonly no: number })[];
  readonly profiles: readonly number[];
  /** Facts that are the person's now. */
  readonly facts: Readonly<Record<KindOfPeople, readonly RecordKey[]>>;
  /** Facts of others now, of which earlier versions are the person's. */
  readonly formerFacts: Readonly<Record<KindOfPeople, readonly RecordKey[]>>;
  /** Identifiers that the person carries or carried, and nobody else does: see `identifierKey`. */
  readonly values: readonly string[];
}

/**
 * Finds what the warehouse has of the people behind some customer records, and what of orders that are theirs though no
 * customer record says so. In the shop's turn, with all that was written derived.
 */
export async function personRecords(
  sql: Sql,
  shop: ShopId,
  {
    customers,
    profiles,
    orders,
  }: {
    readonly customers: PersonRecords['customers'];
    readonly profiles: readonly number[];
    readonly orders: readonly RecordKey[];
  },
): Promise<PersonRecords> {
  const numbers = customers.map(({ no }) => no);
  const values = await ownValues(sql, shop, numbers);
  const [facts, formerFacts] = [emptyFacts(), emptyFacts()];
  for (const kind of KINDS_OF_PEOPLE) {
    for (const { isOwn, ...key } of await factsOf(sql, shop, kind, numbers)) {
      (isOwn ? facts : formerFacts)[kind].push(key);
    }
  }
  facts.order.push(...(await unowned(sql, shop, 'order', orders)));
  facts.consent.push(...(await unowned(sql, shop, 'consent', await consentsAbout(sql, shop, values))));
  return { customers, profiles, facts, formerFacts, values };
}

function emptyFacts(): Record<KindOfPeople, RecordKey[]> {
  return { order: [], refund: [], event: [], consent: [] };
}

async function factsOf(sql: Sql, shop: ShopId, kind: KindOfPeople, customers: readonly number[]) {
  const table = FACT_TABLE[kind];
  const rows = await sql.query<{ connection: string; external_id: string; is_own: boolean }>(
    `SELECT connection, external_id, argMax(customer_no, version) IN {customers:Array(UInt32)} AS is_own FROM ${table}
     WHERE shop = {shop:String} AND (connection, external_id) IN (
       SELECT connection, external_id FROM ${table} WHERE shop = {shop:String} AND customer_no IN {customers:Array(UInt32)})
     GROUP BY connection, external_id ORDER BY connection, external_id`,
    { shop, customers },
    { lane: 'heavy' },
  );
  return rows.map((row) => ({ connection: row.connection, externalId: row.external_id, isOwn: row.is_own }));
}

/** Those of some facts that are there and name no customer: what names another one is not the person's. */
async function unowned(sql: Sql, shop: ShopId, kind: KindOfPeople, keys: readonly RecordKey[]): Promise<RecordKey[]> {
  const found: RecordKey[] = [];
  for (const connection of new Set(keys.map((key) => key.connection))) {
    const ids = keys.filter((key) => key.connection === connection).map(({ externalId }) => externalId);
    const rows = await sql.query<{ external_id: string }>(
      `SELECT external_id FROM ${FACT_TABLE[kind]} FINAL WHERE shop = {shop:String}
       AND connection = {connection:String} AND external_id IN {ids:Array(String)} AND customer_no = 0`,
      { shop, connection, ids },
    );
    found.push(...rows.map((row) => ({ connection, externalId: row.external_id })));
  }
  return found;
}

/** What nobody else carries, of what some customer records carry or carried. */
async function ownValues(sql: Sql, shop: ShopId, customers: readonly number[]): Promise<string[]> {
  const rows = await sql.query<{ key: string }>(
    `SELECT DISTINCT key FROM customer_identifiers WHERE shop = {shop:String} AND customer_no IN {customers:Array(UInt32)}
     AND key NOT IN (
       SELECT key FROM identifiers FINAL WHERE shop = {shop:String} AND NOT gone AND customer_no NOT IN {customers:Array(UInt32)}
       AND key IN (SELECT key FROM customer_identifiers
         WHERE shop = {shop:String} AND customer_no IN {customers:Array(UInt32)}))
     ORDER BY key`,
    { shop, customers },
  );
  return rows.map(({ key }) => key);
}

/** Consents that are filed under an address that one person alone has. */
async function consentsAbout(sql: Sql, shop: ShopId, values: readonly string[]): Promise<RecordKey[]> {
  const addresses = values.flatMap((key) => {
    const { kind, value } = identifierOfKey(key);
    if (kind === 'email') return consentKeys('email', value);
    return kind === 'phone' ? consentKeys('sms', value) : [];
  });
  if (addresses.length === 0) return [];
  const rows = await sql.query<{ connection: string; external_id: string }>(
    `SELECT DISTINCT connection, external_id FROM consent_addresses
     WHERE shop = {shop:String} AND address IN {addresses:Array(String)}`,
    { shop, addresses },
  );
  return rows.map((row) => ({ connection: row.connection, externalId: row.external_id }));
}
