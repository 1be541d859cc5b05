import { amountOf, type Cents, centsOf, taxOf } from './cents.js';
import type {
  BillingAddress,
  CouponLine,
  LineItem,
  Order,
  OrderStatus,
  ShippingAddress,
  ShippingLine,
} from './order.js';
import type { Product } from './product.js';
import type { Seconds, Site } from './site.js';

/** What somebody orders; what is left out is as usual. */
export interface OrderWish {
  readonly lines: readonly { readonly product: number; readonly quantity: number }[];
  /** A status beyond `pending` makes it paid, `completed` also completed. Without one it is `processing`. */
  readonly status?: OrderStatus;
  readonly currency?: string;
  /** Id of an account; 0 or none for a guest. */
  readonly customer?: number;
  readonly billing?: Partial<BillingAddress>;
  /** Ten percent off, by the coupon `tenoff`. */
  readonly tenOff?: boolean;
  readonly shipping?: string;
  /** 20 % on top of all prices. */
  readonly taxed?: boolean;
  readonly note?: string;
  readonly key?: string;
  /** In the past, for an order that comes late; else now. */
  readonly at?: Seconds;
}

export interface Numbers {
  readonly order: number;
  /** The next number of a line of any kind. */
  readonly item: () => number;
  readonly meta: () => number;
}

const NO_BILLING: BillingAddress = {
  first_name: '',
  last_name: '',
  company: '',
  address_1: '',
  address_2: '',
  city: '',
  state: '',
  postcode: '',
  country: '',
  email: '',
  phone: '',
};
export const NO_SHIPPING: ShippingAddress = {
  first_name: '',
  last_name: '',
  company: '',
  address_1: '',
  address_2: '',
  city: '',
  state: '',
  postcode: '',
  country: '',
  phone: '',
};
const NO_IMAGE = { id: '', src: '' };

export function billingOf(some: Partial<BillingAddress> | undefined): BillingAddress {
  return { ...NO_BILLING, ...some };
}

/** The order that comes of a wish, priced as WooCommerce does: taxes by line, on top, after the coupon. */
export function placeOrder(
  wish: OrderWish,
  products: (id: number) => Product,
  numbers: Numbers,
  { version, currency }: Site,
  now: Seconds,
): Order {
  const { taxed = false, tenOff = false, status = 'processing', at = now } = wish;
  const tax = (cents: Cents) => (taxed ? taxOf(cents) : 0);
  const taxText = (cents: Cents) => (version.roundedTaxes ? amountOf(cents / 5) : String(cents / 500));
  const taxes = (total: Cents, subtotal: Cents | undefined) =>
    taxed ? [{ id: 1, total: taxText(total), subtotal: subtotal === undefined ? '' : taxText(subtotal) }] : [];
  const priced = wish.lines.map(({ product: id, quantity }) => {
    const product = products(id);
    const subtotal = centsOf(product.price) * quantity;
    return { product, quantity, subtotal, total: subtotal - (tenOff ? Math.round(subtotal / 10) : 0) };
  });
  const sum = (of: (line: (typeof priced)[number]) => Cents) => priced.reduce((all, line) => all + of(line), 0);
  const shipping = centsOf(wish.shipping ?? '0');
  const cartTax = sum(({ total }) => tax(total));
  const discount = sum(({ subtotal, total }) => subtotal - total);
  const discountTax = sum(({ subtotal, total }) => tax(subtotal) - tax(total));

  const lineItems = priced.map(
    ({ product, quantity, subtotal, total }): LineItem => ({
      id: numbers.item(),
      name: product.name,
      product_id: product.id,
      variation_id: 0,
      quantity,
      tax_class: '',
      subtotal: amountOf(subtotal),
      subtotal_tax: amountOf(tax(subtotal)),
      total: amountOf(total),
      total_tax: amountOf(tax(total)),
      taxes: taxes(total, subtotal),
      meta_data: [],
      sku: product.sku,
      ...(version.newerFields && { global_unique_id: '' }),
      price: quantity === 0 ? 0 : total / quantity / 100,
      image: NO_IMAGE,
      parent_name: null,
    }),
  );
  const shippingLine = (): ShippingLine => ({
    id: numbers.item(),
    method_title: 'Flat',
    method_id: 'flat_rate',
    instance_id: '',
    total: amountOf(shipping),
    total_tax: amountOf(tax(shipping)),
    taxes: taxes(shipping, undefined),
    ...(version.newerFields && { tax_status: 'taxable' }),
    meta_data: [],
  });
  const taxLine = () => ({
    id: numbers.item(),
    rate_code: 'GB-VAT-1',
    rate_id: 1,
    label: 'VAT',
    compound: false,
    tax_total: amountOf(cartTax),
    shipping_tax_total: amountOf(tax(shipping)),
    rate_percent: 20,
    meta_data: [],
  });
  const couponLine = (): CouponLine => ({
    id: numbers.item(),
    code: 'tenoff',
    discount: String(discount / 100),
    discount_tax: String(discountTax / 100),
    meta_data: [],
    ...(version.newerFields && { discount_type: 'percent', nominal_amount: 10, free_shipping: false }),
  });
  const isPaid = status === 'processing' || status === 'completed' || status === 'refunded';
  return {
    id: numbers.order,
    status,
    currency: wish.currency ?? currency,
    prices_include_tax: false,
    discount_total: amountOf(discount),
    discount_tax: amountOf(discountTax),
    shipping_total: amountOf(shipping),
    shipping_tax: amountOf(tax(shipping)),
    cart_tax: amountOf(cartTax),
    total: amountOf(sum(({ total }) => total) + shipping + cartTax + tax(shipping)),
    total_tax: amountOf(cartTax + tax(shipping)),
    customer_id: wish.customer ?? 0,
    order_key: wish.key ?? `wc_order_${numbers.order.toString(36).padStart(13, '0')}`,
    billing: billingOf(wish.billing),
    shipping: NO_SHIPPING,
    payment_method: '',
    payment_method_title: '',
    transaction_id: '',
    customer_ip_address: '',
    customer_user_agent: '',
    created_via: 'rest-api',
    customer_note: wish.note ?? '',
    cart_hash: '',
    meta_data: [],
    line_items: lineItems,
    shipping_lines: shipping === 0 ? [] : [shippingLine()],
    tax_lines: taxed ? [taxLine()] : [],
    fee_lines: [],
    coupon_lines: tenOff ? [couponLine()] : [],
    needs_processing: true,
    created: at,
    modified: at,
    paid: isPaid ? at : null,
    completed: status === 'completed' || status === 'refunded' ? at : null,
    refunds: [],
  };
}
