import { identifierKey, normaliseEmail, normalisePhone } from '@clientele/identity';
import type { ShopId } from '@clientele/model';
import type { Sql } from '../sql.js';
import { CANDIDATES_SQL, CUSTOMERS_SQL, profilesOfCustomers } from './identity-map.js';

/**
 * Where a profile stands among those found: first those that are meant exactly (0), by their number; then those of whose
 * name the text is a part (1), by the number of the first such customer record.
 */
export type SearchPlace = readonly [kind: 0 | 1, number: number];

const NAMES_AT_ONCE = 50;

export interface SearchHit {
  readonly profileNo: number;
  readonly place: SearchPlace;
}

/**
 * The profiles that a text leads to, best first: an id of a customer record or an order, the number that people use for an
 * order, an e-mail address, a telephone number with its country code, or a part of a name. Each is found by a key or an
 * index; only a part of a name shorter than three letters is looked for in all names.
 *
 * @param page behind that place, at most so many
 */
export async function searchProfiles(
  sql: Sql,
  shop: ShopId,
  text: string,
  { limit, after: [kind, number] = [0, 0] }: { readonly limit: number; readonly after?: SearchPlace },
): Promise<SearchHit[]> {
  const wanted = text.trim();
  if (wanted === '') return [];
  let behind = kind === 1 ? number : 0;
  // One person may have many customer records.
  const atOnce = Math.max(limit, NAMES_AT_ONCE);
  const nextNamed = () => customersNamed(sql, shop, wanted, { limit: atOnce, behind });
  // Both at once: nobody who types waits for one after the other.
  const [exact, firstNamed] = await Promise.all([exactProfiles(sql, shop, wanted), nextNamed()]);
  let named = firstNamed;
  const hits: SearchHit[] =
    kind === 1
      ? []
      : [...exact]
          .filter((profileNo) => profileNo > number)
          .sort((a, b) => a - b)
          .map((profileNo) => ({ profileNo, place: [0, profileNo] }));
  while (hits.length < limit) {
    const profiles = await profilesOfCustomers(sql, shop, named);
    const known = new Set([...exact, ...hits.map(({ profileNo }) => profileNo)]);
    for (const profileNo of await namedBefore(sql, shop, wanted, { profiles: [...profiles.values()], behind })) {
      known.add(profileNo);
    }
    for (const customer of named) {
      const profileNo = profiles.get(customer);
      if (profileNo === undefined || known.has(profileNo)) continue;
      known.add(profileNo);
      hits.push({ profileNo, place: [1, customer] });
    }
    if (named.length < atOnce || hits.length >= limit) break;
    behind = named[named.length - 1] ?? behind;
    named = await nextNamed();
  }
  return hits.slice(0, limit);
}

/** How many profiles a text leads to. */
export async function searchCount(sql: Sql, shop: ShopId, text: string): Promise<number> {
  const wanted = text.trim();
  if (wanted === '') return 0;
  const exact = await exactProfiles(sql, shop, wanted);
  const [row] = await sql.query<{ others: string }>(
    `SELECT toString(uniqExact(profile)) AS others FROM (
       SELECT argMax(profile_no, version) AS profile FROM profile_of
       WHERE shop = {shop:String} AND customer_no IN (SELECT customer_no FROM customers FINAL WHERE ${NAMED_SQL})
       GROUP BY customer_no HAVING profile != 0 AND profile NOT IN {exact:Array(UInt32)})`,
    { shop, pattern: patternOf(wanted), exact: [...exact] },
  );
  return exact.size + Number(row?.others ?? 0);
}

const NAMED_SQL = 'shop = {shop:String} AND name LIKE {pattern:String} AND NOT gone';

function patternOf(text: string): string {
  return `%${text.toLowerCase().replace(/[%_\\]/g, '\\$&')}%`;
}

/** The profiles whose id, order or address the text is. */
async function exactProfiles(sql: Sql, shop: ShopId, text: string): Promise<Set<number>> {
  const rows = await sql.query<{ customer_no: number }>(
    `SELECT customer_no FROM customer_keys WHERE shop = {shop:String} AND external_id = {text:String}
     UNION ALL SELECT customer_no FROM orders FINAL
       WHERE shop = {shop:String} AND external_id = {text:String} AND customer_no != 0 AND NOT gone
     UNION ALL SELECT customer_no FROM orders FINAL
       WHERE shop = {shop:String} AND name IN {names:Array(String)} AND customer_no != 0 AND NOT gone
     UNION ALL SELECT customer_no FROM identifiers FINAL
       WHERE shop = {shop:String} AND key IN {keys:Array(String)} AND NOT gone`,
    { shop, text, names: orderNames(text), keys: identifierKeys(text) },
  );
  const profiles = await profilesOfCustomers(
    sql,
    shop,
    rows.map((row) => row.customer_no),
  );
  return new Set(profiles.values());
}

async function customersNamed(
  sql: Sql,
  shop: ShopId,
  text: string,
  { limit, behind }: { readonly limit: number; readonly behind: number },
): Promise<number[]> {
  const rows = await sql.query<{ customer_no: number }>(
    `SELECT customer_no FROM customers FINAL WHERE ${NAMED_SQL} AND customer_no > {behind:UInt32}
     ORDER BY customer_no LIMIT {limit:UInt32}`,
    { shop, pattern: patternOf(text), behind, limit },
  );
  return rows.map((row) => row.customer_no);
}

/** Those of some profiles that an earlier customer record of that name has led to already. */
async function namedBefore(
  sql: Sql,
  shop: ShopId,
  text: string,
  { profiles, behind }: { readonly profiles: readonly number[]; readonly behind: number },
): Promise<number[]> {
  if (profiles.length === 0 || behind === 0) return [];
  const rows = await sql.query<{ profile: number }>(
    `SELECT DISTINCT profile FROM ${CUSTOMERS_SQL} WHERE customer_no IN (
       SELECT customer_no FROM customers FINAL
       WHERE ${NAMED_SQL} AND customer_no <= {behind:UInt32} AND customer_no IN ${CANDIDATES_SQL})`,
    { shop, profiles, pattern: patternOf(text), behind },
  );
  return rows.map((row) => row.profile);
}

/** The customer records that texts name exactly, by the text: by their id, an e-mail address or a telephone number. */
export async function customersNamedExactly(
  sql: Sql,
  shop: ShopId,
  texts: readonly string[],
): Promise<Map<string, number[]>> {
  if (texts.length === 0) return new Map();
  const textsOf = new Map<string, string[]>();
  for (const text of texts) {
    for (const key of identifierKeys(text)) textsOf.set(key, [...(textsOf.get(key) ?? []), text]);
  }
  const [byId, byKey] = await Promise.all([
    sql.query<{ external_id: string; customer_no: number }>(
      `SELECT external_id, customer_no FROM customer_keys
       WHERE shop = {shop:String} AND external_id IN {texts:Array(String)}`,
      { shop, texts },
    ),
    sql.query<{ key: string; customer_no: number }>(
      `SELECT key, customer_no FROM identifiers FINAL
       WHERE shop = {shop:String} AND key IN {keys:Array(String)} AND NOT gone`,
      { shop, keys: [...textsOf.keys()] },
    ),
  ]);
  const found = new Map<string, number[]>();
  const add = (text: string, customer: number) => found.set(text, [...(found.get(text) ?? []), customer]);
  for (const { external_id, customer_no } of byId) add(external_id, customer_no);
  for (const { key, customer_no } of byKey) for (const text of textsOf.get(key) ?? []) add(text, customer_no);
  return found;
}

/** Shops write their orders' numbers with a `#` before them; people write it or leave it out. */
function orderNames(text: string): string[] {
  return text.startsWith('#') ? [text, text.slice(1)] : [text, `#${text}`];
}

function identifierKeys(text: string): string[] {
  const [email, phone] = [normaliseEmail(text), normalisePhone(text)];
  return [
    ...(email === null ? [] : [identifierKey({ kind: 'email', value: email })]),
    ...(phone === null ? [] : [identifierKey({ kind: 'phone', value: phone })]),
  ];
}
