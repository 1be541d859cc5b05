import {
  type Channel,
  type Day,
  type Decimal,
  dayOf,
  hourOf,
  type Instant,
  isPurchase,
  orderDiscountInShopCurrency,
  purchaseAmounts,
  subjectOf,
  sumDecimals,
  toMillionths,
} from '@clientele/model';
import { eventsNamed } from './events.js';
import type { CountedOrder, Person, PersonEvent } from './person.js';
import type { Property } from './properties.js';
import { ratioOfCount, ratioOfDecimal } from './ratio.js';
import type { AmountValue } from './trait-value.js';

export interface RowRecord {
  readonly kind: 'order' | 'refund' | 'event';
  readonly connection: string;
  readonly id: string;
}

/** One row of a profile: the record that it is of, and what parameters ask for. */
export interface Row {
  /** Undefined where it is no record of its own. */
  readonly record?: RowRecord;
  /** By parameter; an absent value passes no test but IS NULL. */
  readonly values: Readonly<Record<string, AmountValue | undefined>>;
  /** Of an event: nothing declares what they are. */
  readonly properties?: Readonly<Record<string, Property>>;
}

/** A person is asked many questions about the same rows. */
const KNOWN = new WeakMap<Person, Map<string, readonly Row[]>>();

/** All rows of a kind, from the first to the last; of one instant by connection, then id, then place in the record. */
export function rowsOf(name: string, person: Person): readonly Row[] {
  const known = KNOWN.get(person) ?? new Map<string, readonly Row[]>();
  KNOWN.set(person, known);
  const rows = known.get(name) ?? madeRows(name, person);
  known.set(name, rows);
  return rows;
}

function madeRows(name: string, person: Person): readonly Row[] {
  switch (name) {
    case 'orders_placed':
      return person.orders.map((order) => orderRow(order, person));
    case 'products_purchased':
      return person.purchases.map(({ order, line }): Row => {
        const { record } = order;
        const { amount, discount } = purchaseAmounts(record, person.shop.currency)(line);
        return {
          record: { kind: 'order', connection: order.connection, id: order.id },
          values: {
            ...whenAndWhere(order.at, record.channel, person),
            ...ofBoth(order),
            id: text(line.product),
            ...ofProduct(order.connection, line.product, person),
            sku: text(line.sku),
            amount: number(amount),
            quantity: number(line.quantity),
            discount: number(discount),
            discounted: boolean(isDiscounted([record, line])),
            discount_code: codes([record, line]),
          },
        };
      });
    case 'refunds_received':
      return person.refunds.map(({ connection, id, order, at, amount, channel }) => ({
        record: { kind: order === undefined ? 'refund' : 'order', connection, id },
        values: { ...whenAndWhere(at, channel, person), amount: number(amount) },
      }));
    case 'store_credit_accounts':
      return person.customers.flatMap(({ storeCredit = [] }) =>
        storeCredit.map(({ balance, currency, nextExpiry, lastCredit }) => ({
          values: {
            balance: number(balance),
            currency: text(currency),
            next_expiry_date: date(nextExpiry, person),
            last_credit_date: date(lastCredit, person),
          },
        })),
      );
    default: {
      const events = eventsNamed(name, person);
      if (events === undefined) throw new TypeError(`'${name}' is no function`);
      return events.map((event) => rowOfEvent(event, person));
    }
  }
}

/** What is said of a product as it is now. */
function ofProduct(connection: string, id: string | undefined, { shop }: Person) {
  const product = id === undefined ? undefined : shop.products?.get(connection)?.get(id);
  return {
    category: text(product?.category),
    vendor: text(product?.vendor),
    tag: { kind: 'several', texts: product?.tags ?? [] } as const,
  };
}

function rowOfEvent({ connection, record }: PersonEvent, person: Person): Row {
  const campaign = text(record.campaign);
  // A collection is no product.
  const product = record.name === 'collection_viewed' ? undefined : record.product;
  return {
    record: { kind: 'event', connection, id: record.externalId },
    values: {
      ...whenAndWhere(record.at, record.channel, person),
      id: text(subjectOf(record)),
      ...ofProduct(connection, product, person),
      campaign,
      // As Shopify calls it.
      activity_id: campaign,
    },
    properties: record.properties,
  };
}

function orderRow(order: CountedOrder, person: Person): Row {
  const { record } = order;
  return {
    record: { kind: 'order', connection: order.connection, id: order.id },
    values: {
      ...whenAndWhere(order.at, record.channel, person),
      ...ofBoth(order),
      amount: number(order.amount),
      units: number(sumDecimals(record.lines.filter(isPurchase).map(({ quantity }) => quantity))),
      discount: number(orderDiscountInShopCurrency(record, person.shop.currency)),
      discounted: boolean(order.discounted),
      discount_code: codes([record, ...record.lines]),
    },
  };
}

/** What an order says, also of each purchase in it. */
function ofBoth({ gift, record }: CountedOrder) {
  return { gift: boolean(gift), location_id: text(record.location), app_id: text(record.app) };
}

const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
const DAYPARTS = ['night', 'morning', 'afternoon', 'evening'];
const MONTHS = [
  ...['january', 'february', 'march', 'april', 'may', 'june'],
  ...['july', 'august', 'september', 'october', 'november', 'december'],
];

/** What the moment and the channel of a row say. */
function whenAndWhere(at: Instant, channel: Channel, { zone }: Person) {
  const day: Day = dayOf(at, zone);
  const hour = hourOf(at, zone);
  const calendar = new Date(`${day}T00:00:00Z`);
  return {
    date: { kind: 'date', at, day } as const,
    weekday: text(WEEKDAYS[calendar.getUTCDay()]),
    month: text(MONTHS[calendar.getUTCMonth()]),
    hour: { kind: 'number', number: ratioOfCount(hour) } as const,
    daypart: text(DAYPARTS[Math.floor(hour / 6)]),
    channel: text(channel.kind),
    channel_id: text(channel.id),
  };
}

interface Discounted {
  readonly discounts: readonly { readonly amount: Decimal; readonly code?: string | undefined }[];
}

function isDiscounted(parts: readonly Discounted[]): boolean {
  return parts.some(({ discounts }) => discounts.some(({ amount }) => toMillionths(amount) > 0n));
}

function codes(parts: readonly Discounted[]): AmountValue {
  return { kind: 'several', texts: parts.flatMap(({ discounts }) => discounts.flatMap(({ code }) => code ?? [])) };
}

function date(at: Instant | undefined, { zone }: Person): AmountValue | undefined {
  return at && { kind: 'date', at, day: dayOf(at, zone) };
}

function text(value: string | undefined): AmountValue | undefined {
  return value === undefined ? undefined : { kind: 'text', text: value };
}

function number(value: Decimal | null | undefined): AmountValue | undefined {
  return value === undefined || value === null ? undefined : { kind: 'number', number: ratioOfDecimal(value) };
}

function boolean(value: boolean): AmountValue {
  return { kind: 'boolean', boolean: value };
}
