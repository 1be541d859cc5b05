import { compareDecimals, type Decimal, subtractDecimals, sumDecimals, ZERO } from '@clientele/model';
import { connection } from '../connection.js';
import { type Context, typeFields } from '../context.js';
import { gid, type Id } from '../gid.js';
import { type Currencies, moneyBag, shareOf } from '../money.js';
import {
  type Allocation,
  type Discount,
  type LineItem,
  type Order,
  partOfLine,
  type Refund,
  type RefundLine,
  type Return,
  type Shipping,
  type Tax,
  type Transaction,
  times,
  totalsOf,
} from '../order.js';
import { TILL } from '../place.js';
import { METAFIELDS } from './metafields.js';

/** A thing of an order, with the order: its currencies and discounts are there. */
type Of<T> = T & { readonly within: Order };

const within = <T>(order: Order, things: readonly T[]): readonly Of<T>[] =>
  things.map((one) => ({ ...one, within: order }));
const total = (order: Order, of: (totals: ReturnType<typeof totalsOf>) => Decimal) =>
  moneyBag(of(totalsOf(order)), order);
const orderOf = ({ shop }: Context, id: Id): Order => shop.orders.get(id) as Order;
const returnsOf = (order: Order) => within(order, order.returns);

/** The return of some order; they are few. */
export function returnNamed(id: Id, orders: Iterable<Order>): Of<Return> | undefined {
  for (const order of orders) {
    const found = returnsOf(order).find((one) => one.id === id);
    if (found !== undefined) return found;
  }
  return undefined;
}

export const ORDER = typeFields<Order>('Order', {
  ...METAFIELDS,
  id: ({ id }) => gid('Order', id),
  legacyResourceId: ({ id }) => id,
  name: ({ number }) => `#${number}`,
  sourceName: ({ app }) => app.sourceName,
  sourceIdentifier: () => null,
  app: ({ app }) => ({ id: gid('App', app.id), name: app.name }),
  channelInformation: ({ app, id }) => ({
    id: gid('ChannelInformation', id),
    channelId: gid('Channel', app.id),
    app: salesApp(app.id, app.name, app.handle),
    displayName: app.name,
    channelDefinition: {
      id: gid('ChannelDefinition', app.id),
      handle: app.handle,
      channelName: app.name,
      subChannelName: app.name,
    },
  }),
  attribution: ({ app }) => ({ displayName: app.name, handle: app.handle, icon: null }),
  originalTotalDutiesSet: () => null,
  originalTotalAdditionalFeesSet: () => null,
  retailLocation: ({ app, location }, _, { shop }) =>
    app.id === TILL.id && location !== null ? (shop.locations.get(location) ?? null) : null,
  physicalLocation: ({ location }, _, { shop }) => (location === null ? null : (shop.locations.get(location) ?? null)),
  currencyCode: ({ currency }) => currency,
  presentmentCurrencyCode: ({ presentmentCurrency }) => presentmentCurrency,
  customer: ({ customer }, _, { shop }) => (customer === null ? null : (shop.customers.get(customer) ?? null)),
  purchasingEntity: ({ company, customer }, _, { shop }) => {
    const buyer = company === null ? undefined : shop.companies.get(company.company);
    if (company === null || buyer === undefined)
      return customer === null ? null : (shop.customers.get(customer) ?? null);
    return {
      __typename: 'PurchasingCompany',
      company: buyer,
      location: buyer.branches.find(({ id }) => id === company.branch),
      contact: buyer.contacts.find(({ id }) => id === company.contact),
    };
  },
  closed: ({ closedAt }) => closedAt !== null,
  confirmed: () => true,
  displayFinancialStatus: (order) => financialStatus(order),
  displayFulfillmentStatus: () => 'UNFULFILLED',
  fullyPaid: (order) => outstanding(order) === ZERO,
  returnStatus: ({ returns }) =>
    returns.length === 0 ? 'NO_RETURN' : returns.some(({ status }) => status === 'OPEN') ? 'IN_PROGRESS' : 'RETURNED',
  discountCodes: ({ discounts }) => discounts.filter(({ kind }) => kind === 'code').map(({ name }) => name),
  discountCode: ({ discounts }) => discounts.find(({ kind }) => kind === 'code')?.name ?? null,
  discountApplications: ({ discounts }, args, context, info) =>
    connection(discounts.map(application), {}, args, context, info),
  subtotalPriceSet: (order) => total(order, ({ subtotal }) => subtotal),
  totalPriceSet: (order) => total(order, (totals) => totals.total),
  originalTotalPriceSet: (order) => total(order, (totals) => totals.total),
  totalDiscountsSet: (order) => total(order, ({ discounts }) => discounts),
  totalShippingPriceSet: (order) => total(order, ({ shipping }) => shipping),
  currentShippingPriceSet: (order) => total(order, ({ shipping }) => shipping),
  totalTaxSet: (order) => total(order, ({ tax }) => tax),
  totalRefundedSet: (order) => total(order, ({ refunded }) => refunded),
  totalReceivedSet: (order) => total(order, ({ received }) => received),
  netPaymentSet: (order) => total(order, ({ received, refunded }) => subtractDecimals(received, refunded)),
  totalOutstandingSet: (order) => moneyBag(outstanding(order), order),
  currentSubtotalPriceSet: (order) => total(order, ({ current }) => current.subtotal),
  currentTotalTaxSet: (order) => total(order, ({ current }) => current.tax),
  currentTotalPriceSet: (order) => total(order, ({ current }) => current.total),
  currentTotalDiscountsSet: (order) => total(order, ({ discounts }) => discounts),
  totalTipReceivedSet: (order) => moneyBag(ZERO, order),
  totalRefundedShippingSet: (order) => moneyBag(ZERO, order),
  taxLines: (order) =>
    within(
      order,
      order.lines.flatMap(({ taxes }) => taxes),
    ),
  lineItems: (order, args, context, info) => connection(within(order, order.lines), {}, args, context, info),
  shippingLines: (order, args, context, info) => connection(within(order, order.shipping), {}, args, context, info),
  shippingLine: (order) => within(order, order.shipping)[0] ?? null,
  refunds: (order, { first }) => within(order, firstOf(order.refunds, first)),
  returns: (order, args, context, info) => connection(returnsOf(order), {}, args, context, info),
  transactions: (order, { first }) => within(order, firstOf(order.transactions, first)),
  customAttributes: () => [],
  paymentGatewayNames: ({ transactions }) => [...new Set(transactions.map(({ gateway }) => gateway))],
  customerLocale: ({ customer }, _, { shop }) =>
    customer === null ? null : (shop.customers.get(customer)?.locale ?? null),
  subtotalLineItemsQuantity: ({ lines }) => lines.reduce((sum, { quantity }) => sum + quantity, 0),
  currentSubtotalLineItemsQuantity: ({ lines }) => lines.reduce((sum, { currentQuantity }) => sum + currentQuantity, 0),
});

/** What is still to be paid. */
function outstanding(order: Order): Decimal {
  const { received, refunded, current } = totalsOf(order);
  const open = subtractDecimals(current.total, subtractDecimals(received, refunded));
  return compareDecimals(open, ZERO) < 0 ? ZERO : open;
}

export function financialStatus(order: Order): string {
  const { received, refunded, total: all } = totalsOf(order);
  if (received === ZERO) return order.cancelledAt === null ? 'PENDING' : 'VOIDED';
  if (compareDecimals(refunded, received) >= 0) return 'REFUNDED';
  if (refunded !== ZERO) return 'PARTIALLY_REFUNDED';
  return compareDecimals(received, all) < 0 ? 'PARTIALLY_PAID' : 'PAID';
}

/** A list that is no connection takes so many from its beginning; a negative number takes all, as none does. */
function firstOf<T>(things: readonly T[], first: unknown): readonly T[] {
  return typeof first === 'number' && first >= 0 ? things.slice(0, first) : things;
}

const APPLICATIONS = {
  automatic: 'AutomaticDiscountApplication',
  code: 'DiscountCodeApplication',
  manual: 'ManualDiscountApplication',
} as const;

function application({ kind, name, targetType }: Discount, index: number) {
  return {
    __typename: APPLICATIONS[kind],
    id: String(index),
    index,
    targetType,
    targetSelection: 'ALL',
    allocationMethod: 'ACROSS',
    value: { __typename: 'PricingPercentageValue', percentage: 10 },
    code: name,
    title: name,
    description: name,
  };
}

function allocationsOf({ within: order, allocations }: Of<{ readonly allocations: readonly Allocation[] }>): object[] {
  return allocations.map(({ discount, amount }) => ({
    allocatedAmount: { amount, currencyCode: order.currency },
    allocatedAmountSet: moneyBag(amount, order),
    discountApplication: application(order.discounts[discount] as Discount, discount),
  }));
}

const discounted = ({ quantity, price }: LineItem, off: Decimal, currencies: Currencies) =>
  moneyBag(subtractDecimals(times(price, quantity), off), currencies);

export const LINE_ITEM = typeFields<Of<LineItem>>('LineItem', {
  id: ({ id }) => gid('LineItem', id),
  name: ({ title, variantTitle }) => [title, variantTitle].filter(Boolean).join(' - '),
  product: ({ product }, _, { shop }) => (product === null ? null : (shop.products.get(product) ?? null)),
  variant: ({ product, variant }, _, { shop }) =>
    (product === null ? undefined : shop.products.get(product))?.variants.find(({ id }) => id === variant) ?? null,
  originalUnitPriceSet: ({ price, within: order }) => moneyBag(price, order),
  originalTotalSet: (line) => discounted(line, ZERO, line.within),
  // Discounts by code over the whole order are left out unless they are asked for.
  discountedTotalSet: (line, { withCodeDiscounts }) => {
    const counted = line.allocations.filter(
      ({ discount }) => withCodeDiscounts === true || line.within.discounts[discount]?.kind !== 'code',
    );
    return discounted(line, sumDecimals(counted.map(({ amount }) => amount)), line.within);
  },
  totalDiscountSet: ({ allocations, within: order }) =>
    moneyBag(sumDecimals(allocations.map(({ amount }) => amount)), order),
  discountedUnitPriceAfterAllDiscountsSet: (line) => moneyBag(partOfLine(line, 1), line.within),
  discountAllocations: (line) => allocationsOf(line),
  taxLines: ({ taxes, within: order }) => within(order, taxes),
  customAttributes: () => [],
  requiresShipping: () => true,
  taxable: ({ taxes }) => taxes.length > 0,
  refundableQuantity: ({ currentQuantity }) => currentQuantity,
  unfulfilledQuantity: ({ currentQuantity }) => currentQuantity,
});

export const TAX_LINE = typeFields<Of<Tax>>('TaxLine', {
  priceSet: ({ price, within: order }) => moneyBag(price, order),
  ratePercentage: ({ rate }) => rate * 100,
  source: () => null,
});

export const SHIPPING_LINE = typeFields<Of<Shipping>>('ShippingLine', {
  id: ({ id }) => gid('ShippingLine', id),
  originalPriceSet: ({ price, within: order }) => moneyBag(price, order),
  discountedPriceSet: (line) => moneyBag(shippingPrice(line), line.within),
  currentDiscountedPriceSet: (line) => moneyBag(shippingPrice(line), line.within),
  discountAllocations: (line) => allocationsOf(line),
  taxLines: () => [],
  custom: () => false,
  isRemoved: () => false,
  source: () => 'shopify',
});

function shippingPrice({ price, allocations }: Shipping): Decimal {
  return subtractDecimals(price, sumDecimals(allocations.map(({ amount }) => amount)));
}

export const TRANSACTION = typeFields<Transaction>('OrderTransaction', {
  id: ({ id }) => gid('OrderTransaction', id),
  order: ({ order }, _, context) => orderOf(context, order),
  amountSet: ({ amount, order }, _, context) => moneyBag(amount, orderOf(context, order)),
  formattedGateway: ({ gateway }) => gateway,
  test: ({ order }, _, context) => orderOf(context, order).test,
  errorCode: () => null,
  parentTransaction: () => null,
  manualPaymentGateway: () => false,
});

export const REFUND = typeFields<Refund>('Refund', {
  id: ({ id }) => gid('Refund', id),
  legacyResourceId: ({ id }) => id,
  processedAt: ({ createdAt }) => createdAt,
  order: ({ order }, _, context) => orderOf(context, order),
  return: (refund, _, context) =>
    returnsOf(orderOf(context, refund.order)).find(({ id }) => id === refund.return) ?? null,
  totalRefundedSet: ({ transactions, order }, _, context) => moneyBag(given(transactions), orderOf(context, order)),
  transactions: ({ transactions }, args, context, info) => connection(transactions, {}, args, context, info),
  refundLineItems: ({ lines }, args, context, info) => connection(lines, {}, args, context, info),
  orderAdjustments: (_, args, context, info) => connection([], {}, args, context, info),
  refundShippingLines: (_, args, context, info) => connection([], {}, args, context, info),
  duties: () => [],
});

function given(transactions: readonly Transaction[]): Decimal {
  return sumDecimals(transactions.filter(({ status }) => status === 'SUCCESS').map(({ amount }) => amount));
}

export const REFUND_LINE_ITEM = typeFields<RefundLine>('RefundLineItem', {
  id: ({ id }) => gid('RefundLineItem', id),
  lineItem: ({ line, order }, _, context) => {
    const of = orderOf(context, order);
    return within(of, of.lines).find(({ id }) => id === line);
  },
  priceSet: ({ subtotal, quantity, order }, _, context) =>
    moneyBag(shareOf(subtotal, 1, quantity), orderOf(context, order)),
  subtotalSet: ({ subtotal, order }, _, context) => moneyBag(subtotal, orderOf(context, order)),
  totalTaxSet: ({ tax, order }, _, context) => moneyBag(tax, orderOf(context, order)),
  restocked: ({ restockType }) => restockType !== 'NO_RESTOCK',
  location: () => null,
});

export const RETURN = typeFields<Of<Return>>('Return', {
  id: ({ id }) => gid('Return', id),
  order: ({ within: order }) => order,
  totalQuantity: ({ lines }) => lines.reduce((sum, { quantity }) => sum + quantity, 0),
  returnLineItems: ({ lines, within: order }, args, context, info) =>
    connection(within(order, lines), {}, args, context, info),
  refunds: ({ id, within: order }, args, context, info) =>
    connection(
      order.refunds.filter((refund) => refund.return === id),
      {},
      args,
      context,
      info,
    ),
  decline: () => null,
  requestApprovedAt: ({ createdAt }) => createdAt,
});

export const RETURN_LINE_ITEM = typeFields<Of<Return['lines'][number]>>('ReturnLineItem', {
  id: ({ id }) => gid('ReturnLineItem', id),
  // Handles of reasons are words joined by hyphens.
  returnReasonDefinition: ({ returnReason }) => {
    const handle = returnReason.toLowerCase().replaceAll('_', '-');
    return { id: gid('ReturnReasonDefinition', handle), handle, name: handle, deleted: false };
  },
  fulfillmentLineItem: ({ line, within: order }) => ({
    id: gid('FulfillmentLineItem', line),
    lineItem: within(order, order.lines).find(({ id }) => id === line),
  }),
  withCodeDiscountedTotalPriceSet: ({ line, quantity, within: order }) =>
    moneyBag(partOfLine(order.lines.find(({ id }) => id === line) as LineItem, quantity), order),
});

export function salesApp(id: Id, title: string, handle: string): object {
  return { id: gid('App', id), title, handle, apiKey: handle, developerName: 'Shopify' };
}
