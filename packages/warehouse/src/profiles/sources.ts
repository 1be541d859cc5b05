import type { ProfileSources } from '@clientele/segmentation';
import type { Parameters } from '../engine/index.ts';

/** Which profiles to derive: those of some customers, or those of a range of profile numbers. */
export type Scope =
  | { readonly kind: 'customers'; readonly customerNos: readonly number[] }
  | { readonly kind: 'range'; readonly first: number; readonly last: number };

export interface ScopedSources {
  readonly sources: ProfileSources;
  readonly parameters: Parameters;
}

/** What the source says of a version, without the parser's revision and the content's hash: ties are broken by id. */
export const SOURCE_VERSION = 'bitShiftRight(version, 32) AS version';

/** The four source relations of `packages/segmentation`: what hangs on customers, joined with the identity map. */
export function profileSources(shop: string, scope: Scope): ScopedSources {
  const shops = 'shop = {scope_shop:String}';
  const given = 'customer_no IN {scope_customers:Array(UInt32)}';
  // PREWHERE, on columns of the key only: FINAL would read all columns of every row that shares a granule otherwise.
  const map =
    scope.kind === 'customers'
      ? `(SELECT customer_no, profile_no FROM profile_of FINAL PREWHERE ${shops} AND ${given} WHERE profile_no != 0)`
      : `(SELECT customer_no, profile_no FROM profile_of FINAL PREWHERE ${shops}
          WHERE profile_no BETWEEN {scope_first:UInt32} AND {scope_last:UInt32})`;
  // Profiles were numbered in the order of their customers, so a range reads little more than its own.
  const owners = scope.kind === 'customers' ? given : `customer_no IN (SELECT customer_no FROM ${map})`;
  const source = (table: string, columns: string) =>
    `(SELECT m.profile_no AS profile_no, ${columns}
      FROM (SELECT * FROM ${table} FINAL PREWHERE ${shops} AND ${owners} WHERE NOT gone) AS r
      INNER JOIN ${map} AS m ON r.customer_no = m.customer_no)`;
  return {
    sources: {
      customers: source(
        'customers',
        `connection, external_id, ${SOURCE_VERSION}, created_at, created_day, email_domain, language, countries, tags`,
      ),
      orders: source(
        'customer_orders',
        'connection, external_id, at, day, counted, total, discounted, refunded, channel_kind, gift, line_product, line_quantity',
      ),
      refunds: source('customer_refunds', 'connection, external_id, at, day, amount'),
      consents: source('customer_consents', `connection, external_id, ${SOURCE_VERSION}, channel, address, state, at`),
    },
    parameters: {
      scope_shop: shop,
      ...(scope.kind === 'customers'
        ? { scope_customers: scope.customerNos }
        : { scope_first: scope.first, scope_last: scope.last }),
    },
  };
}
