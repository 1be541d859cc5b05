import type { ShopId } from '@clientele/model';
import {
  PROFILE_CONSENTS,
  PROFILE_CUSTOMERS,
  PROFILE_EVENTS,
  PROFILE_ORDERS,
  PROFILE_REFUNDS,
  type ProfileSources,
  type SourceName,
} from '@clientele/segmentation';
import type { Parameters } from '../engine/index.ts';
import type { Sql } from '../sql.js';

/** Which profiles to derive: given ones with all their customers, or those of a range of profile numbers. */
export type Scope =
  | { readonly kind: 'profiles'; readonly customersOf: ReadonlyMap<number, readonly number[]> }
  | { readonly kind: 'range'; readonly first: number; readonly last: number };

export interface ScopedSources {
  readonly sources: ProfileSources;
  readonly parameters: Parameters;
}

/** What the source says of a version, without the parser's revision and the content's hash: ties are broken by id. */
export const SOURCE_VERSION = 'bitShiftRight(version, 32) AS version';

/** Where the source relations of `packages/segmentation` are, and their columns beside `profile_no`. */
const SOURCES: Readonly<Record<SourceName, { readonly table: string; readonly columns: string }>> = {
  customers: { table: 'customers', columns: columnsOf(PROFILE_CUSTOMERS) },
  orders: { table: 'customer_orders', columns: columnsOf(PROFILE_ORDERS) },
  refunds: { table: 'customer_refunds', columns: columnsOf(PROFILE_REFUNDS) },
  consents: { table: 'customer_consents', columns: columnsOf(PROFILE_CONSENTS) },
  events: { table: 'customer_events', columns: columnsOf(PROFILE_EVENTS) },
};

function columnsOf(relation: object): string {
  return Object.keys(relation)
    .filter((name) => name !== 'profile_no')
    .map((name) => (name === 'version' ? SOURCE_VERSION : name))
    .join(', ');
}

/** The sources that a shop has any row of: most statements about the others would cost as much as if it had. */
export async function sourcesWithRows(sql: Sql, shop: ShopId): Promise<SourceName[]> {
  const ofEach = Object.entries(SOURCES).map(
    ([source, { table }]) => `SELECT '${source}' AS source FROM ${table} WHERE shop = {shop:String} LIMIT 1`,
  );
  const rows = await sql.query<{ source: SourceName }>(ofEach.join(' UNION ALL '), { shop });
  return rows.map(({ source }) => source);
}

/** The source relations: what hangs on customers, with the profile that each is in. */
export function profileSources(shop: string, scope: Scope): ScopedSources {
  const { source, parameters } = scope.kind === 'profiles' ? ofProfiles(scope.customersOf) : ofRange(scope);
  return {
    sources: Object.fromEntries(
      Object.entries(SOURCES).map(([name, { table, columns }]) => [name, source(table, columns)]),
    ),
    parameters: { ...parameters, scope_shop: shop },
  };
}

interface ScopedSource {
  readonly source: (table: string, columns: string) => string;
  readonly parameters: Parameters;
}

const SHOPS = 'shop = {scope_shop:String}';

// PREWHERE, on columns of the key only: FINAL would read all columns of every row that shares a granule otherwise.

/** The map travels with the statement, rather than being looked up for each source. */
function ofProfiles(customersOf: ReadonlyMap<number, readonly number[]>): ScopedSource {
  const pairs = [...customersOf].flatMap(([profile, customers]) =>
    customers.map((customer) => ({ customer, profile })),
  );
  const profileOf =
    'transform(customer_no, {scope_customers:Array(UInt32)}, {scope_profiles:Array(UInt32)}, toUInt32(0))';
  return {
    source: (table, columns) =>
      `(SELECT ${profileOf} AS profile_no, ${columns} FROM ${table} FINAL
        PREWHERE ${SHOPS} AND customer_no IN {scope_customers:Array(UInt32)} WHERE NOT gone)`,
    parameters: {
      scope_customers: pairs.map(({ customer }) => customer),
      scope_profiles: pairs.map(({ profile }) => profile),
    },
  };
}

function ofRange({ first, last }: { readonly first: number; readonly last: number }): ScopedSource {
  const map = `(SELECT customer_no, profile_no FROM profile_of FINAL PREWHERE ${SHOPS}
    WHERE profile_no BETWEEN {scope_first:UInt32} AND {scope_last:UInt32})`;
  return {
    // Profiles were numbered in the order of their customers, so a range reads little more than its own.
    source: (table, columns) =>
      `(SELECT m.profile_no AS profile_no, ${columns}
        FROM (SELECT * FROM ${table} FINAL PREWHERE ${SHOPS} AND customer_no IN (SELECT customer_no FROM ${map}) WHERE NOT gone) AS r
        INNER JOIN ${map} AS m ON r.customer_no = m.customer_no)`,
    parameters: { scope_first: first, scope_last: last },
  };
}
