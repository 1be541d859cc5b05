import { lineTotal, nestedRefundTotal, type OrderRecord, readRecord, sumDecimals } from '@clientele/model';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { answering, listOf, moneyBag } from './answering.fixture.js';
import { anOrder, PLAIN } from './order.fixture.js';
import { decodeOrder } from './order.js';
import { orderQuestion } from './questions/order.js';
import { reasonAgainst } from './reason-against.fixture.js';
import { API_VERSIONS, type Readable } from './settings.js';

const CONTACTS = { reads: ['contacts' as const] };

/** An order as it is answered, each refund with the lines that are asked for apart. */
function answered(order: object, refunds: readonly object[] = [], reads: readonly Readable[] = ['contacts']) {
  const json = answering('2026-10', orderQuestion({ reads: [...reads] }), { ...order, refunds });
  if (json === null || typeof json !== 'object' || Array.isArray(json)) throw new Error('it is no object');
  return { ...json, refunds: JSON.parse(JSON.stringify(refunds)) };
}

function recordsOf(json: unknown) {
  return decodeOrder(json, CONTACTS).map((input) => {
    const reading = readRecord(input);
    if (reading.outcome === 'refused') throw new Error(reading.reason);
    return reading.record;
  });
}

function orderOf(json: unknown): OrderRecord {
  const [order] = recordsOf(json);
  if (order?.kind !== 'order') throw new Error('it is no order');
  return order;
}

/** What the lines of an order come to by themselves. */
function sumOfLines({ lines, taxesIncluded }: OrderRecord) {
  const taxes = lines.flatMap((line) => (taxesIncluded ? [] : line.taxes.map(({ amount }) => amount)));
  return sumDecimals([...lines.map(lineTotal), ...taxes]);
}

test('whatever was bought, taxed, taken off and sent back: lines come to the total, refunds to what went back', () => {
  fc.assert(
    fc.property(anOrder, ({ order, refund, total, sentBack, bought }) => {
      const read = orderOf(answered(order, order.refunds.length === 0 ? [] : [refund]));
      expect(read.total).toBe(total);
      expect(sumOfLines(read)).toBe(total);
      expect(nestedRefundTotal(read)).toBe(sentBack);
      expect(sumDecimals(read.refunds.flatMap(({ lines }) => lines.map(({ amount }) => amount)))).toBe(sentBack);
      const products = read.lines.filter(({ kind }) => kind === 'product');
      // What came back was bought all the same.
      expect(products.map(({ quantity }) => Number(quantity))).toEqual(bought);
      expect(read.currency).toBe('EUR');
    }),
    { numRuns: 60 },
  );
});

test('the order of lines and refunds in lists says nothing', () => {
  fc.assert(
    fc.property(anOrder, ({ order, refund }) => {
      const turned = {
        ...order,
        lineItems: listOf(...order.lineItems.nodes.toReversed()),
        shippingLines: listOf(...order.shippingLines.nodes.toReversed()),
      };
      const later = { ...refund, id: 'gid://shopify/Refund/9000000000000000001' };
      expect(orderOf(answered(turned, [later, refund]))).toEqual(orderOf(answered(order, [refund, later])));
    }),
    { numRuns: 20 },
  );
});

test('an order is read by when the sale was, with where it came from and went to', () => {
  expect(orderOf(answered(PLAIN))).toMatchObject({
    externalId: '820982911946154508',
    version: { updatedAt: '2026-03-02T10:00:00.000Z' },
    name: '#9999',
    placedAt: '2026-03-01T12:00:00.000Z',
    channel: { id: 'web', kind: 'online_store' },
    app: '580111',
    customer: '7',
    shipTo: { name: 'Charles Babbage', city: 'London' },
    toAnotherPerson: true,
    test: false,
  });
});

test('trials, cancellations and tills are told', () => {
  const order = {
    ...PLAIN,
    test: true,
    cancelledAt: '2026-03-01T13:00:00Z',
    sourceName: 'pos',
    attribution: null,
    retailLocation: { id: 'gid://shopify/Location/655441491' },
  };
  expect(orderOf(answered(order))).toMatchObject({
    test: true,
    cancelledAt: '2026-03-01T13:00:00.000Z',
    channel: { id: 'pos', kind: 'till' },
    location: '655441491',
  });
});

test('what an edit took out was not bought', () => {
  const line = {
    id: 'gid://shopify/LineItem/1',
    title: 'A thing',
    quantity: 3,
    currentQuantity: 1,
    isGiftCard: false,
    originalUnitPriceSet: moneyBag('10.00'),
    discountAllocations: [],
    taxLines: [],
  };
  const order = { ...PLAIN, lineItems: listOf(line), totalPriceSet: moneyBag('10.00') };
  expect(orderOf(answered(order)).lines).toMatchObject([{ quantity: '1', listPrice: '10' }]);
});

test('who bought without an account is known by this order alone, and not at all without contacts', () => {
  const order = { ...PLAIN, customer: null };
  expect(recordsOf(answered(order))).toMatchObject([
    { kind: 'order', customer: 'guest-820982911946154508' },
    { kind: 'customer', externalId: 'guest-820982911946154508', guest: true, email: 'ada@example.com' },
  ]);
  const hidden = recordsOf(answered(order, [], []));
  expect(hidden).toHaveLength(1);
  expect(hidden[0]).not.toHaveProperty('customer');
  expect(JSON.stringify(hidden)).not.toMatch(/Ada|Babbage|example\.com|Dorset|St James/);
});

test('both versions answer alike', () => {
  const [now, before] = API_VERSIONS.map((version) =>
    answering(version, orderQuestion({ reads: ['contacts'] }), PLAIN),
  );
  expect(before).toEqual(now);
});

test('payments and returns that were asked for and did not come are not none', () => {
  const json = answered(PLAIN);
  expect(reasonAgainst(() => decodeOrder(json, { reads: ['payments'] }))).toBe('transactions: is missing');
  expect(reasonAgainst(() => decodeOrder(json, { reads: ['returns'] }))).toBe('returns: is missing');
});

test('an amount that is none is refused by its field', () => {
  const json = { ...answered(PLAIN), totalPriceSet: { shopMoney: { amount: 'EUR 5' } } };
  expect(reasonAgainst(() => decodeOrder(json, CONTACTS))).toBe('totalPriceSet.shopMoney.amount: is no amount');
});
