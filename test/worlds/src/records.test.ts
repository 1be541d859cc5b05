import {
  day,
  nestedRefundTotal,
  orderTotal,
  readRecord,
  type SourceRecord,
  startOfDay,
  timeZone,
} from '@clientele/model';
import { describe, expect, it } from 'vitest';
import { CONNECTIONS, type Connection } from './channels.js';
import { world } from './world.js';

const zone = timeZone('Europe/London');
const options = {
  seed: 5,
  people: 2000,
  timeZone: zone,
  currency: 'GBP',
  from: day('2024-07-01'),
  to: day('2026-06-30'),
};

interface Read {
  readonly connection: Connection;
  readonly record: SourceRecord;
}

const made = world(options);
const refused: string[] = [];
const all: Read[] = [];
for (const { connection, record } of made.records()) {
  const reading = readRecord(record);
  if (reading.outcome === 'read') all.push({ connection, record: reading.record });
  else refused.push(`${record.kind} ${record.externalId}: ${reading.reason}`);
}

function of<K extends SourceRecord['kind']>(kind: K) {
  return all.flatMap(({ connection, record }) =>
    record.kind === kind ? [{ connection, record: record as Extract<SourceRecord, { kind: K }> }] : [],
  );
}

const key = (connection: string, id: string | undefined) => `${connection} ${id}`;
const keysOf = (kind: SourceRecord['kind']) =>
  new Set(of(kind).map(({ connection, record }) => key(connection, record.externalId)));

describe('the records of a world', () => {
  it('all pass the boundary, in every kind but deletions', () => {
    expect(refused).toEqual([]);
    expect([...new Set(all.map(({ record }) => record.kind))].sort()).toEqual([
      'consent',
      'customer',
      'event',
      'order',
      'product',
      'refund',
    ]);
    expect(new Set(all.map(({ connection }) => connection))).toEqual(new Set(CONNECTIONS));
  });

  it('have one id each, and versions of customer records and consents differ in time', () => {
    const ids = all.map(({ connection, record }) => {
      const isVersioned = record.kind === 'customer' || record.kind === 'consent';
      return `${connection} ${record.kind} ${record.externalId} ${isVersioned ? record.version.updatedAt : ''}`;
    });
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('happen within the days of the world', () => {
    const first = startOfDay(options.from, zone);
    const end = startOfDay(day('2026-07-01'), zone);
    const outside: string[] = [];
    for (const { record } of all) {
      const times = [record.version.updatedAt];
      if (record.kind === 'order')
        times.push(
          record.placedAt,
          record.cancelledAt ?? record.placedAt,
          ...record.refunds.map((refund) => refund.at),
        );
      if (record.kind === 'customer') times.push(record.createdAt ?? first);
      outside.push(...times.filter((time) => time < first || time >= end));
    }
    expect(outside).toEqual([]);
  });

  it('come in time order within a person, a customer record before anything that names it', () => {
    for (let index = 0; index < 300; index += 1) {
      const records = made.recordsOf(index);
      const times = records.map(({ record }) => record.version.updatedAt);
      expect(times).toEqual([...times].sort());
      const known = new Set<string>();
      for (const { connection, record } of records) {
        if (record.kind === 'customer') known.add(key(connection, record.externalId));
        else if ('customer' in record) expect(known).toContain(key(connection, record.customer));
      }
    }
  });

  it('name customers and products that exist', () => {
    const exist = new Set([...keysOf('customer'), ...keysOf('product')]);
    const named = all.flatMap(({ connection, record }) => {
      const ids = 'customer' in record ? [record.customer] : [];
      if (record.kind === 'event') ids.push(record.product);
      if (record.kind === 'order') ids.push(...record.lines.map((line) => line.product));
      return ids.flatMap((id) => (id === undefined ? [] : [key(connection, id)]));
    });
    expect(named.length).toBeGreaterThan(30_000);
    expect(named.filter((id) => !exist.has(id))).toEqual([]);
  });

  it('have totals that are the sum of their lines, and taxes that are part of them', () => {
    const totalled = of('order').filter(({ record }) => record.total !== undefined);
    expect(totalled.length).toBeGreaterThan(1000);
    for (const { record } of totalled) {
      const { total, ...withoutTotal } = record;
      expect(orderTotal(withoutTotal)).toBe(total);
    }
    expect(new Set(of('order').map(({ record }) => record.taxesIncluded))).toEqual(new Set([true, false]));
  });

  it('tax what is paid, to a cent a line', () => {
    for (const { record } of of('order')) {
      const taxed = record.lines.flatMap((line) => line.taxes);
      const rate = Number(taxed[0]?.rate ?? 0);
      const tax = taxed.reduce((sum, { amount }) => sum + Number(amount), 0);
      const due = (Number(orderTotal(record)) * rate) / (1 + rate);
      expect(Math.abs(tax - due)).toBeLessThan(0.011 * record.lines.length);
    }
  });

  it('refund no more than was paid, but for ten on top now and then', () => {
    const refunded = of('order').filter(({ record }) => record.refunds.length > 0);
    const onTop = refunded.filter(({ record }) => Number(nestedRefundTotal(record)) > Number(orderTotal(record)));
    for (const { record } of onTop) {
      expect(Number(nestedRefundTotal(record))).toBeLessThanOrEqual(Number(orderTotal(record)) + 10);
    }
    expect(refunded.length).toBeGreaterThan(200);
    expect(onTop.length).toBeLessThan(refunded.length / 10);
  });

  it('say the amount in the currency of the shop for most orders in another one, and only for those', () => {
    const orders = of('order');
    const foreign = orders.filter(({ record }) => record.currency !== 'GBP');
    expect(new Set(foreign.map(({ connection, record }) => `${connection} ${record.currency}`))).toEqual(
      new Set(['second-store EUR']),
    );
    const withAmount = orders.filter(({ record }) => record.totalInShopCurrency !== undefined);
    expect(withAmount.every(({ record }) => record.currency !== 'GBP')).toBe(true);
    expect(withAmount.length / foreign.length).toBeGreaterThan(0.75);
    expect(withAmount.length).toBeLessThan(foreign.length);
    for (const { record } of withAmount) {
      expect(Number(orderTotal(record)) / Number(record.totalInShopCurrency)).toBeCloseTo(1.16, 1);
    }
  });

  it('refund in the order where the source does, and by documents at the tills', () => {
    expect(of('order').filter(({ connection, record }) => connection === 'tills' && record.refunds.length > 0)).toEqual(
      [],
    );
    expect(new Set(of('refund').map(({ connection }) => connection))).toEqual(new Set(['tills']));
    const orders = new Map(of('order').map(({ connection, record }) => [key(connection, record.externalId), record]));
    const matched = of('refund').filter(({ record }) => record.order !== undefined);
    for (const { connection, record } of matched) {
      const order = orders.get(key(connection, record.order));
      expect(order?.customer).toBe(record.customer);
      expect(order !== undefined && order.placedAt < record.at).toBe(true);
    }
    expect(matched.length).toBeGreaterThan(20);
    expect(matched.length).toBeLessThan(of('refund').length);
  });

  it('browse before they know who it is, and say so at the checkout', () => {
    const events = of('event').map(({ record }) => record);
    const anonymous = events.filter((event) => event.customer === undefined);
    expect(anonymous.every((event) => event.anonymousId !== undefined)).toBe(true);
    const both = events.filter((event) => event.customer !== undefined && event.anonymousId !== undefined);
    const visits = new Set(both.map((event) => event.anonymousId));
    expect(anonymous.filter((event) => visits.has(event.anonymousId)).length).toBeGreaterThan(anonymous.length / 2);
  });

  it('send newsletters only between subscribing and opting out', () => {
    const consents = of('consent').filter(
      ({ connection, record }) => connection === 'web' && record.channel === 'email',
    );
    const at = (state: string) =>
      new Map(
        consents.filter(({ record }) => record.state === state).map(({ record }) => [record.customer, record.at]),
      );
    const [subscribed, left] = [at('SUBSCRIBED'), at('UNSUBSCRIBED')];
    const sent = of('event').filter(({ record }) => record.name === 'message_sent');
    for (const { record } of sent) {
      const since = subscribed.get(record.customer);
      expect(since !== undefined && since <= record.at).toBe(true);
      expect((left.get(record.customer) ?? '9') > record.at).toBe(true);
      expect(record.campaign).toBe(`newsletter-${record.at.slice(0, 7)}`);
    }
    expect(sent.length).toBeGreaterThan(3000);
  });

  it('state of accounts what platforms know beside what their owners wrote', () => {
    const accounts = of('customer').filter(({ record }) => record.accountStatus !== undefined);
    const shareOf = (holds: (record: (typeof accounts)[number]['record']) => boolean) =>
      accounts.filter(({ record }) => holds(record)).length / accounts.length;
    expect(accounts.length).toBeGreaterThan(300);
    expect(shareOf(({ accountStatus }) => accountStatus === 'ENABLED')).toBeGreaterThan(0.7);
    for (const stated of [
      shareOf(({ predictedSpendTier }) => predictedSpendTier === 'HIGH'),
      shareOf(({ productSubscriptionStatus }) => productSubscriptionStatus === 'SUBSCRIBED'),
      shareOf(({ storeCredit }) => storeCredit !== undefined),
      shareOf(({ metafields }) => metafields?.facts?.birth_date !== undefined),
      shareOf(({ attributes }) => attributes.shoe_size !== undefined),
      shareOf(({ companyIds }) => companyIds !== undefined),
    ]) {
      expect(stated).toBeGreaterThan(0);
      expect(stated).toBeLessThan(0.6);
    }
    // Each near the middle of its city, and the same address in the same place.
    const addresses = accounts.flatMap(({ record }) => record.addresses);
    const places = new Map<string, Set<string>>();
    for (const { city, address1, postcode, coordinates } of addresses) {
      if (city === 'London') expect(coordinates?.latitude).toMatch(/^51\.(4|5)/);
      const place = JSON.stringify(coordinates);
      const key = `${city} ${address1} ${postcode}`;
      places.set(key, (places.get(key) ?? new Set()).add(place));
    }
    expect([...places.values()].every((some) => some.size === 1)).toBe(true);
    expect(addresses.every(({ coordinates }) => coordinates !== undefined)).toBe(true);
  });
});
