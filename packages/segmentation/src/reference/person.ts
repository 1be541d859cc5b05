import {
  type Channel,
  type ChannelKind,
  type Day,
  type Decimal,
  dayOf,
  type EventRecord,
  type Instant,
  isCounted,
  isPurchase,
  nestedRefundAmounts,
  nestedRefundTotalInShopCurrency,
  type OrderLine,
  type OrderRecord,
  orderTotalInShopCurrency,
  refundInShopCurrency,
  toMillionths,
} from '@clientele/model';
import type { FromConnection, PlainProfile } from '../plain-profile.js';
import type { ShopFacts } from './context.js';
import { compareTexts } from './text-order.js';

/** An order that counts. */
export interface CountedOrder {
  readonly connection: string;
  readonly id: string;
  readonly at: Instant;
  readonly day: Day;
  /** Undefined where the order has no rate to the shop's currency. */
  readonly amount: Decimal | undefined;
  readonly refunded: Decimal | undefined;
  readonly channel: ChannelKind;
  readonly discounted: boolean;
  readonly gift: boolean;
  readonly record: OrderRecord;
}

/** A line of an order that counts, of a product, with a quantity above zero. */
export interface Purchase {
  readonly order: CountedOrder;
  readonly product: string | undefined;
  readonly quantity: Decimal;
  readonly line: OrderLine;
}

/** A refund nested in an order that counts, or a document. */
export interface Refund {
  /** The order where it is nested in one. */
  readonly connection: string;
  readonly id: string;
  readonly order: CountedOrder | undefined;
  readonly at: Instant;
  readonly amount: Decimal | undefined;
  readonly channel: Channel;
}

/** An event with what its moment is in the shop. */
export interface PersonEvent {
  readonly connection: string;
  readonly record: EventRecord;
  readonly day: Day;
}

/** A profile with what its traits need: records that do not count are left out. */
export interface Person {
  readonly id: string;
  readonly zone: ShopFacts['timeZone'];
  /** From the first to the last; orders of one instant by connection, then id. */
  readonly orders: readonly CountedOrder[];
  /** In the order of their orders, then of the lines. */
  readonly purchases: readonly Purchase[];
  /** From the first to the last; of one instant those nested in orders, then documents by connection and id. */
  readonly refunds: readonly Refund[];
  readonly shop: ShopFacts;
  readonly customers: PlainProfile['customers'];
  readonly consents: PlainProfile['consents'];
  /** From the first to the last; those of one instant by connection, then id. */
  readonly events: readonly PersonEvent[];
}

export function personOf(profile: PlainProfile, shop: ShopFacts): Person {
  const counted = profile.orders
    .filter(isCounted)
    .map((record) => ({ record, order: countedOrder(record, shop) }))
    .sort(
      ({ order: a }, { order: b }) =>
        compareTexts(a.at, b.at) || compareTexts(a.connection, b.connection) || compareTexts(a.id, b.id),
    );
  return {
    id: profile.id,
    zone: shop.timeZone,
    orders: counted.map(({ order }) => order),
    purchases: counted.flatMap(({ record, order }) =>
      record.lines.filter(isPurchase).map((line) => ({ order, product: line.product, quantity: line.quantity, line })),
    ),
    refunds: refundsOf(
      counted.map(({ order }) => order),
      profile.refunds,
      shop,
    ),
    shop,
    customers: profile.customers,
    consents: profile.consents,
    events: profile.events
      .map(
        ({ connection, ...record }): PersonEvent => ({
          connection,
          record,
          day: dayOf(record.at, shop.timeZone),
        }),
      )
      .sort(
        ({ connection, record }, other) =>
          compareTexts(record.at, other.record.at) ||
          compareTexts(connection, other.connection) ||
          compareTexts(record.externalId, other.record.externalId),
      ),
  };
}

function refundsOf(
  orders: readonly CountedOrder[],
  documents: PlainProfile['refunds'],
  { currency }: ShopFacts,
): Refund[] {
  const nested = orders.flatMap((order) => {
    const { connection, id, record } = order;
    const amounts = nestedRefundAmounts(record, currency);
    return record.refunds.map(({ at }, index): Refund => {
      return { connection, id, order, at, amount: amounts[index] ?? undefined, channel: record.channel };
    });
  });
  const ofDocuments = documents
    .map((refund): Refund => {
      const { connection, externalId: id, at, channel } = refund;
      const amount = refundInShopCurrency(refund, currency) ?? undefined;
      return { connection, id, order: undefined, at, amount, channel };
    })
    .sort((a, b) => compareTexts(a.connection, b.connection) || compareTexts(a.id, b.id));
  return [...nested, ...ofDocuments].sort((a, b) => compareTexts(a.at, b.at));
}

function countedOrder(record: FromConnection<OrderRecord>, shop: ShopFacts): CountedOrder {
  return {
    connection: record.connection,
    id: record.externalId,
    at: record.placedAt,
    day: dayOf(record.placedAt, shop.timeZone),
    amount: orderTotalInShopCurrency(record, shop.currency) ?? undefined,
    refunded: nestedRefundTotalInShopCurrency(record, shop.currency) ?? undefined,
    channel: record.channel.kind,
    discounted: [record, ...record.lines].some(({ discounts }) =>
      discounts.some((discount) => toMillionths(discount.amount) > 0n),
    ),
    record,
    gift: record.gift?.message === true || record.gift?.wrapped === true || record.toAnotherPerson === true,
  };
}
