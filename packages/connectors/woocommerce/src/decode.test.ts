import { type Gone, reasonOf } from '@clientele/connector-kit';
import { recordedDeliveries, recordedExchanges, type VersionName } from '@clientele/fakes';
import { type OrderRecord, orderTotal, type RecordInput, readRecord, type SourceRecord } from '@clientele/model';
import { describe, expect, test } from 'vitest';
import { decodeCustomer } from './customer.js';
import { decodeOrder } from './order.js';
import { decodeProduct } from './product.js';

/** Why what is read is refused. */
function reasonAgainst(read: () => unknown): string {
  try {
    read();
    return '';
  } catch (error) {
    return reasonOf(error);
  }
}

type Answered = Readonly<Record<string, unknown>>;

/** All things that a recorded server answered, each as often as it did. */
function answered(version: VersionName, field: string): readonly Answered[] {
  return recordedExchanges(version)
    .flatMap(({ response: { body } }) => (Array.isArray(body) ? body : [body]))
    .filter((thing) => field in Object(thing));
}

function last(version: VersionName, field: string, id: number): Answered {
  const found = answered(version, field).findLast((thing) => thing.id === id);
  if (found === undefined) throw new RangeError(`${id} was not recorded`);
  return found;
}

/** The records, past the boundary of the model. */
function records(decoded: readonly RecordInput[] | Gone): readonly SourceRecord[] {
  if ('gone' in decoded) throw new Error('it is gone');
  return decoded.map((input) => {
    const reading = readRecord(input);
    if (reading.outcome === 'refused') throw new Error(reading.reason);
    return reading.record;
  });
}

function orderOf(json: unknown): OrderRecord {
  const [order] = records(decodeOrder(json));
  if (order?.kind !== 'order') throw new Error('the first is no order');
  return order;
}

describe.each(['7.9.0', '11.0.1'] as const)('what WooCommerce %s answered', (version) => {
  test('is read as records, all of it', () => {
    for (const order of answered(version, 'order_key')) {
      if (order.status === 'trash') expect(decodeOrder(order)).toEqual({ gone: 'hidden' });
      else expect(records(decodeOrder(order)).map(({ kind }) => kind)).toContain('order');
    }
    for (const customer of answered(version, 'is_paying_customer'))
      expect(records(decodeCustomer(customer))).toHaveLength(1);
    for (const product of answered(version, 'catalog_visibility'))
      expect(records(decodeProduct(product))).toHaveLength(1);
    expect(answered(version, 'order_key').length).toBeGreaterThan(40);
  });

  test("adds up to the shop's own totals without them", () => {
    for (const json of answered(version, 'order_key').filter(({ status }) => status !== 'trash')) {
      const { total, ...order } = orderOf(json);
      // In 7.9 the taxes of a line are not rounded, and the total is of those that are.
      expect(Math.abs(Number(orderTotal(order)) - Number(total))).toBeLessThan(0.005);
    }
  });
});

test('an order of a guest is an order and the customer that it alone knows', () => {
  const json = last('11.0.1', 'order_key', 51);
  expect(records(decodeOrder(json))).toMatchObject([
    {
      kind: 'order',
      externalId: '51',
      name: '51',
      version: { updatedAt: '2026-11-21T20:49:00.000Z' },
      placedAt: '2026-11-21T20:49:00.000Z',
      customer: 'guest-51',
      currency: 'GBP',
      total: '16.19',
    },
    {
      kind: 'customer',
      externalId: 'guest-51',
      guest: true,
      email: 'ADA.LOVELACE@EXAMPLE.COM',
      firstName: 'Guest',
      lastName: 'No9',
      addresses: [{ name: 'Guest No9', address1: '1 Road', city: 'London', postcode: 'N1 9GU', country: 'GB' }],
    },
  ]);
});

test('an order of an account names it, and once the account is deleted it is of a guest', () => {
  const [before, after] = [
    answered('11.0.1', 'order_key').find(({ id }) => id === 60),
    last('11.0.1', 'order_key', 60),
  ];
  expect(records(decodeOrder(before)).map(({ kind }) => kind)).toEqual(['order']);
  expect(orderOf(before)).toMatchObject({ customer: '6', cancelledAt: '2026-11-21T20:49:04.000Z' });
  expect(records(decodeOrder(after))).toMatchObject([{ customer: 'guest-60' }, { email: 'grace@example.org' }]);
});

test('lines have their price, coupon and taxes; postage is a charge', () => {
  expect(orderOf(last('11.0.1', 'order_key', 44)).lines).toMatchObject([
    {
      product: '41',
      sku: 'COAT-1',
      title: 'Coat',
      quantity: '3',
      listPrice: '149',
      discounts: [{ amount: '44.7', code: 'tenoff' }],
      taxes: [{ title: 'VAT', amount: '80.46', rate: '0.2' }],
    },
    { kind: 'charge', title: 'Flat', listPrice: '3.5', taxes: [{ amount: '0.7' }] },
  ]);
});

test('refunds are as an order has them, or whole where they were asked for', () => {
  const order = last('11.0.1', 'order_key', 59);
  const modified = '2026-11-21T20:49:07.000Z';
  expect(orderOf(order).refunds).toMatchObject([
    { id: '63', at: modified, amount: '5', lines: [] },
    { id: '64', at: modified, amount: '1.25', lines: [] },
  ]);
  const refunds = answered('11.0.1', 'refunded_by').filter(({ id }) => id === 63 || id === 64);
  expect(
    orderOf({ ...order, date_modified_gmt: '2027-01-01T00:00:00', refunds: refunds.slice(-2) }).refunds,
  ).toMatchObject([
    { id: '64', at: modified, amount: '1.25', lines: [{ line: '123', quantity: '1', amount: '1.25' }] },
    { id: '63', at: modified, amount: '5', lines: [] },
  ]);
  expect(orderOf(order).total).toBe('16.19');
});

test('what nobody has paid is kept and no sale; a transfer that is awaited is one', () => {
  const order = last('11.0.1', 'order_key', 51);
  const purposes = [
    'pending',
    'failed',
    'checkout-draft',
    'on-hold',
    'processing',
    'completed',
    'refunded',
    'shipped',
  ].map((status) => orderOf({ ...order, status }).purpose);
  expect(purposes).toEqual(['note', 'note', 'note', 'sale', 'sale', 'sale', 'sale', 'sale']);
});

test('an order as a webhook brings it is the same order', () => {
  const bodies = recordedDeliveries()
    .deliveries.map(({ rawBody }) => rawBody)
    .filter((body) => body.includes('order_key'));
  expect(bodies.map((body) => orderOf(JSON.parse(body)).version.updatedAt.slice(14, 19))).toEqual([
    '49:12',
    '49:12',
    '49:15',
    '49:17',
    '49:19',
  ]);
});

test('an account has its own name and mail, and the telephone and address of its billing', () => {
  expect(records(decodeCustomer(last('11.0.1', 'is_paying_customer', 6)))).toMatchObject([
    {
      externalId: '6',
      guest: false,
      email: 'grace@example.org',
      firstName: 'Grace',
      phone: '(212) 555-0142',
      version: { updatedAt: '2026-11-21T20:48:57.000Z' },
      createdAt: '2026-11-21T20:48:55.000Z',
      addresses: [{ country: 'GB' }],
      attributes: { role: 'customer' },
    },
  ]);
  const administrator = records(decodeCustomer(last('11.0.1', 'is_paying_customer', 1)));
  expect(administrator).toMatchObject([{ version: { updatedAt: '2026-11-21T20:47:18.000Z' }, addresses: [] }]);
});

test('a product is not of the category that stands for none', () => {
  const coat = last('11.0.1', 'catalog_visibility', 41);
  expect(records(decodeProduct(coat))).toMatchObject([{ externalId: '41', title: 'Coat', tags: ['COAT-1'] }]);
  const brands = [{ id: 1, name: 'Loden', slug: 'loden' }];
  const categories = [{ id: 2, name: 'Outdoors', slug: 'outdoors' }];
  expect(records(decodeProduct({ ...coat, brands, categories }))).toMatchObject([
    { category: 'Outdoors', vendor: 'Loden' },
  ]);
});

describe('forms that plug-ins and old versions leave', () => {
  const order = last('11.0.1', 'order_key', 51);

  test.each([
    [
      'null for what is not there',
      { billing: null, shipping: null, tax_lines: null, coupon_lines: null, number: null },
    ],
    ['[] for an object', { billing: [], shipping: [] }],
    ['numbers for texts', { total: 16.19, number: 51, billing: { phone: 442079460000 } }],
    ['texts for numbers', { id: '51', customer_id: '0' }],
    ['names that nobody knows', { surprise: { deep: [1] } }],
    ['a country that is none', { billing: { ...Object(order.billing), country: 'Great Britain' } }],
  ])('%s are read', (_, change) => {
    expect(orderOf({ ...order, ...change })).toMatchObject({ externalId: '51', total: '16.19' });
  });

  test.each([
    ['id', { id: null }],
    ['currency', { currency: null }],
    ['date_created_gmt', { date_created_gmt: '21/11/2026' }],
    ['total', { total: 'sixteen' }],
    ['line_items.0.quantity', { line_items: [{ ...Object(order.line_items)[0], quantity: 'many' }] }],
  ])('%s that cannot be read is refused by name, without what it says', (field, change) => {
    const reason = reasonAgainst(() => decodeOrder({ ...order, ...change }));
    expect(reason).toMatch(new RegExp(`^${field.replaceAll('.', '\\.')}: `));
    expect(reason).not.toMatch(/sixteen|many|guest/i);
  });
});
