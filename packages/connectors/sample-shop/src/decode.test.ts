import { expect, test } from 'vitest';
import { decodeCustomer } from './customer.js';
import { decodeOrder } from './order.js';

const ORDER = {
  id: 7,
  changed_at: '2026-05-04T10:00:00',
  placed_at: '2026-05-03T11:00:00',
  placed_at_utc: '2026-05-03T10:00:00',
  currency: 'GBP',
  customer: 12,
  email: 'ann@example.com',
  status: 'paid',
  total: '25.00',
  lines: [{ id: 1, product: 'P1', title: 'A pot', quantity: 2, price: '12.50' }],
  refunds: [{ id: 70, at: '2026-05-04T10:00:00', amount: '-5.00' }],
};

test('an order with its lines and refunds', () => {
  expect(decodeOrder(ORDER)).toEqual([
    {
      kind: 'order',
      externalId: '7',
      version: { updatedAt: '2026-05-04T10:00:00.000Z' },
      purpose: 'sale',
      placedAt: '2026-05-03T10:00:00.000Z',
      channel: { id: 'web', kind: 'online_store' },
      customer: '12',
      currency: 'GBP',
      total: '25',
      lines: [{ id: '1', product: 'P1', title: 'A pot', quantity: '2', listPrice: '12.5' }],
      refunds: [{ id: '70', at: '2026-05-04T10:00:00.000Z', amount: '5' }],
    },
  ]);
});

test('an order without an account has a customer of its own', () => {
  expect(decodeOrder({ ...ORDER, customer: null })).toMatchObject([
    { kind: 'order', customer: 'guest-of-7' },
    { kind: 'customer', externalId: 'guest-of-7', guest: true, email: 'ann@example.com' },
  ]);
});

test('what nobody has paid is no sale, and what is in the trash is gone', () => {
  expect(decodeOrder({ ...ORDER, status: 'pending' })).toMatchObject([{ purpose: 'note' }]);
  expect(decodeOrder({ ...ORDER, status: 'trash' })).toEqual({ gone: 'hidden', at: '2026-05-04T10:00:00.000Z' });
});

test('what cannot be read says where', () => {
  expect(() => decodeOrder({ ...ORDER, total: null })).toThrow('total');
});

test('a customer', () => {
  const answered = { id: 12, created_at: '2026-01-02T03:04:05', changed_at: '2026-05-04T10:00:00' };
  expect(decodeCustomer({ ...answered, email: 'ann@example.com', first_name: 'Ann' })).toEqual([
    {
      kind: 'customer',
      externalId: '12',
      version: { updatedAt: '2026-05-04T10:00:00.000Z' },
      createdAt: '2026-01-02T03:04:05.000Z',
      email: 'ann@example.com',
      firstName: 'Ann',
    },
  ]);
});
