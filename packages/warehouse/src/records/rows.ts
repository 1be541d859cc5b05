import {
  type ConsentRecord,
  type CustomerRecord,
  dayOf,
  type EventRecord,
  hourOf,
  type Instant,
  isCounted,
  isPurchase,
  nestedRefundAmounts,
  nestedRefundTotalInShopCurrency,
  type OrderRecord,
  orderDiscount,
  orderDiscountInShopCurrency,
  orderTotalInShopCurrency,
  type ProductRecord,
  purchaseAmounts,
  type RefundRecord,
  refundInShopCurrency,
  type Shop,
  type StoreCredit,
  startOfDay,
  subjectOf,
  toMillionths,
  ZERO,
} from '@clientele/model';
import { customColumns } from './custom-columns.js';
import { instantValue } from './instant-value.js';
import { propertyColumn } from './property-column.js';

/** Column values of one row, as ClickHouse's JSONEachRow takes them. */
export type Row = Record<string, unknown>;

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

export function customerOrderColumns(order: OrderRecord, facts: OrderFacts, shop: Shop): Row {
  const purchases = order.lines.filter(isPurchase);
  const discount = orderDiscount(order);
  const isDiscountedWhole = hasDiscount(order);
  const amounts = purchases.map(purchaseAmounts(order, shop.currency));
  return {
    ...facts,
    hour: hourOf(order.placedAt, shop.timeZone),
    discounted: discount !== ZERO && !discount.startsWith('-'),
    discount: orderDiscountInShopCurrency(order, shop.currency),
    codes: codesOf([order, ...order.lines]),
    channel_kind: order.channel.kind,
    channel_id: order.channel.id,
    location: order.location ?? '',
    app: order.app ?? '',
    gift: order.gift?.message === true || order.gift?.wrapped === true || order.toAnotherPerson === true,
    line_product: purchases.map((line) => line.product ?? ''),
    line_sku: purchases.map((line) => line.sku ?? ''),
    line_quantity: purchases.map((line) => line.quantity),
    line_amount: amounts.map(({ amount }) => amount),
    line_discount: amounts.map((each) => each.discount),
    line_discounted: purchases.map((line) => isDiscountedWhole || hasDiscount(line)),
    line_codes: purchases.map((line) => codesOf([order, line])),
    refund_at: order.refunds.map(({ at }) => instantValue(at)),
    refund_day: order.refunds.map(({ at }) => dayOf(at, shop.timeZone)),
    refund_hour: order.refunds.map(({ at }) => hourOf(at, shop.timeZone)),
    refund_amount: nestedRefundAmounts(order, shop.currency),
  };
}

type Discounted = Pick<OrderRecord, 'discounts'>;

function hasDiscount({ discounts }: Discounted): boolean {
  return discounts.some(({ amount }) => amount !== ZERO && !amount.startsWith('-'));
}

/** Codes are the same in upper and lower case. */
function codesOf(discounted: readonly Discounted[]): string[] {
  const codes = discounted.flatMap(({ discounts }) => discounts.flatMap(({ code }) => code?.toLowerCase() ?? []));
  return [...new Set(codes)];
}

export function refundColumns(refund: RefundRecord, shop: Shop): Row {
  return {
    at: instantValue(refund.at),
    day: dayOf(refund.at, shop.timeZone),
    amount: refundInShopCurrency(refund, shop.currency),
  };
}

export function customerRefundColumns(refund: RefundRecord, facts: Row, shop: Shop): Row {
  const { id, kind } = refund.channel;
  return { ...facts, hour: hourOf(refund.at, shop.timeZone), channel_kind: kind, channel_id: id };
}

export function productColumns({ title, category, vendor, tags }: ProductRecord): Row {
  const folded = [...new Set(tags.map((tag) => tag.toLowerCase()))];
  return { title, category: category ?? '', vendor: vendor ?? '', tags: folded };
}

export function eventColumns(event: EventRecord, shop: Shop): Row {
  return { name: event.name, at: instantValue(event.at), day: dayOf(event.at, shop.timeZone) };
}

export function customerEventColumns(event: EventRecord, shop: Shop): Row {
  return {
    ...eventColumns(event, shop),
    hour: hourOf(event.at, shop.timeZone),
    custom_name: event.name === 'custom' ? (event.customName ?? '') : '',
    channel_kind: event.channel.kind,
    channel_id: event.channel.id,
    product: subjectOf(event) ?? '',
    campaign: event.campaign ?? '',
    properties: propertyColumn(event, shop.timeZone),
  };
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
    countries: distinct(customer.addresses.flatMap((address) => address.country ?? [])),
    tags: customer.tags,
    name: (nameOf(customer) ?? '').toLowerCase(),
    ...statedColumns(customer, shop),
  };
}

/** What few customer records state; what is left out has its column's default. */
function statedColumns(customer: CustomerRecord, shop: Shop): Row {
  const { addresses, birthDate } = customer;
  const { custom, lists } = customColumns(customer, shop.timeZone);
  return withoutNothing({
    regions: distinct(addresses.flatMap(({ country, region }) => joinedIfBoth(country, region))),
    cities: distinct(
      addresses.flatMap(({ country, region, city }) =>
        joinedIfBoth(country, city === undefined ? undefined : [region, city.replace(/\s/g, '')]),
      ),
    ),
    places: addresses.flatMap(({ coordinates }) =>
      coordinates === undefined
        ? []
        : [[coordinates.latitude, coordinates.longitude].map((degrees) => Number(toMillionths(degrees)))],
    ),
    birth_day: birthDate,
    birth_at: birthDate && instantValue(startOfDay(birthDate, shop.timeZone)),
    account_status: customer.accountStatus,
    predicted_spend_tier: customer.predictedSpendTier,
    product_subscription_status: customer.productSubscriptionStatus,
    created_by_app: customer.createdByApp,
    company_ids: customer.companyIds,
    store_credit: customer.storeCredit?.map((account) => creditValue(account, shop)),
    custom,
    custom_lists: lists,
  });
}

/** An account of store credit with its dates, each behind whether there is one. */
function creditValue({ id, balance, currency, nextExpiry, lastCredit }: StoreCredit, { timeZone }: Shop) {
  const date = (at: Instant | undefined) =>
    at === undefined ? [false, '1970-01-01', '1970-01-01 00:00:00.000'] : [true, dayOf(at, timeZone), instantValue(at)];
  return [id, balance, currency, ...date(nextExpiry), ...date(lastCredit)];
}

/** `US-NY`, `US-NY-NewYorkCity`: a country with what is within it, where both are known. */
function joinedIfBoth(
  country: string | undefined,
  within: string | readonly (string | undefined)[] | undefined,
): readonly string[] {
  if (country === undefined || within === undefined) return [];
  return [
    [country, within]
      .flat()
      .filter((part) => part !== undefined)
      .join('-'),
  ];
}

function withoutNothing(row: Row): Row {
  return Object.fromEntries(
    Object.entries(row).filter(
      ([, value]) =>
        value !== undefined && !(typeof value === 'object' && value !== null && Object.keys(value).length === 0),
    ),
  );
}

function distinct(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
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
