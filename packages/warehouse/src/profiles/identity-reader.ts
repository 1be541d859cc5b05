import { type CarriedKeys, type IdentifierKey, type IdentityReader, MAX_NAMES } from '@clientele/identity';
import type { ShopId } from '@clientele/model';
import type { Sql } from '../sql.js';
import { customersOfProfiles, profilesOfCustomers } from './identity-map.js';

/** What identity reads of one shop. A record that is only referred to exists, and carries nothing. */
export function identityReader(sql: Sql, shop: ShopId): IdentityReader {
  return {
    async identifiersOf(customers) {
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
    },

    async carriersOf(keys) {
      const rows = await sql.query<{ key: IdentifierKey; carriers: number[] }>(
        `SELECT key, groupArray(customer_no) AS carriers FROM identifiers FINAL
         PREWHERE shop = {shop:String} AND key IN {keys:Array(String)} WHERE NOT gone GROUP BY key`,
        { shop, keys },
      );
      return new Map(rows.map((row) => [row.key, row.carriers]));
    },

    async namesOf(keys) {
      const rows = await sql.query<{ key: IdentifierKey; names: number }>(
        `SELECT key, toUInt32(least(uniqExactIf(name_key, name_key != 0), ${MAX_NAMES + 1})) AS names FROM identifiers FINAL
         PREWHERE shop = {shop:String} AND key IN {keys:Array(String)} WHERE NOT gone GROUP BY key`,
        { shop, keys },
      );
      return new Map(rows.map((row) => [row.key, row.names]));
    },

    async sharedAmong(keys) {
      const rows = await sql.query<{ key: IdentifierKey }>(
        `SELECT key FROM shared_values FINAL
         PREWHERE shop = {shop:String} AND key IN {keys:Array(String)} WHERE shared`,
        { shop, keys },
      );
      return new Set(rows.map((row) => row.key));
    },

    profilesOf: (customers) => profilesOfCustomers(sql, shop, customers),
    customersOf: (profiles) => customersOfProfiles(sql, shop, profiles),
  };
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
