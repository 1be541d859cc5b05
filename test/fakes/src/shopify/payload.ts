import { sumDecimals } from '@clientele/model';
import type { BulkOperation } from './bulk.js';
import type { Address, Consent, Customer } from './customer.js';
import { financialStatus } from './fields/order.js';
import { gid, type Id } from './gid.js';
import type { Happening } from './happening.js';
import { moneyBag, priceText } from './money.js';
import { type LineItem, type Order, type Refund, totalsOf } from './order.js';
import type { Shop, ShopFacts } from './shop.js';
import { dateTimeText, type Ms } from './time.js';

/** A number that JavaScript cannot hold; {@link payloadText} writes it as one. */
const number = (id: Id): string => `#integer:${id}`;
const numberOrNull = (id: Id | null): string | null => (id === null ? null : number(id));
const time = (at: Ms | null): string | null => (at === null ? null : dateTimeText(at).replace('Z', '+00:00'));

/** JSON of a payload, with whole numbers to the last digit. */
export function payloadText(payload: object): string {
  return JSON.stringify(payload).replaceAll(/"#integer:(\d+)"/g, '$1');
}

/** What a webhook says of what happened; the forms are those of the REST interface. */
export function payloadOf(happening: Happening, shop: Shop): object {
  switch (happening.topic) {
    case 'orders/create':
    case 'orders/updated':
    case 'orders/paid':
    case 'orders/cancelled':
      return orderPayload(happening.about, shop);
    case 'orders/delete':
    case 'products/delete':
      return { id: number(happening.about.id) };
    case 'customers/delete':
      return {
        id: number(happening.about.id),
        phone: null,
        addresses: [],
        tax_exemptions: [],
        admin_graphql_api_id: gid('Customer', happening.about.id),
      };
    case 'orders/edited': {
      const changes = (all: typeof happening.added) => all.map(({ line, delta }) => ({ id: number(line), delta }));
      return {
        order_edit: {
          id: number(shop.nextId()),
          app_id: null,
          created_at: time(shop.now),
          notify_customer: false,
          order_id: number(happening.about.id),
          staff_note: '',
          user_id: null,
          line_items: { additions: changes(happening.added), removals: changes(happening.removed) },
          discounts: { line_item: { additions: [], removals: [] } },
          shipping_lines: { additions: [] },
        },
      };
    }
    case 'refunds/create':
      return refundPayload(happening.about, shop);
    case 'order_transactions/create': {
      const { id, order, kind, status, gateway, amount, createdAt } = happening.about;
      return {
        id: number(id),
        order_id: number(order),
        kind: kind.toLowerCase(),
        status: status.toLowerCase(),
        gateway,
        amount: priceText(amount),
        currency: shop.facts.currency,
        created_at: time(createdAt),
        admin_graphql_api_id: gid('OrderTransaction', id),
      };
    }
    case 'customers/create':
    case 'customers/update':
      return customerPayload(happening.about, shop.facts);
    case 'customers/merge':
      return {
        admin_graphql_api_customer_kept_id: gid('Customer', happening.kept),
        admin_graphql_api_customer_deleted_id: gid('Customer', happening.deleted),
        admin_graphql_api_job_id: null,
        status: 'completed',
        errors: [],
      };
    case 'customers/purchasing_summary': {
      const { id } = happening.about;
      const last = shop.ordersOf(id).at(-1);
      return {
        customerId: gid('Customer', id),
        numberOfOrders: shop.boughtBy(id).length,
        amountSpent: { amount: priceText(shop.spentBy(id)), currencyCode: shop.facts.currency },
        lastOrderId: last === undefined ? null : gid('Order', last.id),
        occurredAt: dateTimeText(shop.now),
      };
    }
    case 'customer.tags_added':
    case 'customer.tags_removed':
      return {
        customerId: gid('Customer', happening.about.id),
        tags: happening.tags,
        occurredAt: dateTimeText(shop.now),
      };
    case 'customers_email_marketing_consent/update': {
      const { id, email, emailConsent } = happening.about;
      return { customer_id: number(id), email_address: email, email_marketing_consent: consentPayload(emailConsent) };
    }
    case 'customers_marketing_consent/update': {
      const { id, phone, smsConsent } = happening.about;
      const collected = { consent_collected_from: (smsConsent.collectedFrom ?? 'OTHER').toLowerCase() };
      return { id: number(id), phone, sms_marketing_consent: { ...consentPayload(smsConsent), ...collected } };
    }
    case 'products/create':
    case 'products/update': {
      const { id, title, vendor, productType, handle, status, tags, createdAt, updatedAt, variants } = happening.about;
      return {
        id: number(id),
        admin_graphql_api_id: gid('Product', id),
        title,
        vendor,
        product_type: productType,
        handle,
        status: status.toLowerCase(),
        tags: tags.join(', '),
        created_at: time(createdAt),
        updated_at: time(updatedAt),
        variants: variants.map((variant) => ({
          id: number(variant.id),
          title: variant.title,
          sku: variant.sku,
          price: priceText(variant.price),
        })),
      };
    }
    case 'checkouts/create':
    case 'checkouts/update': {
      const { id, name, email, createdAt, updatedAt, completedAt, currency, lines } = happening.about;
      const customer = happening.about.customer === null ? undefined : shop.customers.get(happening.about.customer);
      return {
        id: number(id),
        token: id,
        name,
        email,
        ...(customer !== undefined && { customer: customerPayload(customer, shop.facts) }),
        created_at: time(createdAt),
        updated_at: time(updatedAt),
        completed_at: time(completedAt),
        currency,
        line_items: lines.map(({ product, title, sku, quantity, price }) => ({
          product_id: numberOrNull(product),
          title,
          sku,
          quantity,
          price: priceText(price),
        })),
      };
    }
  }
}

function consentPayload({ state, optInLevel, updatedAt }: Consent): object {
  const level = optInLevel === null ? null : optInLevel.toLowerCase();
  return { state: state.toLowerCase(), opt_in_level: level, consent_updated_at: time(updatedAt) };
}

/** Since 2025-01 without tags, consent and sums. */
export function customerPayload(customer: Customer, { currency }: ShopFacts): object {
  const { id, email, createdAt, updatedAt, firstName, lastName, state, note, phone, addresses } = customer;
  const all = addresses.map((address, index) => ({ ...addressPayload(address), default: index === 0 }));
  return {
    id: number(id),
    email,
    created_at: time(createdAt),
    updated_at: time(updatedAt),
    first_name: firstName,
    last_name: lastName,
    state: state.toLowerCase(),
    note,
    verified_email: customer.verifiedEmail,
    multipass_identifier: null,
    tax_exempt: customer.taxExempt,
    currency,
    phone,
    addresses: all,
    tax_exemptions: [],
    admin_graphql_api_id: gid('Customer', id),
    ...(all[0] !== undefined && { default_address: all[0] }),
  };
}

function addressPayload(address: Address): object {
  const { id, firstName, lastName, company, address1, address2, city, province, provinceCode, zip, country } = address;
  return {
    id: number(id),
    first_name: firstName,
    last_name: lastName,
    company,
    address1,
    address2,
    city,
    province,
    province_code: provinceCode,
    zip,
    country,
    country_code: address.countryCode,
    phone: address.phone,
  };
}

function inBoth(amount: Parameters<typeof moneyBag>[0], order: Order): object {
  const { shopMoney, presentmentMoney } = moneyBag(amount, order) as Record<
    string,
    { amount: string; currencyCode: string }
  >;
  const written = (money = { amount: '0', currencyCode: '' }) => ({
    amount: priceText(money.amount),
    currency_code: money.currencyCode,
  });
  return { shop_money: written(shopMoney), presentment_money: written(presentmentMoney) };
}

export function orderPayload(order: Order, shop: Shop): object {
  const totals = totalsOf(order);
  const customer = order.customer === null ? undefined : shop.customers.get(order.customer);
  const amount = (name: string, value: typeof totals.total) => ({
    [name]: priceText(value),
    [`${name}_set`]: inBoth(value, order),
  });
  return {
    id: number(order.id),
    admin_graphql_api_id: gid('Order', order.id),
    app_id: number(order.app.id),
    cancel_reason: order.cancelReason?.toLowerCase() ?? null,
    cancelled_at: time(order.cancelledAt),
    closed_at: time(order.closedAt),
    confirmed: true,
    contact_email: order.email,
    created_at: time(order.createdAt),
    currency: order.currency,
    ...amount('current_subtotal_price', totals.current.subtotal),
    ...amount('current_total_discounts', totals.discounts),
    ...amount('current_total_price', totals.current.total),
    ...amount('current_total_tax', totals.current.tax),
    discount_codes: order.discounts.filter(({ kind }) => kind === 'code').map(({ name }) => ({ code: name })),
    email: order.email,
    financial_status: financialStatus(order).toLowerCase(),
    fulfillment_status: null,
    location_id: numberOrNull(order.location),
    name: `#${order.number}`,
    note: order.note,
    number: order.number - 1000,
    order_number: order.number,
    payment_gateway_names: [...new Set(order.transactions.map(({ gateway }) => gateway))],
    phone: order.phone,
    presentment_currency: order.presentmentCurrency,
    processed_at: time(order.processedAt),
    source_name: order.app.sourceName,
    ...amount('subtotal_price', totals.subtotal),
    tags: order.tags.join(', '),
    taxes_included: order.taxesIncluded,
    test: order.test,
    ...amount('total_discounts', totals.discounts),
    total_shipping_price_set: inBoth(totals.shipping, order),
    ...amount('total_price', totals.total),
    ...amount('total_tax', totals.tax),
    updated_at: time(order.updatedAt),
    ...(customer !== undefined && { customer: customerPayload(customer, shop.facts) }),
    billing_address: order.billingAddress === null ? null : addressPayload(order.billingAddress),
    shipping_address: order.shippingAddress === null ? null : addressPayload(order.shippingAddress),
    line_items: order.lines.map((line) => linePayload(line, order)),
    refunds: order.refunds.map((refund) => refundPayload(refund, shop)),
    shipping_lines: order.shipping.map(({ id, title, code, price }) => ({
      id: number(id),
      title,
      code,
      price: priceText(price),
      price_set: inBoth(price, order),
    })),
  };
}

function linePayload(line: LineItem, order: Order): object {
  const discount = sumDecimals(line.allocations.map(({ amount }) => amount));
  return {
    id: number(line.id),
    admin_graphql_api_id: gid('LineItem', line.id),
    current_quantity: line.currentQuantity,
    gift_card: line.isGiftCard,
    name: line.title,
    price: priceText(line.price),
    price_set: inBoth(line.price, order),
    product_id: numberOrNull(line.product),
    quantity: line.quantity,
    sku: line.sku,
    title: line.title,
    total_discount: priceText(discount),
    total_discount_set: inBoth(discount, order),
    variant_id: numberOrNull(line.variant),
    variant_title: line.variantTitle,
    vendor: line.vendor,
    tax_lines: line.taxes.map(({ title, rate, price }) => ({ title, rate, price: priceText(price) })),
    discount_allocations: line.allocations.map((one) => ({
      amount: priceText(one.amount),
      amount_set: inBoth(one.amount, order),
      discount_application_index: one.discount,
    })),
  };
}

function refundPayload(refund: Refund, shop: Shop): object {
  const order = shop.orders.get(refund.order) as Order;
  return {
    id: number(refund.id),
    order_id: number(refund.order),
    created_at: time(refund.createdAt),
    note: refund.note,
    user_id: null,
    processed_at: time(refund.createdAt),
    restock: true,
    duties: [],
    return: refund.return === null ? null : { id: number(refund.return) },
    admin_graphql_api_id: gid('Refund', refund.id),
    refund_line_items: refund.lines.map((one) => ({
      id: number(one.id),
      quantity: one.quantity,
      line_item_id: number(one.line),
      location_id: null,
      restock_type: one.restockType.toLowerCase(),
      subtotal: Number(one.subtotal),
      total_tax: Number(one.tax),
      subtotal_set: inBoth(one.subtotal, order),
      total_tax_set: inBoth(one.tax, order),
    })),
    transactions: refund.transactions.map((one) => ({
      id: number(one.id),
      order_id: number(one.order),
      kind: one.kind.toLowerCase(),
      gateway: one.gateway,
      status: one.status.toLowerCase(),
      amount: priceText(one.amount),
      currency: order.currency,
      created_at: time(one.createdAt),
    })),
    order_adjustments: [],
  };
}

export function bulkPayload({ id, createdAt, completedAt, errorCode, status }: BulkOperation): object {
  return {
    admin_graphql_api_id: gid('BulkOperation', id),
    completed_at: time(completedAt),
    created_at: time(createdAt),
    error_code: errorCode?.toLowerCase() ?? null,
    status: status.toLowerCase(),
    type: 'query',
  };
}

export function shopPayload({ id, name, domain, email, currency, zone }: ShopFacts): object {
  return { id: number(id), name, email, domain, currency, iana_timezone: zone, myshopify_domain: domain };
}

/** What a compliance topic is about: a customer and orders of theirs, or the whole shop. */
export function compliancePayload(
  facts: ShopFacts,
  customer?: Customer,
  orders: readonly Id[] = [],
  request?: Id,
): object {
  const shop = { shop_id: number(facts.id), shop_domain: facts.domain };
  if (customer === undefined) return shop;
  const about = { ...shop, customer: { id: number(customer.id), email: customer.email, phone: customer.phone } };
  if (request === undefined) return { ...about, orders_to_redact: orders.map(number) };
  return { ...about, orders_requested: orders.map(number), data_request: { id: number(request) } };
}
