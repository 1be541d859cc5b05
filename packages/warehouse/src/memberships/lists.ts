import type { ShopId } from '@clientele/model';
import type { Parameters } from '../engine/index.ts';
import { customersOfProfiles } from '../profiles/identity-map.js';
import type { Sql } from '../sql.js';

/** What may be decided about a person and a segment; `none` takes back what was decided before. */
export type Decided = 'added' | 'excluded' | 'none';

/** A change of a segment's list. */
export interface ListChange {
  readonly segment: string;
  /** Grows with every change of a shop's lists: the newest decision about a customer record counts. */
  readonly change: number;
  readonly decided: Decided;
}

/** SQL of the relation `list_entries`, to be narrowed to a shop and a segment by whoever reads it. */
export const LIST_ENTRIES_SQL = `(SELECT shop, segment, customer_no, argMax(decided, change) AS decision
  FROM list_entries GROUP BY shop, segment, customer_no)`;

/** SQL of the relation `customer_profiles`, to be narrowed to a shop and customer records by whoever reads it. */
export const CUSTOMER_PROFILES_SQL = '(SELECT shop, customer_no, profile_no FROM profile_of FINAL)';

/** Decides about some profiles: about every customer record that they have now. Doing it again changes nothing. */
export async function recordDecisions(
  sql: Sql,
  shop: ShopId,
  { segment, change, decided }: ListChange,
  profileNos: readonly number[],
): Promise<void> {
  const customers = await customersOfProfiles(sql, shop, profileNos);
  const rows = [...customers.values()].flat().map((customer_no) => ({ shop, segment, customer_no, change, decided }));
  if (rows.length > 0) await sql.insert('list_entries', rows);
}

/**
 * The same about all profiles that a query selects, in one statement; answers how many they are.
 *
 * @param selected SQL of rows `profile_no`
 */
export async function recordSelected(
  sql: Sql,
  shop: ShopId,
  { segment, change, decided }: ListChange,
  selected: { readonly sql: string; readonly params: Parameters },
): Promise<number> {
  const named = { ...selected.params, list_shop: shop, list_segment: segment, list_change: change, decided };
  await sql.command(
    `INSERT INTO list_entries (shop, segment, customer_no, change, decided)
     SELECT {list_shop:String}, {list_segment:String}, customer_no, {list_change:UInt64}, {decided:String}
     FROM ${CUSTOMER_PROFILES_SQL} WHERE shop = {list_shop:String} AND profile_no IN (SELECT profile_no FROM (${selected.sql}))`,
    named,
    { lane: 'heavy' },
  );
  const [row] = await sql.query<{ people: string }>(
    `SELECT toString(uniqExact(profile_no)) AS people FROM ${CUSTOMER_PROFILES_SQL}
     WHERE shop = {shop:String} AND customer_no IN (
       SELECT customer_no FROM list_entries
       WHERE shop = {shop:String} AND segment = {segment:String} AND change = {change:UInt64})`,
    { shop, segment, change },
  );
  return Number(row?.people ?? 0);
}

/** Takes back whatever was written of some changes: they were cut short. */
export async function dropDecisions(sql: Sql, shop: ShopId, changes: readonly number[]): Promise<void> {
  if (changes.length === 0) return;
  await sql.command('DELETE FROM list_entries WHERE shop = {shop:String} AND change IN {changes:Array(UInt64)}', {
    shop,
    changes,
  });
}

/** The newest decision about a customer record of a profile; `none` is left out. */
export interface Decision {
  readonly segment: string;
  readonly profileNo: number;
  readonly decided: 'added' | 'excluded';
  readonly change: number;
}

/** What was decided about some profiles and segments, newest first. Every row is read, and the newest found here. */
export async function decisionsAbout(
  sql: Sql,
  shop: ShopId,
  segments: readonly string[],
  profileNos: readonly number[],
): Promise<Decision[]> {
  if (segments.length === 0 || profileNos.length === 0) return [];
  const customers = await customersOfProfiles(sql, shop, profileNos);
  const profileOf = new Map([...customers].flatMap(([profile, some]) => some.map((customer) => [customer, profile])));
  const rows = await sql.query<{ segment: string; customer_no: number; change: string; decided: Decided }>(
    `SELECT segment, customer_no, toString(change) AS change, decided FROM list_entries
     WHERE shop = {shop:String} AND segment IN {segments:Array(String)} AND customer_no IN {customers:Array(UInt32)}`,
    { shop, segments, customers: [...profileOf.keys()] },
  );
  const newest = new Map<string, (typeof rows)[number]>();
  for (const row of rows) {
    const key = `${row.customer_no} ${row.segment}`;
    const known = newest.get(key);
    if (known === undefined || Number(known.change) < Number(row.change)) newest.set(key, row);
  }
  return [...newest.values()]
    .flatMap(({ segment, customer_no, change, decided }): Decision[] => {
      const profileNo = profileOf.get(customer_no);
      if (decided === 'none' || profileNo === undefined) return [];
      return [{ segment, profileNo, decided, change: Number(change) }];
    })
    .sort((a, b) => b.change - a.change);
}

/** The numbers of the profiles about whom something is decided in a segment, ascending. */
export async function listedProfiles(
  sql: Sql,
  shop: ShopId,
  segment: string,
  page: { readonly limit: number; readonly after?: number },
): Promise<number[]> {
  const rows = await sql.query<{ profile_no: number }>(
    `SELECT DISTINCT profile_no FROM ${CUSTOMER_PROFILES_SQL}
     WHERE shop = {shop:String} AND profile_no > {after:UInt32} AND customer_no IN (
       SELECT customer_no FROM ${LIST_ENTRIES_SQL}
       WHERE shop = {shop:String} AND segment = {segment:String} AND decision != 'none')
     ORDER BY profile_no LIMIT {limit:UInt32}`,
    { shop, segment, after: page.after ?? 0, limit: page.limit },
  );
  return rows.map((row) => row.profile_no);
}
