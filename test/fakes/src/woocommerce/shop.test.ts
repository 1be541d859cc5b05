import { expect, test } from 'vitest';
import { WooCommerceFake } from './fake.js';

function aShop() {
  const clock = { time: 1_000_000_000 };
  const fake = new WooCommerceFake({ now: () => clock.time });
  const { shop } = fake;
  const mug = shop.addProduct({ name: 'Mug', price: '9.99' });
  const order = shop.placeOrder({
    lines: [{ product: mug.id, quantity: 3 }],
    taxed: true,
    tenOff: true,
    shipping: '3.50',
  });
  return { fake, shop, clock, order };
}

test('an order is priced as the recorded ones are: discount by line, taxes on top', () => {
  const { order } = aShop();
  expect(order).toMatchObject({ discount_total: '3.00', cart_tax: '5.39', shipping_tax: '0.70', total: '36.56' });
  const sum = [...order.line_items, ...order.shipping_lines].reduce(
    (all, { total, total_tax: tax }) => all + +total + +tax,
    0,
  );
  expect(sum.toFixed(2)).toBe(order.total);
});

test('refunds are of what is left, and with the last of it the order is refunded', () => {
  const { shop, order, clock } = aShop();
  const line = order.line_items[0]?.id ?? 0;
  clock.time += 5000;
  expect(shop.refund(order.id, { lines: [{ line, quantity: 1, amount: '10' }] })?.line_items[0]).toMatchObject({
    quantity: -1,
    total: '-10.00',
  });
  expect([order.status, order.total, order.modified]).toEqual(['processing', '36.56', 1_000_005]);
  expect(shop.refund(order.id, { amount: '26.57' })).toBeUndefined();
  expect(shop.refund(order.id)?.amount).toBe('26.56');
  expect(order.status).toBe('refunded');
  expect(shop.refund(order.id)).toBeUndefined();
});

test('the truth is what is listed, apart from what is in the trash or gone', () => {
  const { fake, shop, order } = aShop();
  const ids = (rows: Iterable<{ readonly id: number }>) => [...rows].map(({ id }) => id);
  const other = shop.placeOrder({ lines: [], status: 'on-hold' });
  shop.trash(other.id);
  expect([ids(fake.truth().orders), ids(fake.truth().trashedOrders)]).toEqual([[order.id], [other.id]]);
  shop.restore(other.id);
  expect([other.status, other.meta_data]).toEqual(['on-hold', []]);
  shop.erase(order.id);
  expect([ids(fake.truth().orders), [...fake.truth().erased.orders]]).toEqual([[other.id], [order.id]]);
});

test('an order that comes late has its times in the past, and a change may show in no time at all', () => {
  const { shop, order, clock } = aShop();
  expect(shop.placeOrder({ lines: [], at: 5 })).toMatchObject({ created: 5, modified: 5 });
  clock.time += 5000;
  shop.changeUnseen(order.id, (unseen) => {
    unseen.customer_note = 'changed';
  });
  expect(order).toMatchObject({ customer_note: 'changed', modified: 1_000_000 });
});
