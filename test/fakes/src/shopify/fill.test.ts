import { type OrderRecord, readRecord } from '@clientele/model';
import { expect, test } from 'vitest';
import { aShopify } from './asking.js';
import { fillShop } from './fill.js';
import { totalsOf } from './order.js';

test('a shop is filled from records: who bought what when, for how much, and what went back', () => {
  const { shop } = aShopify();
  const version = { updatedAt: '2026-01-02T10:00:00Z' };
  const records = [
    { kind: 'customer', externalId: 'c', version, email: 'ada@post.example' },
    { kind: 'product', externalId: 'p', version, title: 'Mug' },
    {
      kind: 'order',
      externalId: 'o',
      version,
      placedAt: '2026-01-02T10:00:00Z',
      channel: { id: 'till', kind: 'till' },
      customer: 'c',
      currency: 'GBP',
      lines: [{ id: '1', product: 'p', quantity: '2', listPrice: '10', discounts: [{ amount: '3', code: 'TEN' }] }],
      refunds: [{ id: 'r', at: '2026-01-05T10:00:00Z', amount: '4' }],
    },
  ].map((record) => {
    const read = readRecord(record);
    if (!('record' in read)) throw new Error(JSON.stringify(read));
    return read.record as OrderRecord;
  });
  const { customers, orders } = fillShop(shop, records);
  const customer = customers.get('c') ?? '';
  const order = shop.orders.get(orders.get('o') ?? '');
  expect(order && totalsOf(order)).toMatchObject({ total: '17', discounts: '3', refunded: '4' });
  expect(order).toMatchObject({ customer, processedAt: Date.parse('2026-01-02T10:00:00Z'), app: { handle: 'pos' } });
  expect(order?.updatedAt).toBe(Date.parse('2026-01-05T10:00:00Z'));
  expect(shop.spentBy(customer)).toBe('13');
});
