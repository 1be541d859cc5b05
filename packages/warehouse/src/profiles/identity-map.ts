import type { ProfileId, ShopId } from '@clientele/model';
import type { Sql } from '../sql.js';

/** What the map says of a customer record that is gone; numbers of profiles start at 1. */
const NO_PROFILE = 0;

/** The profiles of some customer records; a record that identity has not seen yet has none. */
export async function profilesOfCustomers(
  sql: Sql,
  shop: ShopId,
  customerNos: readonly number[],
): Promise<Map<number, number>> {
  if (customerNos.length === 0) return new Map();
  const rows = await sql.query<{ customer_no: number; profile: number }>(
    `SELECT customer_no, argMax(profile_no, version) AS profile FROM profile_of
     WHERE shop = {shop:String} AND customer_no IN {customers:Array(UInt32)} GROUP BY customer_no HAVING profile != 0`,
    { shop, customers: customerNos },
  );
  return new Map(rows.map((row) => [row.customer_no, row.profile]));
}

/** How many customer records of a shop identity has placed so far. */
export async function placedCustomers(sql: Sql, shop: ShopId): Promise<number> {
  const [row] = await sql.query<{ customers: string }>(
    'SELECT toString(uniq(customer_no)) AS customers FROM profile_of WHERE shop = {shop:String}',
    { shop },
  );
  return Number(row?.customers ?? 0);
}

/** SQL of the numbers of customer records that may be in the {profiles:Array(UInt32)} of a {shop:String}. */
export const CANDIDATES_SQL =
  '(SELECT customer_no FROM customers_of WHERE shop = {shop:String} AND profile_no IN {profiles:Array(UInt32)})';

/** SQL of the rows `customer_no`, `profile` of those that are. */
export const CUSTOMERS_SQL = `(SELECT customer_no, argMax(profile_no, version) AS profile FROM profile_of
  WHERE shop = {shop:String} AND customer_no IN ${CANDIDATES_SQL}
  GROUP BY customer_no HAVING profile IN {profiles:Array(UInt32)})`;

/**
 * The customer records of some profiles, by profile, for whoever knows already where some of them are: mostly there are
 * no others.
 *
 * @param placed the profiles of those, by customer record
 */
export async function completedProfiles(
  sql: Sql,
  shop: ShopId,
  profileNos: readonly number[],
  placed: ReadonlyMap<number, number>,
): Promise<Map<number, number[]>> {
  const customers = new Map<number, number[]>(profileNos.map((profile) => [profile, []]));
  if (profileNos.length === 0) return customers;
  const candidates = await sql.query<{ customer_no: number }>(
    `SELECT DISTINCT customer_no FROM customers_of
     PREWHERE shop = {shop:String} AND profile_no IN {profiles:Array(UInt32)} ORDER BY customer_no`,
    { shop, profiles: profileNos },
  );
  const nos = candidates.map((row) => row.customer_no);
  const others = await profilesOfCustomers(
    sql,
    shop,
    nos.filter((no) => !placed.has(no)),
  );
  for (const no of nos) customers.get(placed.get(no) ?? others.get(no) ?? NO_PROFILE)?.push(no);
  return customers;
}

/** The customer records of some profiles, by profile. */
export async function customersOfProfiles(
  sql: Sql,
  shop: ShopId,
  profileNos: readonly number[],
): Promise<Map<number, number[]>> {
  if (profileNos.length === 0) return new Map();
  const rows = await sql.query<{ customer_no: number; profile: number }>(
    `SELECT customer_no, profile FROM ${CUSTOMERS_SQL} ORDER BY customer_no`,
    { shop, profiles: profileNos },
  );
  const customers = new Map<number, number[]>();
  for (const row of rows) {
    const known = customers.get(row.profile);
    if (known === undefined) customers.set(row.profile, [row.customer_no]);
    else known.push(row.customer_no);
  }
  return customers;
}

export interface Assignment {
  readonly customer: number;
  readonly profile: number;
}

/**
 * Puts customer records into profiles, and takes those that are gone out of the map. The reverse map is written first, so that it never names too few.
 *
 * @param version orders assignments of one customer record: the number of the batch that caused it
 */
export async function assignProfiles(
  sql: Sql,
  shop: ShopId,
  version: number,
  assignments: readonly Assignment[],
  removed: readonly number[],
): Promise<void> {
  const joined = assignments.map(({ customer, profile }) => ({ shop, profile_no: profile, customer_no: customer }));
  const placed = joined.map((row) => ({ ...row, version }));
  const taken = removed.map((customer_no) => ({ shop, customer_no, profile_no: NO_PROFILE, version }));
  if (joined.length > 0) await sql.insert('customers_of', joined);
  if (placed.length + taken.length > 0) await sql.insert('profile_of', [...placed, ...taken]);
}

/** Gives new profiles their public ids. */
export async function nameProfiles(
  sql: Sql,
  shop: ShopId,
  profiles: readonly { readonly no: number; readonly id: ProfileId }[],
): Promise<void> {
  if (profiles.length === 0) return;
  const rows = profiles.map(({ no, id }) => ({ shop, profile_no: no, profile_id: id }));
  await sql.insert('profile_ids', rows);
  await sql.insert('profile_nos', rows);
}

export async function profileIds(
  sql: Sql,
  shop: ShopId,
  profileNos: readonly number[],
): Promise<Map<number, ProfileId>> {
  if (profileNos.length === 0) return new Map();
  const rows = await sql.query<{ profile_no: number; profile_id: ProfileId }>(
    `SELECT profile_no, profile_id FROM profile_ids
     WHERE shop = {shop:String} AND profile_no IN {profiles:Array(UInt32)}`,
    { shop, profiles: profileNos },
  );
  return new Map(rows.map((row) => [row.profile_no, row.profile_id]));
}

export async function profileNos(sql: Sql, shop: ShopId, ids: readonly ProfileId[]): Promise<Map<ProfileId, number>> {
  if (ids.length === 0) return new Map();
  const rows = await sql.query<{ profile_no: number; profile_id: ProfileId }>(
    `SELECT profile_no, profile_id FROM profile_nos WHERE shop = {shop:String} AND profile_id IN {ids:Array(String)}`,
    { shop, ids },
  );
  return new Map(rows.map((row) => [row.profile_id, row.profile_no]));
}
