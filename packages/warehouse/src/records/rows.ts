import {
  type ConsentRecord,
  type CustomerRecord,
  dayOf,
  type EventRecord,
  type Instant,
  isCounted,
  isPurchase,
  nestedRefundTotalInShopCurrency,
  type OrderRecord,
  orderDiscount,
  orderTotalInShopCurrency,
  type ProductRecord,
  type RefundRecord,
  refundInShopCurrency,
  type Shop,
  ZERO,
} from '@clientele/model';

/** Column values of one row, as ClickHouse's JSONEachRow takes them. */
export type Row = Record<string, unknown>;

/** ClickHouse reads instants without the trailing Z. */
export function instantValue(instant: string): string {
  return instant.replace('T', ' ').replace('Z', '');
}

/** And writes them so. */
export function instantOf(value: string): Instant {
  return `${value.replace(' ', 'T')}Z` as Instant;
}

/** What the facts of orders and the orders by customer have in common; adding up the lines is done once. */
interface OrderFacts {
  readonly at: string;
  readonly day: string;
  readonly counted: boolean;
  readonly total: string | null;
  readonly refunded: string | null;
}

export function orderFacts(order: OrderRecord, shop: Shop): OrderFacts {
  return {
    at: instantValue(order.placedAt),
    day: dayOf(order.placedAt, shop.timeZone),
    counted: isCounted(order),
    total: orderTotalInShopCurrency(order, shop.currency),
    refunded: nestedRefundTotalInShopCurrency(order, shop.currency),
  };
}

export function customerOrderColumns(order: OrderRecord, facts: OrderFacts): Row {
  const purchases = order.lines.filter(isPurchase);
  const discount = orderDiscount(order);
  return {
    ...facts,
    discounted: discount !== ZERO && !discount.startsWith('-'),
    channel_kind: order.channel.kind,
    gift: order.gift?.message === true || order.gift?.wrapped === true || order.toAnotherPerson === true,
    line_product: purchases.map((line) => line.product ?? ''),
    line_quantity: purchases.map((line) => line.quantity),
  };
}

export function refundColumns(refund: RefundRecord, shop: Shop): Row {
  return {
    at: instantValue(refund.at),
    day: dayOf(refund.at, shop.timeZone),
    amount: refundInShopCurrency(refund, shop.currency),
  };
}

export function productColumns(product: ProductRecord): Row {
  return { title: product.title };
}

export function eventColumns(event: EventRecord, shop: Shop): Row {
  return { name: event.name, at: instantValue(event.at), day: dayOf(event.at, shop.timeZone) };
}

export function consentColumns(consent: ConsentRecord): Row {
  return { state: consent.state };
}

export function customerConsentColumns(consent: ConsentRecord): Row {
  return {
    channel: consent.channel,
    address: consent.address,
    state: consent.state,
    at: instantValue(consent.at),
  };
}

export function customerColumns(customer: CustomerRecord, shop: Shop): Row {
  const { createdAt, email } = customer;
  return {
    created_at: createdAt === undefined ? null : instantValue(createdAt),
    created_day: createdAt === undefined ? null : dayOf(createdAt, shop.timeZone),
    email_domain: email === undefined ? '' : domainOf(email),
    language: customer.language ?? '',
    countries: [...new Set(customer.addresses.flatMap((address) => address.country ?? []))],
    tags: customer.tags,
    name: (nameOf(customer) ?? '').toLowerCase(),
  };
}

/** What to call the person or firm behind a customer record; undefined where it says neither. */
export function nameOf({ firstName, lastName, company }: CustomerRecord): string | undefined {
  return [firstName, lastName].filter((part) => part !== undefined).join(' ') || company;
}

function domainOf(email: string): string {
  const at = email.lastIndexOf('@');
  return at === -1
    ? ''
    : email
        .slice(at + 1)
        .trim()
        .toLowerCase();
}
