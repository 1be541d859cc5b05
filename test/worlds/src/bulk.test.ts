import { day, readRecord, timeZone } from '@clientele/model';
import { describe, expect, it } from 'vitest';
import { world } from './world.js';

const people = 3000;
const made = world({
  seed: 9,
  people,
  timeZone: timeZone('Europe/Paris'),
  currency: 'EUR',
  from: day('2024-01-01'),
  to: day('2025-12-31'),
});
const all = [...made.ordersOnly()];
const orders = all.flatMap(({ record }) => (record.kind === 'order' ? [record] : []));

describe('the fast path', () => {
  it('gives records as readRecord does', () => {
    for (const { record } of all.slice(0, 5000)) expect(readRecord(record)).toStrictEqual({ outcome: 'read', record });
  });

  it('has one customer record a person, ten orders on average and 1.5 lines an order', () => {
    const customers = all.filter(({ record }) => record.kind === 'customer');
    expect(customers).toHaveLength(people);
    expect(new Set(customers.map(({ connection, record }) => `${connection} ${record.externalId}`)).size).toBe(people);
    expect(orders.length / people).toBeGreaterThan(9.5);
    expect(orders.length / people).toBeLessThan(10.5);
    const lines = orders.reduce((sum, order) => sum + order.lines.length, 0);
    expect(lines / orders.length).toBeCloseTo(1.5, 1);
  });

  it('has few who order a lot and many who order little', () => {
    const counts = new Map<string | undefined, number>();
    for (const order of orders) counts.set(order.customer, (counts.get(order.customer) ?? 0) + 1);
    const sorted = [...counts.values()].sort((a, b) => a - b);
    expect(sorted[0]).toBe(1);
    expect(sorted[people / 2]).toBeLessThan(9);
    expect(sorted.at(-1)).toBeGreaterThan(40);
  });

  it('has an order id each and every order after its customer record, oldest first', () => {
    expect(new Set(orders.map((order) => order.externalId)).size).toBe(orders.length);
    let customer = { id: '', at: '' };
    for (const { record } of all) {
      if (record.kind === 'customer') customer = { id: record.externalId, at: '' };
      else {
        expect(record.customer).toBe(customer.id);
        expect(record.placedAt >= customer.at).toBe(true);
        customer.at = record.placedAt;
      }
    }
  });

  it('sells more before Christmas', () => {
    const inMonth = (month: string) => orders.filter((order) => order.placedAt.slice(5, 7) === month).length;
    expect(inMonth('12')).toBeGreaterThan(1.5 * inMonth('07'));
  });
});
