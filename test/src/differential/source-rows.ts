import {
  dayOf,
  type Instant,
  isCounted,
  isPurchase,
  nestedRefundTotalInShopCurrency,
  orderDiscount,
  orderTotalInShopCurrency,
  refundInShopCurrency,
  toMillionths,
  type Version,
} from '@clientele/model';
import type { PlainProfile } from '@clientele/segmentation';
import type { RandomShop } from './random-shop.js';

type Order = PlainProfile['orders'][number];
export type Row = Readonly<Record<string, unknown>>;
export type OrderRow = ReturnType<typeof orderRow>;

/** The rows of the four source relations that say what one profile's records say, as the warehouse writes them. */
export interface SourceRows {
  readonly customers: readonly Row[];
  readonly orders: readonly OrderRow[];
  readonly refunds: readonly Row[];
  readonly consents: readonly Row[];
}

export function sourceRows(shop: RandomShop, profile: PlainProfile, profileNo: number): SourceRows {
  const key = (record: { readonly connection: string; readonly externalId: string }) => ({
    profile_no: profileNo,
    connection: record.connection,
    external_id: record.externalId,
  });
  return {
    customers: profile.customers.map((record) => ({
      ...key(record),
      version: versionNumber(record.version),
      created_at: record.createdAt === undefined ? null : timestamp(record.createdAt),
      created_day: record.createdAt === undefined ? null : dayOf(record.createdAt, shop.timeZone),
      email_domain: record.email?.includes('@') ? record.email.replace(/^.*@/s, '').toLowerCase() : '',
      language: record.language ?? '',
      countries: [...new Set(record.addresses.flatMap((address) => address.country ?? []))],
      tags: record.tags,
    })),
    orders: profile.orders.map((record) => orderRow(record, shop, profileNo)),
    refunds: profile.refunds.map((record) => ({
      ...key(record),
      at: timestamp(record.at),
      day: dayOf(record.at, shop.timeZone),
      amount: refundInShopCurrency(record, shop.currency),
    })),
    consents: profile.consents.map((record) => ({
      ...key(record),
      channel: record.channel,
      address: record.address,
      state: record.state,
      at: timestamp(record.at),
      version: versionNumber(record.version),
    })),
  };
}

function orderRow(record: Order, shop: RandomShop, profileNo: number) {
  const purchases = record.lines.filter(isPurchase);
  return {
    profile_no: profileNo,
    connection: record.connection,
    external_id: record.externalId,
    at: timestamp(record.placedAt),
    day: dayOf(record.placedAt, shop.timeZone),
    counted: isCounted(record),
    total: orderTotalInShopCurrency(record, shop.currency),
    discounted: toMillionths(orderDiscount(record)) > 0n,
    refunded: nestedRefundTotalInShopCurrency(record, shop.currency),
    channel_kind: record.channel.kind,
    gift: record.gift?.message === true || record.gift?.wrapped === true || record.toAnotherPerson === true,
    line_product: purchases.map((line) => line.product ?? ''),
    line_quantity: purchases.map((line) => line.quantity),
  };
}

/** What ClickHouse reads as DateTime64(3, 'UTC'). */
function timestamp(at: Instant): string {
  return at.replace('T', ' ').replace('Z', '');
}

/** Orders versions as the source does: its updated-at, then its tiebreak. */
function versionNumber({ updatedAt, tiebreak }: Version): string {
  return `${(BigInt(Date.parse(updatedAt)) << 32n) + BigInt(tiebreak)}`;
}
