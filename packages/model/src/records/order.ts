import { z } from 'zod';
import { channelField } from './channel.js';
import {
  addressField,
  currencyField,
  decimalField,
  externalId,
  instantField,
  nonEmptyText,
  objectOf,
  versionField,
} from './fields.js';

/** A reduction of a price; `amount` is positive and in the order's currency. */
export const discountField = objectOf({
  amount: decimalField,
  code: nonEmptyText.optional(),
  title: nonEmptyText.optional(),
});
export type Discount = z.output<typeof discountField>;

/** A tax; `amount` is in the order's currency, `rate` a fraction (0.2 is 20 %). */
export const taxField = objectOf({
  title: nonEmptyText,
  amount: decimalField,
  rate: decimalField.optional(),
});

/**
 * What a line is: a `product` that was bought; a `charge` whose money counts but which is no product (postage, a
 * service); a `note` that is kept and never counted (a stock entry, a line without a price).
 */
export const LINE_KINDS = ['product', 'charge', 'note'] as const;

export const orderLine = objectOf({
  id: externalId,
  kind: z.enum(LINE_KINDS).default('product'),
  /** External id of the product in the same connection. */
  product: externalId.optional(),
  variant: externalId.optional(),
  sku: nonEmptyText.optional(),
  title: nonEmptyText.optional(),
  quantity: decimalField,
  /** Price of one before any discount, in the order's currency. */
  listPrice: decimalField,
  discounts: z.array(discountField).default([]),
  taxes: z.array(taxField).default([]),
  giftCard: z.boolean().default(false),
});
export type OrderLine = z.output<typeof orderLine>;

/** A refund nested in its order; `amount` is what went back to the customer, in the order's currency. */
export const nestedRefund = objectOf({
  id: externalId,
  at: instantField,
  amount: decimalField,
  lines: z.array(objectOf({ line: externalId, quantity: decimalField, amount: decimalField })).default([]),
});
export type NestedRefund = z.output<typeof nestedRefund>;

/**
 * Why an order record exists: a `sale`; an `adjustment` of the books that has money but is no sale (a bad debt); a
 * `note` without customer money. Only sales are orders to a merchant; the rest is kept and not counted.
 */
export const ORDER_PURPOSES = ['sale', 'adjustment', 'note'] as const;

/** One order with its lines, discounts, taxes and the refunds that its source nests in it; always replaced whole. */
export const orderRecord = objectOf({
  kind: z.literal('order'),
  externalId,
  version: versionField,
  purpose: z.enum(ORDER_PURPOSES).default('sale'),
  /** The number that people use for it. */
  name: nonEmptyText.optional(),
  /** When the sale happened (not when the record was made). */
  placedAt: instantField,
  cancelledAt: instantField.optional(),
  /** A trial order of the source's own; kept, never counted. */
  test: z.boolean().default(false),
  channel: channelField,
  location: externalId.optional(),
  app: externalId.optional(),
  /** External id of the customer record in the same connection; absent when the source names none. */
  customer: externalId.optional(),
  currency: currencyField,
  /** Whether list prices contain the taxes. */
  taxesIncluded: z.boolean().default(true),
  lines: z.array(orderLine),
  /** Discounts on the order as a whole, beside those on its lines. */
  discounts: z.array(discountField).default([]),
  refunds: z.array(nestedRefund).default([]),
  /** The source's own total; without it, the lines add up to it. */
  total: decimalField.optional(),
  /** The source's own total in the shop's currency, for an order in another one. */
  totalInShopCurrency: decimalField.optional(),
  shipTo: addressField.optional(),
  /** Whether the parcel went to somebody other than the buyer; absent when unknown. */
  toAnotherPerson: z.boolean().optional(),
  gift: objectOf({ message: z.boolean().default(false), wrapped: z.boolean().default(false) }).optional(),
});
export type OrderRecord = z.output<typeof orderRecord>;
