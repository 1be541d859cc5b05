import type { ProfileSources } from '@clientele/segmentation';
import type { Parameters } from '../engine/index.ts';

/** Which profiles to derive: those of some customers, or one of several equal shares of all. */
export type Scope =
  | { readonly kind: 'customers'; readonly customerNos: readonly number[] }
  | { readonly kind: 'share'; readonly index: number; readonly of: number };

export interface ScopedSources {
  readonly sources: ProfileSources;
  readonly parameters: Parameters;
}

/** What the source says of a version, without the parser's revision and the content's hash: ties are broken by id. */
const SOURCE_VERSION = 'bitShiftRight(version, 32) AS version';

/** The four source relations of `packages/segmentation`: what hangs on customers, joined with the identity map. */
export function profileSources(shop: string, scope: Scope): ScopedSources {
  const inScope =
    scope.kind === 'customers'
      ? 'customer_no IN {scope_customers:Array(UInt32)}'
      : 'profile_no % {scope_of:UInt32} = {scope_index:UInt32}';
  const map = `(SELECT customer_no, profile_no FROM profile_of FINAL WHERE shop = {scope_shop:String} AND profile_no != 0 AND ${inScope})`;
  const keys = scope.kind === 'customers' ? 'AND customer_no IN {scope_customers:Array(UInt32)}' : '';
  const source = (table: string, columns: string) =>
    `(SELECT m.profile_no AS profile_no, ${columns}
      FROM (SELECT * FROM ${table} FINAL WHERE shop = {scope_shop:String} AND NOT gone ${keys}) AS r
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
        : { scope_of: scope.of, scope_index: scope.index }),
    },
  };
}
