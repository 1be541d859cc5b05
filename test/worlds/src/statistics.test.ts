import {
  addToDay,
  type ConsentRecord,
  day,
  dayOf,
  daysBetween,
  type EventRecord,
  isCounted,
  nestedRefundTotal,
  type OrderRecord,
  orderDiscount,
  orderTotalInShopCurrency,
  readRecord,
  timeZone,
} from '@clientele/model';
import { describe, expect, it } from 'vitest';
import { PRODUCTS } from './catalogue.js';
import { world } from './world.js';
import { TRAPS } from './written.js';

const zone = timeZone('Europe/London');
const options = {
  seed: 3,
  people: 4000,
  timeZone: zone,
  currency: 'GBP',
  from: day('2024-07-01'),
  to: day('2026-06-30'),
};
const made = world(options);
const truth = [...made.truth()];

/** All that is said about one person, as if identity made no mistakes. */
interface Profile {
  readonly orders: readonly OrderRecord[];
  readonly events: readonly EventRecord[];
  readonly consents: readonly ConsentRecord[];
  readonly refundDocuments: number;
  readonly birthDate: string | undefined;
}

const profiles = truth.map(({ person }): Profile => {
  const records = made.recordsOf(person).flatMap(({ record }) => {
    const reading = readRecord(record);
    return reading.outcome === 'read' ? [reading.record] : [];
  });
  const customers = records.flatMap((record) => (record.kind === 'customer' ? [record] : []));
  return {
    orders: records.flatMap((record) => (record.kind === 'order' && isCounted(record) ? [record] : [])),
    events: records.flatMap((record) => (record.kind === 'event' ? [record] : [])),
    consents: records.flatMap((record) => (record.kind === 'consent' ? [record] : [])),
    refundDocuments: records.filter((record) => record.kind === 'refund').length,
    birthDate: customers.find((customer) => customer.birthDate !== undefined)?.birthDate,
  };
});
const buyers = profiles.filter(({ orders }) => orders.length > 0);
const orders = profiles.flatMap((profile) => profile.orders);

function share<T>(things: readonly T[], holds: (thing: T) => boolean): number {
  return things.filter(holds).length / things.length;
}

const isGift = (order: OrderRecord) => order.gift !== undefined || order.toAnotherPerson === true;
const isDiscounted = (order: OrderRecord) => orderDiscount(order) !== '0';
const channelsOf = ({ orders }: Profile) => new Set(orders.map((order) => order.channel.id));
const spent = ({ orders }: Profile) =>
  orders.reduce((sum, order) => sum + Number(orderTotalInShopCurrency(order, 'GBP') ?? 0), 0);
const returns = ({ orders, refundDocuments }: Profile) =>
  orders.filter((order) => nestedRefundTotal(order) !== '0').length + refundDocuments;
const dayOfOrder = (order: OrderRecord) => dayOf(order.placedAt, zone);
const daysSinceLast = ({ orders }: Profile) =>
  Math.min(...orders.map((order) => daysBetween(dayOfOrder(order), options.to)));
const topTenth = profiles.map(spent).sort((a, b) => b - a)[profiles.length / 10] ?? 0;

describe('the rates of a world', () => {
  it.each<{ what: string; value: number; from: number; to: number }>([
    { what: 'people with an order that counts', value: buyers.length / profiles.length, from: 0.8, to: 0.9 },
    { what: 'orders a buyer', value: orders.length / buyers.length, from: 3.2, to: 4.8 },
    { what: 'buyers with one order', value: share(buyers, ({ orders }) => orders.length === 1), from: 0.25, to: 0.42 },
    {
      what: 'buyers with ten or more',
      value: share(buyers, ({ orders }) => orders.length >= 10),
      from: 0.03,
      to: 0.14,
    },
    {
      what: 'buyers in two channels or more',
      value: share(buyers, (buyer) => channelsOf(buyer).size >= 2),
      from: 0.4,
      to: 0.6,
    },
    { what: 'orders with a discount', value: share(orders, isDiscounted), from: 0.2, to: 0.35 },
    {
      what: 'buyers who never had one',
      value: share(buyers, ({ orders }) => !orders.some(isDiscounted)),
      from: 0.35,
      to: 0.65,
    },
    { what: 'gifts among orders', value: share(orders, isGift), from: 0.07, to: 0.15 },
    {
      what: 'orders refunded in part',
      value: share(orders, (order) => nestedRefundTotal(order) !== '0'),
      from: 0.03,
      to: 0.1,
    },
    {
      what: 'orders without a customer record',
      value: share(orders, (order) => order.customer === undefined),
      from: 0.05,
      to: 0.15,
    },
    {
      what: 'orders in another currency',
      value: share(orders, (order) => order.currency !== 'GBP'),
      from: 0.02,
      to: 0.08,
    },
    {
      what: 'lines an order, without charges',
      value: orders.flatMap(({ lines }) => lines.filter(({ kind }) => kind === 'product')).length / orders.length,
      from: 1.4,
      to: 2.2,
    },
    {
      what: 'customer records a person',
      value: truth.flatMap(({ records }) => records).length / truth.length,
      from: 1.8,
      to: 2.6,
    },
    {
      what: 'people known to two connections',
      value: share(truth, ({ records }) => new Set(records.map(({ connection }) => connection)).size > 1),
      from: 0.3,
      to: 0.5,
    },
    {
      what: 'people subscribed at some time',
      value: share(profiles, ({ consents }) =>
        consents.some(({ channel, state }) => channel === 'email' && state === 'SUBSCRIBED'),
      ),
      from: 0.4,
      to: 0.65,
    },
    {
      what: 'people who opted out',
      value: share(profiles, ({ consents }) => consents.some(({ state }) => state === 'UNSUBSCRIBED')),
      from: 0.05,
      to: 0.15,
    },
    {
      what: 'newsletters opened',
      value: eventCount('message_opened') / eventCount('message_sent'),
      from: 0.25,
      to: 0.45,
    },
    {
      what: 'checkouts left',
      value: eventCount('checkout_abandoned') / eventCount('checkout_started'),
      from: 0.06,
      to: 0.25,
    },
  ])('$what: between $from and $to', ({ value, from, to }) => {
    expect(value).toBeGreaterThan(from);
    expect(value).toBeLessThan(to);
  });

  it('spread the traps so that each is seen and none is common', () => {
    const records = truth.flatMap((entry) => entry.records);
    for (const trap of TRAPS) {
      const rate = share(records, ({ traps }) => traps.includes(trap));
      expect(rate, trap).toBeGreaterThan(0.001);
      expect(rate, trap).toBeLessThan(0.12);
    }
    expect(share(records, ({ traps }) => traps.length > 0)).toBeGreaterThan(0.3);
    expect(share(records, ({ traps }) => traps.length > 0)).toBeLessThan(0.6);
  });

  it('make bargain hunters wait for discounts and others not', () => {
    const discounted = (low: number, high: number) =>
      share(
        profiles.flatMap(({ orders }, person) => {
          const { priceSensitivity } = made.shopper(person);
          return priceSensitivity >= low && priceSensitivity <= high ? orders : [];
        }),
        isDiscounted,
      );
    expect(discounted(0, 0)).toBeLessThan(0.12);
    expect(discounted(0.6, 1)).toBeGreaterThan(0.55);
  });

  it('bring back in most years who keeps an occasion', () => {
    const decembers = (keeps: boolean) =>
      share(
        profiles.filter(({ orders }, person) => {
          const shopper = made.shopper(person);
          const customer = shopper.joinedOn < 120 && shopper.leavesOn > 540;
          return orders.length > 0 && customer && shopper.occasions.includes('christmas') === keeps;
        }),
        ({ orders }) => orders.some((order) => isGift(order) && /-1[12]-/.test(dayOfOrder(order))),
      );
    expect(decembers(true)).toBeGreaterThan(0.6);
    expect(decembers(false)).toBeLessThan(0.25);
  });

  it('sell a range in its season', () => {
    const category = new Map(PRODUCTS.map((product) => [product.sku, product.category]));
    const sold = orders.flatMap((order) =>
      order.lines
        .filter((line) => category.get(line.sku ?? '') === 'Christmas')
        .map(() => dayOfOrder(order).slice(5, 7)),
    );
    expect(share(sold, (month) => month === '11' || month === '12')).toBeGreaterThan(0.5);
  });

  it.each<{ segment: string; member: (profile: Profile) => boolean }>([
    { segment: 'big spenders, top tenth', member: (profile) => spent(profile) >= topTenth },
    { segment: 'loyal: four orders or more', member: ({ orders }) => orders.length >= 4 },
    { segment: 'one-time buyers', member: ({ orders }) => orders.length === 1 },
    {
      segment: 'new in the last 60 days',
      member: ({ orders }) =>
        orders.length > 0 && orders.every((order) => daysBetween(dayOfOrder(order), options.to) <= 60),
    },
    {
      segment: 'at risk: 120 to 240 days ago',
      member: (profile) => daysSinceLast(profile) > 120 && daysSinceLast(profile) <= 240,
    },
    {
      segment: 'lapsed: more than 240 days ago',
      member: (profile) => profile.orders.length > 0 && daysSinceLast(profile) > 240,
    },
    { segment: 'discount lovers', member: ({ orders }) => orders.length > 1 && share(orders, isDiscounted) >= 0.5 },
    { segment: 'gift buyers', member: ({ orders }) => orders.filter(isGift).length >= 2 },
    {
      segment: 'in a shop and online',
      member: ({ orders }) => new Set(orders.map(({ channel }) => channel.kind)).size >= 2,
    },
    { segment: 'often returns', member: (profile) => returns(profile) >= 2 },
    {
      segment: 'left the checkout lately',
      member: ({ events }) =>
        events.some(
          ({ name, at }) => name === 'checkout_abandoned' && dayOf(at, zone) > addToDay(options.to, -60, 'd'),
        ),
    },
    {
      segment: 'subscribed and never bought',
      member: ({ orders, consents }) => orders.length === 0 && consents.at(-1)?.state === 'SUBSCRIBED',
    },
    { segment: 'birthday in July', member: ({ birthDate }) => birthDate?.slice(5, 7) === '07' },
  ])('fill the segment "$segment" with some people and not with most', ({ member }) => {
    const size = share(profiles, member);
    expect(size).toBeGreaterThan(0.005);
    expect(size).toBeLessThan(0.6);
  });
});

function eventCount(name: string): number {
  return profiles.flatMap(({ events }) => events.filter((event) => event.name === name)).length;
}
