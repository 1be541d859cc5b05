import { ALL_METHODS, selfLink } from './links.js';
import type { Order, OrderBody, Refund, RefundBody } from './order.js';
import { gmt, local, type Seconds, type Site, secondsOfGmt } from './site.js';

const SYMBOLS: Readonly<Record<string, string>> = { GBP: '£', EUR: '€', USD: '$', JPY: '¥' };

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
