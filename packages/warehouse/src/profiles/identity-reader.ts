import { type CarriedKeys, type IdentifierKey, type IdentityReader, MAX_NAMES } from '@clientele/identity';
import type { ShopId } from '@clientele/model';
import type { Sql } from '../sql.js';
import { customersOfProfiles, profilesOfCustomers } from './identity-map.js';

/** Records or values that one statement is asked about; they travel as a parameter. */
const ASKED_AT_ONCE = 10_000;

/** What identity reads of one shop. A record that is only referred to exists, and carries nothing. */
export function identityReader(sql: Sql, shop: ShopId): IdentityReader {
  const sharedOf = inChunks((keys: readonly IdentifierKey[]) => sharedAmong(sql, shop, keys));
  return {
    identifiersOf: inChunks((customers: readonly number[]) => identifiersOf(sql, shop, customers)),
    carriersOf: inChunks((keys: readonly IdentifierKey[]) => carriersOf(sql, shop, keys)),
    namesOf: inChunks((keys: readonly IdentifierKey[]) => namesOf(sql, shop, keys)),
    sharedAmong: async (keys) => new Set((await sharedOf(keys)).keys()),
    profilesOf: inChunks((customers: readonly number[]) => profilesOfCustomers(sql, shop, customers)),
    customersOf: inChunks((profiles: readonly number[]) => customersOfProfiles(sql, shop, profiles)),
  };
}

/** The same read, of any number: what is found of one part after the other. */
function inChunks<Asked, Key, Found>(
  read: (some: readonly Asked[]) => Promise<ReadonlyMap<Key, Found>>,
): (all: readonly Asked[]) => Promise<Map<Key, Found>> {
  return async (all) => {
    const found = new Map<Key, Found>();
    for (let from = 0; from < all.length; from += ASKED_AT_ONCE) {
      for (const [key, value] of await read(all.slice(from, from + ASKED_AT_ONCE))) found.set(key, value);
    }
    return found;
  };
}

async function identifiersOf(sql: Sql, shop: ShopId, customers: readonly number[]): Promise<Map<number, CarriedKeys>> {
  const [gone, keys] = await Promise.all([
    sql.query<{ customer_no: number }>(
      `SELECT customer_no FROM customers FINAL
       PREWHERE shop = {shop:String} AND customer_no IN {customers:Array(UInt32)} WHERE gone`,
      { shop, customers },
    ),
    sql.query<{ customer_no: number; now: string[]; formerly: string[] }>(
      `SELECT customer_no, groupArrayIf(key, NOT gone) AS now, groupArrayIf(key, gone) AS formerly
       FROM customer_identifiers FINAL
       PREWHERE shop = {shop:String} AND customer_no IN {customers:Array(UInt32)} GROUP BY customer_no`,
      { shop, customers },
    ),
  ]);
  const carried = new Map<number, CarriedKeys>(
    customers.map((customer) => [customer, { exists: true, now: [], formerly: [] }]),
  );
  for (const { customer_no, now, formerly } of keys) carried.set(customer_no, { exists: true, now, formerly });
  for (const { customer_no } of gone) {
    const before = carried.get(customer_no);
    carried.set(customer_no, {
      exists: false,
      now: [],
      formerly: [...(before?.now ?? []), ...(before?.formerly ?? [])],
    });
  }
  return carried;
}

async function carriersOf(
  sql: Sql,
  shop: ShopId,
  keys: readonly IdentifierKey[],
): Promise<Map<IdentifierKey, number[]>> {
  const rows = await sql.query<{ key: IdentifierKey; carriers: number[] }>(
    `SELECT key, groupArray(customer_no) AS carriers FROM identifiers FINAL
     PREWHERE shop = {shop:String} AND key IN {keys:Array(String)} WHERE NOT gone GROUP BY key`,
    { shop, keys },
  );
  return new Map(rows.map((row) => [row.key, row.carriers]));
}

async function namesOf(sql: Sql, shop: ShopId, keys: readonly IdentifierKey[]): Promise<Map<IdentifierKey, number>> {
  const rows = await sql.query<{ key: IdentifierKey; names: number }>(
    `SELECT key, toUInt32(least(uniqExactIf(name_key, name_key != 0), ${MAX_NAMES + 1})) AS names FROM identifiers FINAL
     PREWHERE shop = {shop:String} AND key IN {keys:Array(String)} WHERE NOT gone GROUP BY key`,
    { shop, keys },
  );
  return new Map(rows.map((row) => [row.key, row.names]));
}

async function sharedAmong(sql: Sql, shop: ShopId, keys: readonly IdentifierKey[]): Promise<Map<IdentifierKey, true>> {
  const rows = await sql.query<{ key: IdentifierKey }>(
    `SELECT key FROM shared_values FINAL PREWHERE shop = {shop:String} AND key IN {keys:Array(String)} WHERE shared`,
    { shop, keys },
  );
  return new Map(rows.map((row) => [row.key, true]));
}

/** All values that join nobody, as resolutions found so far. */
export async function sharedValues(sql: Sql, shop: ShopId): Promise<IdentifierKey[]> {
  const rows = await sql.query<{ key: IdentifierKey }>(
    'SELECT key FROM shared_values FINAL WHERE shop = {shop:String} AND shared',
    { shop },
  );
  return rows.map((row) => row.key);
}

/** Remembers which values came to join nobody, and which join again; after the map, so that a crash repeats both. */
export async function markShared(
  sql: Sql,
  shop: ShopId,
  version: number,
  nowShared: readonly IdentifierKey[],
  noLongerShared: readonly IdentifierKey[],
): Promise<void> {
  const rows = [
    ...nowShared.map((key) => ({ shop, key, version, shared: true })),
    ...noLongerShared.map((key) => ({ shop, key, version, shared: false })),
  ];
  if (rows.length > 0) await sql.insert('shared_values', rows);
}
