import {
  PROFILE_CONSENTS,
  PROFILE_CUSTOMERS,
  PROFILE_EVENTS,
  PROFILE_ORDERS,
  PROFILE_REFUNDS,
  type ProfileSources,
} from '@clientele/segmentation';
import type { Parameters } from '../engine/index.ts';

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

/** The columns of the source relations of `packages/segmentation` beside `profile_no`, by the tables they are in. */
const COLUMNS = {
  customers: columnsOf(PROFILE_CUSTOMERS),
  customer_orders: columnsOf(PROFILE_ORDERS),
  customer_refunds: columnsOf(PROFILE_REFUNDS),
  customer_consents: columnsOf(PROFILE_CONSENTS),
  customer_events: columnsOf(PROFILE_EVENTS),
};

function columnsOf(relation: object): string {
  return Object.keys(relation)
    .filter((name) => name !== 'profile_no')
    .map((name) => (name === 'version' ? SOURCE_VERSION : name))
    .join(', ');
}

/** The source relations: what hangs on customers, with the profile that each is in. */
export function profileSources(shop: string, scope: Scope): ScopedSources {
  const { source, parameters } = scope.kind === 'profiles' ? ofProfiles(scope.customersOf) : ofRange(scope);
  const of = (table: keyof typeof COLUMNS) => source(table, COLUMNS[table]);
  return {
    sources: {
      customers: of('customers'),
      orders: of('customer_orders'),
      refunds: of('customer_refunds'),
      consents: of('customer_consents'),
      events: of('customer_events'),
    },
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
