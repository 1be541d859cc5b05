import type { Day, Decimal, Instant } from '@clientele/model';
import { eventsNamed, factsOfEvent } from './events.js';
import type { Person, PersonEvent } from './person.js';
import type { Property } from './properties.js';
import { ratioOfCount, ratioOfDecimal } from './ratio.js';
import type { AmountValue } from './trait-value.js';

/** One row of a profile: the record that it is of, and what parameters ask for. */
export interface Row {
  readonly connection: string;
  readonly id: string;
  /** By parameter; an absent value passes no test but IS NULL. */
  readonly values: Readonly<Record<string, AmountValue | undefined>>;
  /** Of an event: nothing declares what they are. */
  readonly properties?: Readonly<Record<string, Property>>;
}

/** All rows of a kind, from the first to the last; of one instant by connection, then id, then place in the record. */
export function rowsOf(name: string, person: Person): readonly Row[] {
  switch (name) {
    case 'orders_placed':
      return person.orders.map((order) => ({
        connection: order.connection,
        id: order.id,
        values: { ...timeOf(order), channel: text(order.channel), amount: number(order.amount) },
      }));
    case 'products_purchased':
      return person.purchases.map(({ order, product, quantity }) => ({
        connection: order.connection,
        id: order.id,
        values: { ...timeOf(order), id: text(product), quantity: number(quantity) },
      }));
    default: {
      const events = eventsNamed(name, person);
      if (events === undefined) throw new TypeError(`'${name}' is no function`);
      return events.map(rowOfEvent);
    }
  }
}

function rowOfEvent(event: PersonEvent): Row {
  const { connection, day, record } = event;
  const { hour, campaign, ...texts } = factsOfEvent(event);
  return {
    connection,
    id: record.externalId,
    values: {
      ...timeOf({ at: record.at, day }),
      ...Object.fromEntries(Object.entries(texts).map(([name, value]) => [name, text(value)])),
      hour: { kind: 'number', number: ratioOfCount(hour) },
      campaign: text(campaign),
      // As Shopify calls it.
      activity_id: text(campaign),
    },
    properties: record.properties,
  };
}

const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
const MONTHS = [
  ...['january', 'february', 'march', 'april', 'may', 'june'],
  ...['july', 'august', 'september', 'october', 'november', 'december'],
];

/** What the moment of a row says. */
function timeOf({ at, day }: { readonly at: Instant; readonly day: Day }) {
  const calendar = new Date(`${day}T00:00:00Z`);
  return {
    date: { kind: 'date', at, day } as const,
    weekday: text(WEEKDAYS[calendar.getUTCDay()]),
    month: text(MONTHS[calendar.getUTCMonth()]),
  };
}

function text(value: string | undefined): AmountValue | undefined {
  return value === undefined ? undefined : { kind: 'text', text: value };
}

function number(value: Decimal | undefined): AmountValue | undefined {
  return value === undefined ? undefined : { kind: 'number', number: ratioOfDecimal(value) };
}
