import type { Links } from './links.js';
import type { Seconds } from './site.js';

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
