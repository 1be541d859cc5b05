import { present } from '@clientele/connector-kit';
import { addDecimals, type RecordInput } from '@clientele/model';
import { addressOf } from './address.js';
import { type AnsweredOrder, type AnsweredRefund, answeredOrder } from './answered-order.js';
import { channelOf } from './channel.js';
import { byNumber } from './gid.js';
import { linesOf } from './order-lines.js';
import { paymentOf } from './payment.js';
import { refuseMissing } from './refuse-missing.js';
import { returnOf } from './return.js';
import type { ShopifySettings } from './settings.js';

type OrderInput = Extract<RecordInput, { kind: 'order' }>;
type RefundInput = NonNullable<OrderInput['refunds']>[number];

/**
 * An order as Shopify answers it, for one without a customer the guest that only this order knows, and where they are read
 * its payments and returns as events. Its total is the one before anything was sent back; what went back is in its refunds.
 */
export function decodeOrder(json: unknown, { reads }: Pick<ShopifySettings, 'reads'>): readonly RecordInput[] {
  const order = answeredOrder.parse(json);
  refuseMissing(order, { payments: 'transactions', returns: 'returns' }, reads);
  const guest = guestOf(order);
  const record: OrderInput = {
    kind: 'order',
    externalId: order.id,
    version: { updatedAt: order.updatedAt },
    placedAt: order.processedAt,
    test: order.test,
    channel: channelOf(order.sourceName, order.attribution?.handle),
    currency: order.currencyCode,
    taxesIncluded: order.taxesIncluded,
    lines: linesOf(order),
    refunds: order.refunds.toSorted((a, b) => byNumber(a.id, b.id)).map((refund) => refundOf(refund, order)),
    total: order.totalPriceSet,
    ...present({
      name: order.name,
      cancelledAt: order.cancelledAt ?? undefined,
      location: order.retailLocation,
      app: order.app,
      customer: order.customer?.id ?? guest?.externalId,
      ...shippedTo(order),
    }),
  };
  const { customer } = record;
  const happened = order.test
    ? []
    : [
        ...(order.transactions ?? []).flatMap((transaction) => paymentOf(transaction, order, customer) ?? []),
        ...(order.returns ?? []).map((back) => returnOf(back, order, customer)),
      ];
  return [record, ...(guest === undefined ? [] : [guest]), ...happened];
}

/** Somebody without a customer of Shopify's; undefined where nothing tells them from others. */
function guestOf(order: AnsweredOrder) {
  const { id, customer, email, phone, billingAddress, createdAt, updatedAt } = order;
  if (customer != null || (email === undefined && phone === undefined)) return undefined;
  const address = billingAddress == null ? undefined : addressOf(billingAddress);
  return {
    kind: 'customer',
    externalId: `guest-${id}`,
    version: { updatedAt },
    createdAt,
    guest: true,
    addresses: address === undefined ? [] : [address],
    ...present({ email, phone, company: billingAddress?.company }),
  } satisfies RecordInput;
}

function refundOf(refund: AnsweredRefund, { taxesIncluded }: AnsweredOrder): RefundInput {
  return {
    id: refund.id,
    at: refund.processedAt,
    amount: refund.totalRefundedSet,
    lines: refund.refundLineItems
      .toSorted((a, b) => byNumber(a.lineItem.id, b.lineItem.id))
      .map(({ lineItem, quantity, subtotalSet, totalTaxSet }) => ({
        line: lineItem.id,
        quantity: String(quantity),
        // Where prices contain taxes, so do subtotals.
        amount: taxesIncluded ? subtotalSet : addDecimals(subtotalSet, totalTaxSet),
      })),
  };
}

function shippedTo({
  shippingAddress,
  customer,
  billingAddress,
}: AnsweredOrder): Pick<OrderInput, 'shipTo' | 'toAnotherPerson'> {
  const shipTo = shippingAddress == null ? undefined : addressOf(shippingAddress);
  const own = [customer?.firstName, customer?.lastName].filter((name) => name !== undefined).join(' ');
  const by = own === '' ? billingAddress?.name : own;
  const to = shipTo?.name;
  return present({
    shipTo,
    toAnotherPerson: to === undefined || by === undefined ? undefined : to.toLowerCase() !== by.toLowerCase(),
  });
}
