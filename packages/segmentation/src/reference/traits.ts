import {
  type ConsentChannel,
  type ConsentState,
  type Decimal,
  dayOf,
  daysBetween,
  startOfDay,
  subtractDecimals,
  sumDecimals,
} from '@clientele/model';
import type { Question } from './context.js';
import { customTrait } from './custom.js';
import { newest } from './newest.js';
import type { CountedOrder, Person } from './person.js';
import { compareRatios, divide, type Ratio, ratio, ratioOfCount, ratioOfDecimal } from './ratio.js';
import { groupOfScores, type RfmScores, rfmScore } from './rfm.js';
import { compareTexts } from './text-order.js';
import type { TraitValue } from './trait-value.js';

type Derivation = (person: Person, question: Question) => TraitValue | undefined;

/** Of several consents the first that occurs here says what holds. */
const CONSENT_RANK: readonly ConsentState[] = [
  'UNSUBSCRIBED',
  'SUBSCRIBED',
  'PENDING',
  'INVALID',
  'NOT_SUBSCRIBED',
  'REDACTED',
];

/** Every trait, derived from the records by the words of docs/segment-language.md. */
const TRAITS: Readonly<Record<string, Derivation>> = {
  customer_added_date: ({ customers, zone }) => {
    const created = customers.flatMap((customer) => customer.createdAt ?? []).sort(compareTexts)[0];
    return created && { kind: 'date', at: created, day: dayOf(created, zone) };
  },
  abandoned_checkout_date: ({ events }) => {
    const last = events.findLast(({ record }) => record.name === 'checkout_abandoned');
    return last && { kind: 'date', at: last.record.at, day: last.day };
  },
  first_order_date: ({ orders }) => placed(orders[0]),
  last_order_date: ({ orders }) => placed(orders.at(-1)),
  number_of_orders: ({ orders }) => count(orders.length),
  amount_spent: (person) => amount(amountSpent(person)),
  average_order_value: (person) => {
    const amounts = orderAmounts(person);
    if (amounts.length === 0) return undefined;
    return number(divide(ratioOfDecimal(amountSpent(person)), ratioOfCount(amounts.length)));
  },
  largest_order_amount: (person) => {
    const largest = orderAmounts(person).map(ratioOfDecimal).sort(compareRatios).at(-1);
    return largest && number(largest);
  },
  units_purchased: ({ purchases }) => amount(sumDecimals(purchases.map((purchase) => purchase.quantity))),
  distinct_products: ({ purchases }) => count(new Set(purchases.flatMap((purchase) => purchase.product ?? [])).size),
  amount_refunded: (person) => amount(amountRefunded(person)),
  net_amount_spent: (person) => amount(subtractDecimals(amountSpent(person), amountRefunded(person))),
  discounted_order_share: ({ orders }) => {
    if (orders.length === 0) return undefined;
    return number(ratio(BigInt(orders.filter((order) => order.discounted).length), BigInt(orders.length)));
  },
  gift_orders: ({ orders }) => count(orders.filter((order) => order.gift).length),
  days_since_last_order: ({ orders }, { today }) => {
    const last = orders.at(-1);
    return last && count(daysBetween(last.day, today));
  },
  days_between_orders: ({ orders }) => {
    const [first] = orders;
    const last = orders.at(-1);
    if (first === undefined || last === undefined || orders.length < 2) return undefined;
    return number(ratio(BigInt(daysBetween(first.day, last.day)), BigInt(orders.length - 1)));
  },
  channels: ({ orders }) => list(orders.map((order) => order.channel)),
  first_channel: ({ orders }) => text(orders[0]?.channel),
  usual_channel: ({ orders }) => {
    const ordersOn = (channel: string): number => orders.filter((order) => order.channel === channel).length;
    const kinds = distinct(orders.map((order) => order.channel));
    return text(kinds.sort((a, b) => ordersOn(b) - ordersOn(a) || compareTexts(a, b))[0]);
  },
  rfm_recency: score('recency'),
  rfm_frequency: score('frequency'),
  rfm_monetary: score('monetary'),
  rfm_group: (person, question) => {
    const scores = (['recency', 'frequency', 'monetary'] as const).flatMap((of) => scoreOf(of, person, question) ?? []);
    const [recency, frequency, monetary] = scores;
    if (recency === undefined || frequency === undefined || monetary === undefined) return text('PROSPECTS');
    return text(groupOfScores({ recency, frequency, monetary }, question.rfm.grid));
  },
  email_subscription_status: (person) => subscription(person, 'email'),
  sms_subscription_status: (person) => subscription(person, 'sms'),
  customer_countries: ({ customers }) => list(addressesOf(customers).flatMap((address) => address.country ?? [])),
  customer_regions: ({ customers }) =>
    list(addressesOf(customers).flatMap(({ country, region }) => (country && region ? `${country}-${region}` : []))),
  customer_cities: ({ customers }) =>
    list(
      addressesOf(customers).flatMap(({ country, region, city }) =>
        country && city ? [country, region, city.replace(/\s/g, '')].filter((part) => part).join('-') : [],
      ),
    ),
  customer_tags: ({ customers }) => list(customers.flatMap((customer) => customer.tags)),
  customer_email_domain: ({ customers }) => {
    const record = newest(customers.filter((customer) => domainOf(customer.email) !== undefined));
    return text(domainOf(record?.email));
  },
  customer_language: ({ customers }) => text(newestStated(customers, 'language')),
  companies: ({ customers }) => list(customers.flatMap((customer) => customer.companyIds ?? [])),
  created_by_app_id: ({ customers }) => {
    const created = ({ createdAt }: Customer) => createdAt ?? 'never';
    const [earliest] = customers
      .filter((customer) => customer.createdByApp !== undefined)
      .sort(
        (a, b) =>
          compareTexts(created(a), created(b)) ||
          compareTexts(a.connection, b.connection) ||
          compareTexts(a.externalId, b.externalId),
      );
    return text(earliest?.createdByApp);
  },
  customer_account_status: ({ customers }) => text(newestStated(customers, 'accountStatus')),
  predicted_spend_tier: ({ customers }) => text(newestStated(customers, 'predictedSpendTier')),
  product_subscription_status: ({ customers }) => text(newestStated(customers, 'productSubscriptionStatus')),
  birth_date: ({ customers, zone }) => {
    const day = newestStated(customers, 'birthDate');
    return day && { kind: 'date', day, at: startOfDay(day, zone) };
  },
};

/** The names of all traits. */
export const TRAIT_NAMES: readonly string[] = Object.keys(TRAITS);

/** Derives a trait from the records; undefined where it is absent. Throws on a name that is no trait. */
export function deriveTrait(name: string, person: Person, question: Question): TraitValue | undefined {
  const type = question.customTypes.get(name);
  if (type !== undefined) return customTrait(name, type, person);
  const derivation = Object.hasOwn(TRAITS, name) ? TRAITS[name] : undefined;
  if (derivation === undefined) throw new TypeError(`'${name}' is no trait`);
  return derivation(person, question);
}

type Customer = Person['customers'][number];

/** A field of the newest customer record that states it. */
function newestStated<Field extends keyof Customer>(customers: Person['customers'], field: Field) {
  return newest(customers.filter((customer) => customer[field] !== undefined))?.[field];
}

function addressesOf(customers: Person['customers']): Customer['addresses'] {
  return customers.flatMap((customer) => customer.addresses);
}

function orderAmounts({ orders }: Person): Decimal[] {
  return orders.flatMap((order) => order.amount ?? []);
}

function amountSpent(person: Person): Decimal {
  return sumDecimals(orderAmounts(person));
}

function amountRefunded({ orders, refunds }: Person): Decimal {
  const documents = refunds.filter((refund) => refund.order === undefined);
  return sumDecimals([
    ...orders.flatMap((order) => order.refunded ?? []),
    ...documents.flatMap((refund) => refund.amount ?? []),
  ]);
}

function score(which: keyof RfmScores): Derivation {
  return (person, question) => {
    const found = scoreOf(which, person, question);
    return found === undefined ? undefined : count(found);
  };
}

function scoreOf(which: keyof RfmScores, person: Person, question: Question): number | undefined {
  return rfmScore(which, person, question, (trait) => deriveTrait(trait, person, question));
}

function subscription({ consents }: Person, channel: ConsentChannel): TraitValue | undefined {
  const ofChannel = consents.filter((consent) => consent.channel === channel);
  const states = ofChannel
    .filter(
      (consent) =>
        newest(
          ofChannel.filter((other) => other.connection === consent.connection && other.address === consent.address),
        ) === consent,
    )
    .map((consent) => consent.state);
  return text(CONSENT_RANK.find((state) => states.includes(state)));
}

/** Lower case, after the last @; undefined for what has none and so is no e-mail address. */
function domainOf(email: string | undefined): string | undefined {
  const domain = email?.includes('@') ? email.slice(email.lastIndexOf('@') + 1).toLowerCase() : '';
  return domain === '' ? undefined : domain;
}

function distinct<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}

function placed(order: CountedOrder | undefined): TraitValue | undefined {
  return order && { kind: 'date', at: order.at, day: order.day };
}

function number(value: Ratio): TraitValue {
  return { kind: 'number', number: value };
}

function count(value: number): TraitValue {
  return number(ratioOfCount(value));
}

function amount(value: Decimal): TraitValue {
  return number(ratioOfDecimal(value));
}

function text(value: string | undefined): TraitValue | undefined {
  return value === undefined ? undefined : { kind: 'text', text: value };
}

function list(values: readonly string[]): TraitValue | undefined {
  return values.length === 0 ? undefined : { kind: 'list', texts: distinct(values).sort(compareTexts) };
}
