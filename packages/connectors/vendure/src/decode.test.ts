import { type Json, readSettings, reasonOf, secretNames } from '@clientele/connector-kit';
import { instant, orderTotal, readRecord } from '@clientele/model';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { decodeCustomer } from './customer.js';
import { decodeOrder } from './order.js';
import { orderWalk } from './order-walk.js';
import { decodeProduct } from './product.js';
import { readRecordings } from './recordings.fixture.js';
import { settings } from './settings.js';

/** Why what is read is refused. */
function reasonAgainst(read: () => unknown): string {
  try {
    read();
    return '';
  } catch (error) {
    return reasonOf(error);
  }
}

const list = z.object({ data: z.object({ list: z.object({ items: z.array(z.record(z.string(), z.json())) }) }) });
const objects = readRecordings().flatMap(({ answered }) => list.safeParse(answered).data?.data.list.items ?? []);
const IN_CONTEXT = { channelCode: 'web', decimals: 2 };

/** An object of the recordings, with what is true of its channel. */
function recorded(id: string): Record<string, Json> {
  return { ...objects.find((object) => object.id === id), ...IN_CONTEXT };
}

function orderOf(json: Json) {
  const reading = readRecord(decodeOrder(json)[0]);
  if (reading.outcome === 'refused' || reading.record.kind !== 'order') throw new Error(JSON.stringify(reading));
  return reading.record;
}

const ORDERS = ['1000001', '1000002', '1000003', '1000004', '1000005'];
const [GUESTS, REDUCED, CANCELLED, YEN] = ORDERS.map((id) => recorded(id));

test.each(ORDERS)("order %s adds up to the shop's own total without it", (id) => {
  const { total, ...order } = orderOf(recorded(id));
  expect(orderTotal(order)).toBe(total);
});

test('an order of a guest has its lines, postage, and only the refund that went back', () => {
  expect(orderOf(GUESTS ?? null)).toMatchObject({
    externalId: '1000001',
    name: 'ORDER-1000001',
    // Of its last refund's last change.
    version: { updatedAt: '2026-05-04T10:07:00.000Z' },
    placedAt: '2026-05-04T10:01:20.000Z',
    purpose: 'sale',
    customer: '2000002',
    channel: { id: 'web', kind: 'online_store' },
    lines: [
      {
        product: '3000001',
        variant: '1',
        sku: 'TEA-1',
        quantity: '2',
        listPrice: '12.5',
        taxes: [{ title: 'VAT Europe', amount: '4.17', rate: '0.2' }],
      },
      { kind: 'charge', title: 'Post', listPrice: '3.5' },
    ],
    refunds: [{ id: '1', amount: '10' }],
    total: '28.5',
    shipTo: { name: 'Ann Other', address1: '1 Road', city: 'London', country: 'GB' },
    toAnotherPerson: false,
  });
});

test('a discount has its coupon, and a surcharge is a charge', () => {
  expect(orderOf(REDUCED ?? null)).toMatchObject({
    lines: [
      { discounts: [{ amount: '3.95', code: 'TENOFF', title: 'A tenth off' }] },
      { kind: 'charge', title: 'Post' },
      { kind: 'charge', title: 'Gift wrapping', listPrice: '2' },
    ],
    total: '39.05',
    toAnotherPerson: true,
  });
});

test('an order is cancelled when it turned so', () => {
  expect(orderOf(CANCELLED ?? null)).toMatchObject({ cancelledAt: '2026-05-04T10:23:00.000Z', total: '3.5' });
});

test("amounts have the decimals of the shop's money strategy, whatever the currency", () => {
  expect(orderOf(YEN ?? null)).toMatchObject({ currency: 'JPY', lines: [{ listPrice: '1800' }, {}] });
  expect(orderOf({ ...YEN, decimals: 0 }).total).toBe('180350');
  expect(orderOf({ ...YEN, decimals: 3 }).total).toBe('180.35');
});

test("in a marketplace's default channel the sellers' parts of an order are no sales beside it", () => {
  const part = { ...GUESTS, type: 'Seller' };
  expect(orderOf(part).purpose).toBe('sale');
  expect(orderOf({ ...part, channelCode: '__default_channel__' }).purpose).toBe('note');
  expect(orderOf({ ...GUESTS, channelCode: '__default_channel__' }).purpose).toBe('sale');
});

test('a refund of lines says how many of what, at what they came to', () => {
  const refund = Object(GUESTS?.payments)[0].refunds[0];
  const payments = [
    { updatedAt: refund.updatedAt, refunds: [{ ...refund, lines: [{ orderLineId: '1', quantity: 1 }] }] },
  ];
  expect(orderOf({ ...GUESTS, payments }).refunds).toMatchObject([
    { amount: '10', lines: [{ line: '1', quantity: '1', amount: '12.5' }] },
  ]);
});

test('customers have their groups as tags, and are guests where they have no account', () => {
  expect(decodeCustomer(recorded('2000001'))).toMatchObject([
    { guest: false, email: 'somebody1@channel-1.example', tags: ['Regulars'], addresses: [{ country: 'GB' }] },
  ]);
  expect(decodeCustomer(recorded('2000002'))).toMatchObject([{ guest: true, tags: [], addresses: [] }]);
});

test('products have their facets, collections and stock codes as tags', () => {
  const collections = [{ name: 'Warm drinks' }];
  expect(decodeProduct({ ...recorded('3000001'), collections })).toMatchObject([
    { category: 'Green tea', vendor: 'Loden', tags: ['Loden', 'Green tea', 'Warm drinks', 'TEA-1'] },
  ]);
  expect(decodeProduct({ ...recorded('3000001'), collections, facetValues: [] })).toMatchObject([
    { category: 'Warm drinks', tags: ['Warm drinks', 'TEA-1'] },
  ]);
});

test.each([
  ['id', { id: null }],
  ['orderPlacedAt', { orderPlacedAt: '21/11/2026' }],
  ['totalWithTax', { totalWithTax: 'sixteen' }],
  ['lines.0.quantity', { lines: [{ ...Object(GUESTS?.lines)[0], quantity: 'many' }] }],
])('%s that cannot be read is refused by name, without what it says', (field, change) => {
  const reason = reasonAgainst(() => decodeOrder({ ...GUESTS, ...change }));
  expect(reason).toMatch(new RegExp(`^${field.replaceAll('.', '\\.')}: `));
  expect(reason).not.toMatch(/sixteen|many|21/);
});

describe('how far a round of orders goes', () => {
  const walk = orderWalk(2);
  const since = instant('2026-05-04T10:00:00Z');
  const page = (...times: string[]) =>
    times.map((time, index) => ({ id: `${index}`, orderPlacedAt: time, updatedAt: time }));

  test('all orders are read once by when they were placed, and carts are none', () => {
    const start = walk.start(undefined, 'changes');
    expect(walk.options(start)).toMatchObject({ filter: { orderPlacedAt: { isNull: false } }, skip: 0, take: 2 });
    expect(walk.page(start, page('2026-05-04T10:00:00Z'))).toMatchObject({ done: true });
  });

  test('changes are those placed since and then those changed since', () => {
    const { next, done } = walk.page(walk.start(since, 'changes'), page('2026-05-04T11:00:00Z'));
    expect(done).toBe(false);
    expect(walk.options(next)).toMatchObject({
      filter: { updatedAt: { between: { start: since } }, orderPlacedAt: { isNull: false } },
      sort: { updatedAt: 'ASC' },
    });
    expect(walk.page(next, page('2026-05-04T11:00:00Z'))).toMatchObject({ done: true });
  });

  test('a sweep goes back by when orders were placed, and nothing else', () => {
    const start = walk.start(since, 'sweep');
    expect(walk.options(start)).toMatchObject({ filter: { orderPlacedAt: { between: { start: since } } } });
    expect(walk.page(start, page('2026-05-04T11:00:00Z'))).toMatchObject({ done: true });
  });
});

test('settings are those of a safe address, and the password is secret', () => {
  const given = { address: 'https://shop.example/admin-api', username: 'reader', password: 'pass' };
  expect(secretNames(settings)).toEqual(['password']);
  expect(readSettings(settings, given)).toEqual({ outcome: 'read', settings: given });
  expect(readSettings(settings, { ...given, address: 'http://shop.example/admin-api' })).toMatchObject({
    outcome: 'invalid',
    reason: expect.stringContaining('must begin with https'),
  });
});
