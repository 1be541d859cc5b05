import { addDecimals, type Decimal, multiplyDecimals, subtractDecimals, sumDecimals, ZERO } from '@clientele/model';
import type { Address } from './customer.js';
import type { Id } from './gid.js';
import type { Metafield } from './metafield.js';
import { type Currencies, shareOf } from './money.js';
import type { SalesApp } from './place.js';
import type { Ms } from './time.js';

/** What takes something off an order, and how it came to. */
export interface Discount {
  readonly kind: 'automatic' | 'code' | 'manual';
  /** The code, or the title. */
  readonly name: string;
  readonly targetType: 'LINE_ITEM' | 'SHIPPING_LINE';
}

/** What one discount takes off one line. */
export interface Allocation {
  /** Place of the discount in the order's list. */
  readonly discount: number;
  readonly amount: Decimal;
}

export interface LineItem {
  readonly __typename: 'LineItem';
  readonly id: Id;
  readonly product: Id | null;
  readonly variant: Id | null;
  readonly title: string;
  readonly variantTitle: string | null;
  readonly sku: string | null;
  readonly vendor: string | null;
  readonly quantity: number;
  /** What is left after edits and refunds. */
  currentQuantity: number;
  readonly price: Decimal;
  readonly allocations: readonly Allocation[];
  readonly taxes: readonly Tax[];
  readonly isGiftCard: boolean;
}

export interface Tax {
  readonly title: string;
  readonly rate: number;
  readonly price: Decimal;
}

export interface Shipping {
  readonly __typename: 'ShippingLine';
  readonly id: Id;
  readonly title: string;
  readonly code: string | null;
  readonly price: Decimal;
  readonly allocations: readonly Allocation[];
}

export interface Transaction {
  readonly __typename: 'OrderTransaction';
  readonly id: Id;
  readonly order: Id;
  readonly kind: 'AUTHORIZATION' | 'CAPTURE' | 'REFUND' | 'SALE' | 'VOID';
  readonly status: 'ERROR' | 'FAILURE' | 'PENDING' | 'SUCCESS';
  readonly gateway: string;
  readonly amount: Decimal;
  readonly createdAt: Ms;
  readonly processedAt: Ms;
}

export interface RefundLine {
  readonly __typename: 'RefundLineItem';
  readonly id: Id;
  readonly order: Id;
  readonly line: Id;
  readonly quantity: number;
  readonly restockType: 'CANCEL' | 'NO_RESTOCK' | 'RETURN';
  readonly subtotal: Decimal;
  readonly tax: Decimal;
}

export interface Refund {
  readonly __typename: 'Refund';
  readonly id: Id;
  readonly order: Id;
  readonly return: Id | null;
  readonly createdAt: Ms;
  readonly updatedAt: Ms;
  readonly note: string | null;
  readonly lines: readonly RefundLine[];
  readonly transactions: readonly Transaction[];
}

export interface Return {
  readonly __typename: 'Return';
  readonly id: Id;
  readonly order: Id;
  readonly name: string;
  readonly createdAt: Ms;
  closedAt: Ms | null;
  status: 'CANCELED' | 'CLOSED' | 'DECLINED' | 'OPEN' | 'REQUESTED';
  readonly lines: readonly {
    readonly __typename: 'ReturnLineItem';
    readonly id: Id;
    readonly line: Id;
    readonly quantity: number;
    readonly returnReason: 'DEFECTIVE' | 'OTHER' | 'SIZE_TOO_LARGE' | 'SIZE_TOO_SMALL' | 'UNWANTED';
    readonly returnReasonNote: string;
  }[];
}

export interface Order extends Currencies {
  readonly __typename: 'Order';
  readonly id: Id;
  readonly number: number;
  readonly createdAt: Ms;
  readonly processedAt: Ms;
  updatedAt: Ms;
  cancelledAt: Ms | null;
  cancelReason: 'CUSTOMER' | 'DECLINED' | 'FRAUD' | 'INVENTORY' | 'OTHER' | 'STAFF' | null;
  closedAt: Ms | null;
  readonly test: boolean;
  readonly app: SalesApp;
  readonly location: Id | null;
  /** Null of a guest, and after the customer is erased. */
  customer: Id | null;
  email: string | null;
  phone: string | null;
  readonly taxesIncluded: boolean;
  lines: readonly LineItem[];
  readonly discounts: readonly Discount[];
  readonly shipping: readonly Shipping[];
  transactions: readonly Transaction[];
  refunds: readonly Refund[];
  returns: readonly Return[];
  tags: readonly string[];
  note: string | null;
  edited: boolean;
  billingAddress: Address | null;
  shippingAddress: Address | null;
  /** The company that buys, by the ids of its branch and of who bought for it. */
  readonly company: { readonly company: Id; readonly branch: Id; readonly contact: Id } | null;
  metafields: readonly Metafield[];
}

export const times = (price: Decimal, quantity: number): Decimal =>
  multiplyDecimals(price, String(quantity) as Decimal);

const sum = <T>(of: readonly T[], amount: (one: T) => Decimal): Decimal => sumDecimals(of.map(amount));
const off = (allocations: readonly Allocation[]): Decimal => sum(allocations, ({ amount }) => amount);

/** What a line costs after its discounts, as it was ordered. */
export function lineTotal({ price, quantity, allocations }: LineItem): Decimal {
  return subtractDecimals(times(price, quantity), off(allocations));
}

/** What of a line's cost so many of its pieces are. */
export function partOfLine(line: LineItem, quantity: number): Decimal {
  return line.quantity === quantity ? lineTotal(line) : shareOf(lineTotal(line), quantity, line.quantity);
}

export function lineTax({ taxes }: LineItem): Decimal {
  return sum(taxes, ({ price }) => price);
}

export interface Totals {
  readonly subtotal: Decimal;
  readonly discounts: Decimal;
  readonly shipping: Decimal;
  readonly tax: Decimal;
  readonly total: Decimal;
  /** What came back to the customer, by transactions that succeeded. */
  readonly refunded: Decimal;
  readonly received: Decimal;
  readonly current: { readonly subtotal: Decimal; readonly tax: Decimal; readonly total: Decimal };
}

interface Counted {
  readonly lines: Order['lines'];
  readonly transactions: Order['transactions'];
  readonly cancelledAt: Ms | null;
  readonly totals: Totals;
}

/** Most fields of an order want its totals: they are added up once for each state of it. */
const counted = new WeakMap<Order, Counted>();

/** The totals of an order, as it was placed and as it is now. */
export function totalsOf(order: Order): Totals {
  const { lines, transactions, cancelledAt } = order;
  const known = counted.get(order);
  if (known?.lines === lines && known.transactions === transactions && known.cancelledAt === cancelledAt)
    return known.totals;
  const totals = addUp(order);
  counted.set(order, { lines, transactions, cancelledAt, totals });
  return totals;
}

function addUp(order: Order): Totals {
  const subtotal = sum(order.lines, lineTotal);
  const shipping = sum(order.shipping, (line) => subtractDecimals(line.price, off(line.allocations)));
  const tax = sum(order.lines, lineTax);
  const lineDiscounts = sum(order.lines, (line) => off(line.allocations));
  const shippingDiscounts = sum(order.shipping, (line) => off(line.allocations));
  const withTax = (amount: Decimal, taxes: Decimal) => (order.taxesIncluded ? amount : addDecimals(amount, taxes));
  const succeeded = order.transactions.filter(({ status }) => status === 'SUCCESS');
  const current = {
    subtotal: sum(order.lines, (line) => partOfLine(line, line.currentQuantity)),
    tax: sum(order.lines, (line) => shareOf(lineTax(line), line.currentQuantity, line.quantity)),
  };
  return {
    subtotal,
    discounts: addDecimals(lineDiscounts, shippingDiscounts),
    shipping,
    tax,
    total: withTax(addDecimals(subtotal, shipping), tax),
    refunded: sum(
      succeeded.filter(({ kind }) => kind === 'REFUND'),
      ({ amount }) => amount,
    ),
    received: sum(
      succeeded.filter(({ kind }) => kind === 'SALE' || kind === 'CAPTURE'),
      ({ amount }) => amount,
    ),
    current: {
      ...current,
      total: order.cancelledAt === null ? withTax(addDecimals(current.subtotal, shipping), current.tax) : ZERO,
    },
  };
}
