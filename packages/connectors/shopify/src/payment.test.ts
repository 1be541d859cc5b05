import { expect, test } from 'vitest';
import { moneyBag } from './answering.fixture.js';
import { PLAIN } from './order.fixture.js';
import { eventsOf } from './order-events.fixture.js';
import type { Readable } from './settings.js';
import { pagesOf } from './small-shop.fixture.js';

const transaction = (number: number, kind: string, status = 'SUCCESS', more: object = {}) => ({
  id: `gid://shopify/OrderTransaction/${number}`,
  kind,
  status,
  gateway: 'paypal',
  createdAt: '2026-03-01T12:00:00Z',
  processedAt: '2026-03-01T12:00:05Z',
  amountSet: moneyBag('12.50'),
  ...more,
});

const paidBy = (transactions: readonly object[], reads: readonly Readable[] = ['payments'], more: object = {}) =>
  eventsOf(
    {
      ...PLAIN,
      __typename: 'Order',
      lineItems: pagesOf([]),
      shippingLines: pagesOf([]),
      transactions,
      ...more,
    },
    [],
    reads,
  );

test('a payment is an event of who paid, with by what and how much', async () => {
  expect(await paidBy([transaction(11, 'SALE')])).toEqual([
    {
      kind: 'event',
      externalId: 'payment-820982911946154508-11',
      version: { updatedAt: '2026-03-02T10:00:00.000Z', tiebreak: 0 },
      name: 'custom',
      customName: 'Payment made',
      at: '2026-03-01T12:00:05.000Z',
      channel: { id: 'web', kind: 'online_store' },
      customer: '7',
      properties: { order_id: '820982911946154508', amount: 12.5, currency: 'EUR', gateway: 'paypal' },
    },
  ]);
});

test.each([
  ['SALE', 'SUCCESS', 'Payment made'],
  ['CAPTURE', 'SUCCESS', 'Payment made'],
  ['SALE', 'FAILURE', 'Payment failed'],
  ['SALE', 'ERROR', 'Payment failed'],
  ['AUTHORIZATION', 'FAILURE', 'Payment failed'],
  ['AUTHORIZATION', 'SUCCESS', undefined],
  ['SALE', 'PENDING', undefined],
  ['SALE', 'AWAITING_RESPONSE', undefined],
  ['VOID', 'SUCCESS', undefined],
  ['REFUND', 'SUCCESS', undefined],
  ['REFUND', 'FAILURE', undefined],
  ['CHANGE', 'SUCCESS', undefined],
])('a %s that is %s: %s', async (kind, status, told) => {
  const events = await paidBy([transaction(1, kind, status)]);
  expect(events.map(({ customName }) => customName)).toEqual(told === undefined ? [] : [told]);
});

test('what is not said of it is left out; when it was processed may be', async () => {
  const [event] = await paidBy([transaction(1, 'SALE', 'SUCCESS', { gateway: null, processedAt: null })]);
  expect(event?.at).toBe('2026-03-01T12:00:00.000Z');
  expect(event?.properties).not.toHaveProperty('gateway');
});

test('they are asked for only where the connection reads them, and none is told of a trial', async () => {
  expect(await paidBy([transaction(1, 'SALE')], ['contacts'])).toEqual([]);
  expect(await paidBy([transaction(1, 'SALE')], ['payments'], { test: true })).toEqual([]);
});
