import {
  addDecimals,
  DECIMAL_DIGITS,
  DECIMAL_PLACES,
  type Decimal,
  fromMillionths,
  multiplyDecimals,
  subtractDecimals,
  sumDecimals,
  toMillionths,
  ZERO,
} from '../decimal.js';
import type { OrderLine, OrderRecord } from './order.js';
import type { RefundRecord } from './refund.js';

/** What a stored amount stays below, in millionths. */
const LIMIT = 10n ** BigInt(DECIMAL_DIGITS + DECIMAL_PLACES);

/** True for what a merchant calls an order: a sale that was neither cancelled nor a trial. */
export function isCounted(order: OrderRecord): boolean {
  return order.purpose === 'sale' && order.cancelledAt === undefined && !order.test;
}

/** True for a line that is a product somebody bought: a quantity above zero of a product. */
export function isPurchase(line: OrderLine): boolean {
  return line.kind === 'product' && toMillionths(line.quantity) > 0n;
}

/** Quantity times list price, before discounts, in the order's currency. */
export function lineListTotal(line: OrderLine): Decimal {
  return multiplyDecimals(line.quantity, line.listPrice);
}

/** What a line adds to its order: quantity times list price less the line's own discounts, in the order's currency. */
export function lineTotal(line: OrderLine): Decimal {
  return subtractDecimals(lineListTotal(line), sumDecimals(line.discounts.map((discount) => discount.amount)));
}

/** All discounts of an order, on its lines and as a whole, positive, in the order's currency. */
export function orderDiscount(order: OrderRecord): Decimal {
  let total = 0n;
  for (const discount of order.discounts) total += toMillionths(discount.amount);
  for (const line of order.lines) for (const discount of line.discounts) total += toMillionths(discount.amount);
  return fromMillionths(total);
}

/**
 * The order's total in its own currency, with charges and taxes, before refunds: the source's own, else the sum of
 * its lines (notes left out) less the order's discounts, and the taxes where list prices do not contain them.
 */
export function orderTotal(order: OrderRecord): Decimal {
  if (order.total !== undefined) return order.total;
  let total = 0n;
  for (const line of order.lines) {
    if (line.kind === 'note') continue;
    total += toMillionths(lineTotal(line));
    if (!order.taxesIncluded) for (const tax of line.taxes) total += toMillionths(tax.amount);
  }
  for (const discount of order.discounts) total -= toMillionths(discount.amount);
  return fromMillionths(total);
}

/**
 * The order's total in the shop's currency, or null where the order is in another currency and its source gives no
 * amount in the shop's: such an order is counted, but stays out of sums.
 */
export function orderTotalInShopCurrency(order: OrderRecord, shopCurrency: string): Decimal | null {
  if (order.totalInShopCurrency !== undefined) return order.totalInShopCurrency;
  return order.currency === shopCurrency ? orderTotal(order) : null;
}

/** What nested refunds gave back, in the order's currency; it may be more than the order. */
export function nestedRefundTotal(order: OrderRecord): Decimal {
  return order.refunds.reduce<Decimal>((sum, refund) => addDecimals(sum, refund.amount), ZERO);
}

/**
 * What nested refunds gave back in the shop's currency: in another currency, in proportion to the order's total there;
 * null where that cannot be said.
 */
export function nestedRefundTotalInShopCurrency(order: OrderRecord, shopCurrency: string): Decimal | null {
  return inShopCurrency(order, shopCurrency)(nestedRefundTotal(order));
}

/**
 * What takes amounts in an order's currency into the shop's: in another currency in proportion to the order's total
 * there; null where that cannot be said.
 */
function inShopCurrency(order: OrderRecord, shopCurrency: string): (amount: Decimal) => Decimal | null {
  if (order.currency === shopCurrency) return (amount) => amount;
  const total = toMillionths(orderTotal(order));
  return (amount) => {
    if (amount === ZERO) return amount;
    if (order.totalInShopCurrency === undefined || total === 0n) return null;
    return fromMillionths((toMillionths(amount) * toMillionths(order.totalInShopCurrency)) / total);
  };
}

/** What a purchased line says of money, in the shop's currency; null where that cannot be said, or is too large to keep. */
export interface PurchaseAmounts {
  readonly amount: Decimal | null;
  /** The line's own discounts; 0 without any. */
  readonly discount: Decimal | null;
}

/** The amounts of a line of an order; asked for many lines of one order, its total is added up once. */
export function purchaseAmounts(order: OrderRecord, shopCurrency: string): (line: OrderLine) => PurchaseAmounts {
  const converted = inShopCurrency(order, shopCurrency);
  return (line) => ({
    amount: storable(converted(lineTotal(line))),
    discount: storable(converted(sumDecimals(line.discounts.map(({ amount }) => amount)))),
  });
}

/** All discounts of an order in the shop's currency; null where that cannot be said, or is too large to keep. */
export function orderDiscountInShopCurrency(order: OrderRecord, shopCurrency: string): Decimal | null {
  return storable(inShopCurrency(order, shopCurrency)(orderDiscount(order)));
}

/** What one of the refunds nested in an order gave back, in the shop's currency; null where that cannot be said. */
export function nestedRefundAmounts(order: OrderRecord, shopCurrency: string): readonly (Decimal | null)[] {
  const converted = inShopCurrency(order, shopCurrency);
  return order.refunds.map(({ amount }) => storable(converted(amount)));
}

function storable(amount: Decimal | null): Decimal | null {
  if (amount === null) return null;
  const millionths = toMillionths(amount);
  return millionths < LIMIT && -millionths < LIMIT ? amount : null;
}

/** A refund document's amount in the shop's currency, or null where its source gives none. */
export function refundInShopCurrency(refund: RefundRecord, shopCurrency: string): Decimal | null {
  if (refund.amountInShopCurrency !== undefined) return refund.amountInShopCurrency;
  return refund.currency === shopCurrency ? refund.amount : null;
}

/** Far enough below the limit that an estimate with floats is sure. */
const SURELY_STORABLE = 9e11;

/** False where amounts that are valid one by one add up to more than a stored amount may have. */
export function sumsAreStorable(order: OrderRecord): boolean {
  if (estimateOfSums(order) < SURELY_STORABLE) return true;
  const total = orderTotal(order);
  const refunded = nestedRefundTotal(order);
  const currency = order.totalInShopCurrency === undefined ? order.currency : '';
  const refundedInShopCurrency = nestedRefundTotalInShopCurrency(order, currency) ?? ZERO;
  return [total, refunded, refundedInShopCurrency].every((sum) => {
    const millionths = toMillionths(sum);
    return millionths < LIMIT && -millionths < LIMIT;
  });
}

/** At least the largest sum of an order: adding up exactly takes ten times as long, and hardly any order needs it. */
function estimateOfSums(order: OrderRecord): number {
  const sum = (amounts: readonly Decimal[]) => amounts.reduce((total, amount) => total + Math.abs(Number(amount)), 0);
  const lines = order.lines.reduce(
    (total, line) =>
      total +
      Math.abs(Number(line.quantity) * Number(line.listPrice)) +
      sum(line.discounts.map(({ amount }) => amount)) +
      sum(line.taxes.map(({ amount }) => amount)),
    sum(order.discounts.map(({ amount }) => amount)),
  );
  const refunded = sum(order.refunds.map(({ amount }) => amount));
  const rate =
    order.totalInShopCurrency === undefined
      ? 1
      : Math.abs(Number(order.totalInShopCurrency) / Number(order.total ?? orderTotal(order)));
  return Math.max(lines, refunded, Number.isFinite(rate) ? refunded * rate : 0);
}
