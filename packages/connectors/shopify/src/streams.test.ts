import { NotShown } from '@clientele/connector-kit';
import { instant } from '@clientele/model';
import { beforeEach, expect, test } from 'vitest';
import { moneyBag } from './answering.fixture.js';
import { READING, shopify } from './connector.js';
import { PLAIN } from './order.fixture.js';
import { decodeOrder } from './order.js';
import { pagesOf, SmallShop, type Thing } from './small-shop.fixture.js';
import { type StreamCursor, streamsOf } from './streams.js';
import { LONGEST_PAGE, startOfWalk } from './walk.js';

const { checkouts, orders } = streamsOf({ ...READING, pagesBeforeBulk: null });

/** More than come with an order or a refund, and more than come at once after that. */
const MANY = 130;

const refundLine = (number: number) => ({
  quantity: 1,
  lineItem: { id: `gid://shopify/LineItem/${number}` },
  subtotalSet: moneyBag('1.00'),
  totalTaxSet: moneyBag('0.0'),
});
const line = (number: number) => ({
  id: `gid://shopify/LineItem/${number}`,
  title: 'A thing',
  quantity: 1,
  currentQuantity: 0,
  isGiftCard: false,
  originalUnitPriceSet: moneyBag('1.00'),
  discountAllocations: [],
  taxLines: [],
});
const refund = (number: number) => ({
  __typename: 'Refund',
  id: `gid://shopify/Refund/${number}`,
  createdAt: '2026-03-02T10:00:00Z',
  processedAt: '2026-03-02T10:00:00Z',
  totalRefundedSet: moneyBag(`${MANY}.00`),
  refundLineItems: pagesOf(Array.from({ length: MANY }, (_, place) => refundLine(place + 1))),
});
const order = (number: number, refunds: readonly Thing[] = []) => ({
  ...PLAIN,
  __typename: 'Order',
  id: `gid://shopify/Order/${number}`,
  totalPriceSet: moneyBag(`${MANY}.00`),
  refunds,
  lineItems: pagesOf(Array.from({ length: MANY }, (_, place) => line(place + 1))),
  shippingLines: pagesOf([]),
});

const refunds = Array.from({ length: 23 }, (_, place) => refund(place + 1));
let shop: SmallShop;
beforeEach(() => {
  shop = new SmallShop([order(1, refunds), order(2), order(3), ...refunds]);
});

async function pulled(first: number) {
  const ids: (string | undefined)[] = [];
  let cursor: StreamCursor = { ...startOfWalk(undefined, LONGEST_PAGE, null), first };
  let partial = false;
  for (let page = 0; page < 10; page += 1) {
    const read = await orders.pull(cursor, shop.context());
    if (read === 'expired') throw new Error('the cursor has expired');
    ids.push(...read.objects.map((object) => orders.id(object)));
    partial ||= read.partial === true;
    if (read.done) return { ids, partial };
    cursor = orders.cursor.schema.parse(JSON.parse(JSON.stringify(read.next)));
  }
  throw new Error('it has no end');
}

test.each([1, 2, 3, 5])('pages of %i go through all orders, each once', async (first) => {
  expect(await pulled(first)).toEqual({ ids: ['1', '2', '3'], partial: false });
});

test('lists that are longer than what comes with an order are read to their ends', async () => {
  const object = await orders.read?.('1', shop.context());
  const [record] = decodeOrder(object, shop.context().settings);
  if (record?.kind !== 'order') throw new Error('it is no order');
  expect(record.lines).toHaveLength(MANY);
  expect(new Set(record.lines.map(({ id }) => id)).size).toBe(MANY);
  expect(record.refunds?.map(({ lines }) => lines?.length)).toEqual(refunds.map(() => MANY));
});

test('an order that is gone is gone; one that may only be too old to be shown is not', async () => {
  expect(await orders.read?.('4', shop.context())).toBeUndefined();
  shop.scopes = shop.scopes.filter((scope) => scope !== 'read_all_orders');
  await expect(orders.read?.('4', shop.context())).rejects.toThrow(NotShown);
  expect(await pulled(2)).toEqual({ ids: ['1', '2', '3'], partial: true });
});

test('how many there are is said with the first page of everything, and asked for once', async () => {
  const context = shop.context();
  const cursor = { ...startOfWalk(undefined, LONGEST_PAGE, null), first: 2 };
  const first = await orders.pull(cursor, context);
  if (first === 'expired') throw new Error('the cursor has expired');
  expect(first).toMatchObject({ total: 3, done: false });
  expect(await orders.pull(first.next, context)).toMatchObject({ total: undefined, done: true });
  const changed = orders.start(instant('2026-01-01T00:00:00Z'), 'changes', context.settings);
  expect(await orders.pull(changed, context)).toMatchObject({ total: undefined });
});

test('several are asked for at once, whole', async () => {
  const read = await orders.together?.read(['1', '4', '3'], shop.context());
  expect(read?.map(orders.id)).toEqual(['1', '3']);
  expect(read?.map((order) => decodeOrder(order, { reads: [] }))).toMatchObject([
    [{ refunds: refunds.map(() => ({})) }],
    [{}],
  ]);
  expect(shop.asked.filter((text) => text.startsWith('query Some'))).toHaveLength(1);
});

test('a checkout that is shown no longer is not gone for that', async () => {
  const page = await checkouts.pull(checkouts.start(undefined, 'sweep', shop.context().settings), shop.context());
  expect(page).toMatchObject({ objects: [], done: true, partial: true });
});

test('a page that fails is gone through by ids', async () => {
  const page = await orders.skim?.(orders.start(undefined, 'changes', shop.context().settings), shop.context());
  expect(page).toMatchObject({
    done: true,
    objects: [{ id: 'gid://shopify/Order/1', updatedAt: PLAIN.updatedAt }, {}, {}],
  });
  expect(shop.asked).toHaveLength(1);
});

test('pages grow and shrink with what they might cost', async () => {
  const { pull } = orders;
  const context = shop.context();
  const costly = (requestedQueryCost: number): typeof context => ({
    ...context,
    ask: async (ask) => {
      const answer = await context.ask(ask);
      const throttleStatus = { currentlyAvailable: 2000, restoreRate: 100 };
      return {
        ...answer,
        body: Object.assign({}, answer.body, { extensions: { cost: { requestedQueryCost, throttleStatus } } }),
      };
    },
  });
  const cursor = orders.start(undefined, 'changes', context.settings);
  expect(await pull(cursor, costly(50))).toMatchObject({ next: { first: 90 } });
  expect(await pull(cursor, costly(2500))).toMatchObject({ next: { first: 1 } });
  expect(await pull(cursor, costly(1))).toMatchObject({ next: { first: 100 } });
});

test('it says whose the shop is, and what the app may not', async () => {
  const account = { id: '1', name: 'Small', currency: 'EUR', timeZone: 'Europe/Berlin' };
  expect(await shopify.check(shop.context())).toEqual(account);
  shop.scopes = shop.scopes.filter((scope) => scope !== 'read_all_orders');
  const warnings = [expect.stringContaining('only the orders of the last 60 days')];
  expect(await shopify.check(shop.context())).toEqual({ ...account, warnings });
  shop.scopes = ['read_customers', 'write_orders', 'read_products'];
  await expect(shopify.check(shop.context({ reads: ['store_credit', 'returns', 'payments'] }))).rejects.toThrow(
    /the app may not read_locations, read_store_credit_accounts, read_returns:/,
  );
});
