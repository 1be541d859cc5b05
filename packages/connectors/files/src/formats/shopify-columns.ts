import type { ColumnSpec } from './columns.js';

const optional = (name: string): ColumnSpec => ({ names: [name], optional: true });

/** The columns that we read of the orders CSV that a Shopify admin exports; the other columns are passed over. */
export const SHOPIFY_COLUMNS = {
  name: { names: ['Name'] },
  email: { names: ['Email'] },
  createdAt: { names: ['Created at'] },
  lineQuantity: { names: ['Lineitem quantity'] },
  lineName: { names: ['Lineitem name'] },
  linePrice: { names: ['Lineitem price'] },
  lineSku: optional('Lineitem sku'),
  lineDiscount: optional('Lineitem discount'),
  vendor: optional('Vendor'),
  id: optional('Id'),
  currency: optional('Currency'),
  subtotal: optional('Subtotal'),
  shipping: optional('Shipping'),
  taxes: optional('Taxes'),
  total: optional('Total'),
  discountCode: optional('Discount Code'),
  discountAmount: optional('Discount Amount'),
  shippingMethod: optional('Shipping Method'),
  refundedAmount: optional('Refunded Amount'),
  paidAt: optional('Paid at'),
  fulfilledAt: optional('Fulfilled at'),
  cancelledAt: optional('Cancelled at'),
  acceptsMarketing: optional('Accepts Marketing'),
  phone: optional('Phone'),
  source: optional('Source'),
  location: optional('Location'),
  billingName: optional('Billing Name'),
  billingAddress1: optional('Billing Address1'),
  billingAddress2: optional('Billing Address2'),
  billingCompany: optional('Billing Company'),
  billingCity: optional('Billing City'),
  billingZip: optional('Billing Zip'),
  billingProvince: optional('Billing Province'),
  billingCountry: optional('Billing Country'),
  billingPhone: optional('Billing Phone'),
  shippingName: optional('Shipping Name'),
  shippingAddress1: optional('Shipping Address1'),
  shippingAddress2: optional('Shipping Address2'),
  shippingCity: optional('Shipping City'),
  shippingZip: optional('Shipping Zip'),
  shippingProvince: optional('Shipping Province'),
  shippingCountry: optional('Shipping Country'),
} as const satisfies Record<string, ColumnSpec>;

export type ShopifyColumn = keyof typeof SHOPIFY_COLUMNS;

/** A cell by its column, trimmed; undefined where it is empty or the file has no such column. */
export type ShopifyCell = (column: ShopifyColumn) => string | undefined;
