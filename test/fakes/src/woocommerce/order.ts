import { gmt, local, type Seconds, type Site, secondsOfGmt } from './site.js';

export interface Meta {
  readonly id: number;
  readonly key: string;
  readonly value: unknown;
  readonly display_key?: string;
  readonly display_value?: unknown;
}

export interface BillingAddress {
  readonly first_name: string;
  readonly last_name: string;
  readonly company: string;
  readonly address_1: string;
  readonly address_2: string;
  readonly city: string;
  readonly state: string;
  readonly postcode: string;
  readonly country: string;
  readonly email: string;
  readonly phone: string;
}
export type ShippingAddress = Omit<BillingAddress, 'email'>;

export interface LineItem {
  readonly id: number;
  readonly name: string;
  readonly product_id: number;
  readonly variation_id: number;
  readonly quantity: number;
  readonly tax_class: string;
  readonly subtotal: string;
  readonly subtotal_tax: string;
  readonly total: string;
  readonly total_tax: string;
  readonly taxes: readonly { readonly id: number; readonly total: string; readonly subtotal: string }[];
  readonly meta_data: readonly Meta[];
  readonly sku: string;
  readonly global_unique_id?: string;
  readonly price: number;
  readonly image: { readonly id: string; readonly src: string };
  readonly parent_name: string | null;
}

export interface TaxLine {
  readonly id: number;
  readonly rate_code: string;
  readonly rate_id: number;
  readonly label: string;
  readonly compound: boolean;
  readonly tax_total: string;
  readonly shipping_tax_total: string;
  readonly rate_percent: number;
  readonly meta_data: readonly Meta[];
}

export interface ShippingLine {
  readonly id: number;
  readonly method_title: string;
  readonly method_id: string;
  readonly instance_id: string;
  readonly total: string;
  readonly total_tax: string;
  readonly taxes: LineItem['taxes'];
  readonly tax_status?: string;
  readonly meta_data: readonly Meta[];
}

export interface CouponLine {
  readonly id: number;
  readonly code: string;
  readonly discount: string;
  readonly discount_tax: string;
  readonly meta_data: readonly Meta[];
}

export const ORDER_STATUSES = [
  'pending',
  'processing',
  'on-hold',
  'completed',
  'cancelled',
  'refunded',
  'failed',
  'trash',
] as const;
export type OrderStatus = (typeof ORDER_STATUSES)[number];

/** What an answer says of an order just as the shop keeps it. */
interface OrderFacts {
  readonly id: number;
  status: OrderStatus;
  readonly currency: string;
  readonly prices_include_tax: boolean;
  readonly discount_total: string;
  readonly discount_tax: string;
  readonly shipping_total: string;
  readonly shipping_tax: string;
  readonly cart_tax: string;
  readonly total: string;
  readonly total_tax: string;
  customer_id: number;
  readonly order_key: string;
  billing: BillingAddress;
  readonly shipping: ShippingAddress;
  readonly payment_method: string;
  readonly payment_method_title: string;
  readonly transaction_id: string;
  readonly customer_ip_address: string;
  readonly customer_user_agent: string;
  readonly created_via: string;
  customer_note: string;
  readonly cart_hash: string;
  meta_data: readonly Meta[];
  readonly line_items: readonly LineItem[];
  readonly tax_lines: readonly TaxLine[];
  readonly shipping_lines: readonly ShippingLine[];
  readonly fee_lines: readonly unknown[];
  readonly coupon_lines: readonly CouponLine[];
  readonly needs_processing: boolean;
}

/** An order as the shop keeps it. */
export interface Order extends OrderFacts {
  readonly created: Seconds;
  modified: Seconds;
  paid: Seconds | null;
  completed: Seconds | null;
  refunds: readonly Refund[];
}

export interface Refund {
  readonly id: number;
  readonly order: number;
  readonly created: Seconds;
  readonly amount: string;
  readonly reason: string;
  readonly meta_data: readonly Meta[];
  readonly line_items: readonly LineItem[];
}

export interface Link {
  readonly href: string;
  readonly embeddable?: boolean;
  readonly targetHints?: { readonly allow: readonly string[] };
}
export type Links = Readonly<Record<string, readonly Link[]>>;

/** An order as the shop answers it. */
export interface OrderBody extends Readonly<OrderFacts> {
  readonly parent_id: number;
  readonly version: string;
  readonly number: string;
  readonly refunds: readonly { readonly id: number; readonly reason: string; readonly total: string }[];
  readonly payment_url: string;
  readonly is_editable: boolean;
  readonly needs_payment: boolean;
  readonly date_created: string;
  readonly date_modified: string;
  readonly date_completed: string | null;
  readonly date_paid: string | null;
  readonly date_created_gmt: string;
  readonly date_modified_gmt: string;
  readonly date_completed_gmt: string | null;
  readonly date_paid_gmt: string | null;
  readonly currency_symbol: string;
  readonly _links: Links;
}

const SYMBOLS: Readonly<Record<string, string>> = { GBP: '£', EUR: '€', USD: '$', JPY: '¥' };

/** The link to a thing itself, with the methods that it takes where the version says them. */
export function selfLink(href: string, { version }: Site, allow: readonly string[]): Link {
  return version.richLinks ? { href, targetHints: { allow } } : { href };
}

export const ALL_METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

export function orderBody(order: Order, site: Site): OrderBody {
  const { version, url } = site;
  const orders = `${url}/wp-json/wc/v3/orders`;
  const at = (time: Seconds | null) => (time === null ? null : local(time, site));
  const atGmt = (time: Seconds | null) => (time === null ? null : gmt(time));
  return {
    id: order.id,
    parent_id: 0,
    status: order.status,
    currency: order.currency,
    version: version.name,
    prices_include_tax: order.prices_include_tax,
    date_created: local(order.created, site),
    date_modified: local(order.modified, site),
    discount_total: order.discount_total,
    discount_tax: order.discount_tax,
    shipping_total: order.shipping_total,
    shipping_tax: order.shipping_tax,
    cart_tax: order.cart_tax,
    total: order.total,
    total_tax: order.total_tax,
    customer_id: order.customer_id,
    order_key: order.order_key,
    billing: order.billing,
    shipping: order.shipping,
    payment_method: order.payment_method,
    payment_method_title: order.payment_method_title,
    transaction_id: order.transaction_id,
    customer_ip_address: order.customer_ip_address,
    customer_user_agent: order.customer_user_agent,
    created_via: order.created_via,
    customer_note: order.customer_note,
    date_completed: at(order.completed),
    date_paid: at(order.paid),
    cart_hash: order.cart_hash,
    number: String(order.id),
    meta_data: order.meta_data,
    line_items: order.line_items,
    tax_lines: order.tax_lines,
    shipping_lines: order.shipping_lines,
    fee_lines: order.fee_lines,
    coupon_lines: order.coupon_lines,
    refunds: order.refunds.map(({ id, reason, amount }) => ({
      id,
      reason,
      total: `-${amount}`,
      ...(version.newerFields && { total_tax: '0.00' }),
    })),
    payment_url: `${url}/${version.payPath}/${order.id}/?pay_for_order=true&key=${order.order_key}`,
    is_editable: order.status === 'pending' || order.status === 'on-hold',
    needs_payment: (order.status === 'pending' || order.status === 'failed') && order.total !== '0.00',
    needs_processing: order.needs_processing,
    date_created_gmt: gmt(order.created),
    date_modified_gmt: gmt(order.modified),
    date_completed_gmt: atGmt(order.completed),
    date_paid_gmt: atGmt(order.paid),
    currency_symbol: SYMBOLS[order.currency] ?? order.currency,
    _links: {
      self: [selfLink(`${orders}/${order.id}`, site, ALL_METHODS)],
      collection: [{ href: orders }],
      ...(version.richLinks && {
        email_templates: [{ embeddable: true, href: `${orders}/${order.id}/actions/email_templates` }],
      }),
      ...(order.customer_id !== 0 && {
        customer: [{ href: `${url}/wp-json/wc/v3/customers/${order.customer_id}` }],
      }),
    },
  };
}

/** The order that is answered like this; its refunds are in answers of their own. */
export function orderOf(body: OrderBody, refunds: readonly Refund[] = []): Order {
  const { parent_id, version, number, payment_url, is_editable, needs_payment, currency_symbol, _links, ...facts } =
    body;
  const { date_created, date_modified, date_completed, date_paid, ...kept } = facts;
  const { date_created_gmt, date_modified_gmt, date_completed_gmt, date_paid_gmt, ...rest } = kept;
  return {
    ...rest,
    created: secondsOfGmt(date_created_gmt),
    modified: secondsOfGmt(date_modified_gmt),
    completed: date_completed_gmt === null ? null : secondsOfGmt(date_completed_gmt),
    paid: date_paid_gmt === null ? null : secondsOfGmt(date_paid_gmt),
    refunds,
  };
}

export interface RefundBody {
  readonly id: number;
  readonly date_created: string;
  readonly date_created_gmt: string;
  readonly amount: string;
  readonly reason: string;
  readonly refunded_by: number;
  readonly refunded_payment: boolean;
  readonly meta_data: readonly Meta[];
  readonly line_items: readonly LineItem[];
  readonly shipping_lines: readonly unknown[];
  readonly tax_lines: readonly unknown[];
  readonly fee_lines: readonly unknown[];
  readonly _links: Links;
}

export function refundBody(refund: Refund, site: Site): RefundBody {
  const order = `${site.url}/wp-json/wc/v3/orders/${refund.order}`;
  return {
    id: refund.id,
    date_created: local(refund.created, site),
    date_created_gmt: gmt(refund.created),
    amount: refund.amount,
    reason: refund.reason,
    refunded_by: 1,
    refunded_payment: false,
    meta_data: refund.meta_data,
    line_items: refund.line_items,
    shipping_lines: [],
    tax_lines: [],
    fee_lines: [],
    _links: {
      self: [selfLink(`${order}/refunds/${refund.id}`, site, ['GET', 'DELETE'])],
      collection: [{ href: `${order}/refunds` }],
      up: [{ href: order }],
    },
  };
}
