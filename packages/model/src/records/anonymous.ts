import type { Discount, OrderRecord } from './order.js';
import type { RefundRecord } from './refund.js';

/**
 * What stays of an order when the person behind it is erased: that something was sold, when, where and for how much. Whom
 * it went to is left out, and every text that somebody wrote for this order: its number, codes, titles.
 */
export function anonymousOrder(order: OrderRecord): OrderRecord {
  const { customer: _, name: __, shipTo: ___, toAnotherPerson: ____, gift: _____, ...sale } = order;
  return {
    ...sale,
    lines: order.lines.map(({ title: _, discounts, ...line }) => ({ ...line, discounts: discounts.map(untitled) })),
    discounts: order.discounts.map(untitled),
  };
}

/** The same of a refund that is a document of its own. */
export function anonymousRefund({ customer: _, ...refund }: RefundRecord): RefundRecord {
  return { ...refund, lines: refund.lines.map(({ title: _, ...line }) => line) };
}

function untitled({ amount }: Discount): Discount {
  return { amount };
}
