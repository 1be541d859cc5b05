import type { Question } from '../reference/context.js';
import type { CountedOrder, Person, PersonEvent } from '../reference/person.js';
import { compareRatios, ratioOfDecimal } from '../reference/ratio.js';
import type { RowRecord } from '../reference/rows.js';
import type { Test } from '../tree/test.js';

/**
 * Records by how directly something is about them: without those of the first layer, it would be about those of the
 * second. No layer is empty.
 */
export type Layers = readonly (readonly RowRecord[])[];

type Records = (person: Person, question: Question, test: Test) => Layers;

/**
 * The records that the value of an attribute is made of, the newest first; none of what only customer records and
 * consents say.
 */
export function recordsOfAttribute(name: string, person: Person, question: Question, test: Test): Layers {
  const records = Object.hasOwn(RECORDS, name) ? RECORDS[name] : undefined;
  return (records?.(person, question, test) ?? []).filter((layer) => layer.length > 0);
}

/** What several layers are together: the first of each, the second of each … */
export function together(some: readonly Layers[]): Layers {
  const deepest = some.reduce((depth, layers) => Math.max(depth, layers.length), 0);
  return Array.from({ length: deepest }, (_, depth) => some.flatMap((layers) => layers[depth] ?? []));
}

const allOrders: Records = ({ orders }) => [newestFirst(orders).map(recordOfOrder)];
const ordersFromLast: Records = ({ orders }) => newestFirst(orders).map((order) => [recordOfOrder(order)]);
const ordersFromFirst: Records = ({ orders }) => orders.map((order) => [recordOfOrder(order)]);
const ordersWithAmount = ordersThat(({ amount }) => amount !== undefined);
const ordersWithPurchase: Records = ({ purchases }) => [
  [...new Set(newestFirst(purchases).map(({ order }) => order))].map(recordOfOrder),
];
const refunds: Records = ({ refunds }) => [newestFirst(refunds).map(recordOfRefund)];

/** Of every attribute that is about orders, refunds or events. */
const RECORDS: Readonly<Record<string, Records>> = {
  number_of_orders: allOrders,
  gift_orders: ordersThat(({ gift }) => gift),
  discounted_order_share: allOrders,
  first_order_date: ordersFromFirst,
  last_order_date: ordersFromLast,
  days_since_last_order: ordersFromLast,
  days_between_orders: (...asked) => together([ordersFromFirst(...asked), ordersFromLast(...asked)]),
  amount_spent: ordersWithAmount,
  average_order_value: ordersWithAmount,
  largest_order_amount: ({ orders }) =>
    orders
      .flatMap((order) => (order.amount === undefined ? [] : [{ order, amount: ratioOfDecimal(order.amount) }]))
      .sort((a, b) => compareRatios(b.amount, a.amount))
      .map(({ order }) => [recordOfOrder(order)]),
  amount_refunded: refunds,
  net_amount_spent: (...asked) => together([ordersWithAmount(...asked), refunds(...asked)]),
  units_purchased: ordersWithPurchase,
  distinct_products: ordersWithPurchase,
  // Of one channel that is among them, the orders there are what it is about.
  channels: ({ orders }, _, test) => {
    const asked = test.kind === 'contains' && test.value.kind === 'text' ? test.value.value.toLowerCase() : undefined;
    const there = newestFirst(orders).filter(({ channel }) => channel === asked);
    const elsewhere = newestFirst(orders).filter(({ channel }) => channel !== asked);
    return [there.map(recordOfOrder), elsewhere.map(recordOfOrder)];
  },
  first_channel: ordersFromFirst,
  usual_channel: allOrders,
  rfm_recency: score('recency'),
  rfm_frequency: score('frequency'),
  rfm_monetary: score('monetary'),
  rfm_group: allOrders,
  abandoned_checkout_date: ({ events }) =>
    newestFirst(events.filter(({ record }) => record.name === 'checkout_abandoned')).map((event) => [
      recordOfEvent(event),
    ]),
};

/** The names of attributes whose records are known. */
export const ATTRIBUTES_OF_RECORDS: readonly string[] = Object.keys(RECORDS);

function ordersThat(are: (order: CountedOrder) => boolean): Records {
  return ({ orders }) => [newestFirst(orders.filter(are)).map(recordOfOrder)];
}

/** Of the trait behind it; and whoever has an order has a score. */
function score(which: 'recency' | 'frequency' | 'monetary'): Records {
  return (person, question, test) => [
    ...recordsOfAttribute(question.rfm.traits[which], person, question, test),
    ...allOrders(person, question, test),
  ];
}

function newestFirst<T>(rows: readonly T[]): T[] {
  return rows.toReversed();
}

export function recordOfOrder({ connection, id }: CountedOrder): RowRecord {
  return { kind: 'order', connection, id };
}

/** The order where it is nested in one. */
export function recordOfRefund({ order, connection, id }: Person['refunds'][number]): RowRecord {
  return { kind: order === undefined ? 'refund' : 'order', connection, id };
}

export function recordOfEvent({ connection, record }: PersonEvent): RowRecord {
  return { kind: 'event', connection, id: record.externalId };
}
