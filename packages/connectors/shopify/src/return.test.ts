import { expect, test } from 'vitest';
import { PLAIN } from './order.fixture.js';
import { eventsOf } from './order-events.fixture.js';
import { pagesOf } from './small-shop.fixture.js';

/** More than come with an order, and more than come at once with a return. */
const RETURNS = 5;
const LINES = 70;

const line = (number: number) => ({
  id: `gid://shopify/LineItem/${number}`,
  title: 'A shoe',
  quantity: 1,
  currentQuantity: 1,
  isGiftCard: false,
  product: { id: `gid://shopify/Product/${500 + number}` },
  originalUnitPriceSet: { shopMoney: { amount: '1.00' } },
  discountAllocations: [],
  taxLines: [],
});
const returnLine = (number: number) => ({
  __typename: 'ReturnLineItem',
  id: `gid://shopify/ReturnLineItem/${number}`,
  returnReasonDefinition: { handle: number % 2 === 0 ? 'size-too-small' : 'color' },
  fulfillmentLineItem: { lineItem: { id: `gid://shopify/LineItem/${number}` } },
});
/** Of a platform that knows nothing of the order's lines. */
const unverified = {
  __typename: 'UnverifiedReturnLineItem',
  id: 'gid://shopify/UnverifiedReturnLineItem/9',
  returnReasonDefinition: null,
};
const back = (number: number, lines: readonly object[], more: object = {}) => ({
  __typename: 'Return',
  id: `gid://shopify/Return/${number}`,
  status: 'REQUESTED',
  createdAt: '2026-03-05T08:00:00Z',
  closedAt: null,
  totalQuantity: lines.length,
  returnLineItems: pagesOf(lines),
  ...more,
});
const order = (returns: readonly object[], more: object = {}) => ({
  ...PLAIN,
  __typename: 'Order',
  lineItems: pagesOf(Array.from({ length: LINES }, (_, place) => line(place + 1))),
  shippingLines: pagesOf([]),
  returns: pagesOf(returns),
  ...more,
});

test('what is sent back is an event of who bought it, with what it is, why, and how it stands', async () => {
  const open = back(1, [returnLine(4), returnLine(2), unverified]);
  const closed = back(2, [returnLine(3)], { status: 'CLOSED', closedAt: '2026-03-09T08:00:00Z' });
  const events = await eventsOf(order([open, closed]), [open, closed], ['contacts', 'returns']);
  expect(events).toEqual([
    {
      kind: 'event',
      externalId: 'return-820982911946154508-1',
      version: { updatedAt: '2026-03-02T10:00:00.000Z', tiebreak: 0 },
      name: 'custom',
      customName: 'Return requested',
      at: '2026-03-05T08:00:00.000Z',
      channel: { id: 'web', kind: 'online_store' },
      customer: '7',
      product: '502',
      properties: {
        order_id: '820982911946154508',
        status: 'REQUESTED',
        quantity: 3,
        products: ['502', '504'],
        reasons: ['size-too-small'],
      },
    },
    expect.objectContaining({
      externalId: 'return-820982911946154508-2',
      properties: {
        order_id: '820982911946154508',
        status: 'CLOSED',
        quantity: 1,
        products: ['503'],
        reasons: ['color'],
        closed_at: '2026-03-09T08:00:00.000Z',
      },
    }),
  ]);
});

test('all returns are read, each with all of its lines, and the order of lines says nothing', async () => {
  const lines = Array.from({ length: LINES }, (_, place) => returnLine(place + 1));
  const returns = Array.from({ length: RETURNS }, (_, place) => back(place + 1, lines.toReversed()));
  const events = await eventsOf(order(returns), returns, ['returns']);
  expect(events).toHaveLength(RETURNS);
  for (const { properties } of events) {
    expect(properties).toMatchObject({ quantity: LINES, reasons: ['color', 'size-too-small'] });
    expect(properties?.products).toEqual(lines.map((_, place) => String(501 + place)));
  }
});

test('they are asked for only where the connection reads them, and none is told of a trial', async () => {
  const open = back(1, [returnLine(1)]);
  expect(await eventsOf(order([open]), [open], ['contacts'])).toEqual([]);
  expect(await eventsOf(order([open], { test: true }), [open], ['returns'])).toEqual([]);
});
