import { instant } from '@clientele/model';
import { expect, test } from 'vitest';
import { refundedOf, type SimulatedOrder, totalOf } from './simulated-order.js';
import { type Habits, SimulatedShop } from './simulated-shop.js';

const HABITS: Habits = { grainMs: 1000, settlesMs: 0, unseen: [], currencies: ['GBP'] };

function aShop(habits: Partial<Habits> = {}, seed = 1): SimulatedShop {
  return new SimulatedShop(seed, instant('2026-05-04T10:00:00.700Z'), { ...HABITS, ...habits });
}

function orderOf(shop: SimulatedShop, id: string | undefined): SimulatedOrder {
  const thing = shop.read(id ?? '');
  if (thing?.kind !== 'order') throw new Error('it is no order');
  return thing;
}

test('the same seed makes the same shop', () => {
  const [one, same, other] = [aShop(), aShop(), aShop({}, 2)];
  for (const shop of [one, same, other]) shop.seed(9);
  expect(same.all()).toEqual(one.all());
  expect(other.all()).not.toEqual(one.all());
});

test('change times are whole ticks of its clock, and what is not seen does not move them', () => {
  const shop = aShop({ unseen: ['payment'] });
  shop.seed(9);
  const before = new Map(shop.all().map(({ id, changedMs }) => [id, changedMs]));
  const paid = shop.pay(0);
  expect(orderOf(shop, paid)).toMatchObject({ isPaid: true, changedMs: before.get(paid ?? '') });
  const refunded = shop.refund(0, 'partial');
  const now = shop.nowMs - (shop.nowMs % 1000);
  expect(orderOf(shop, refunded).changedMs).toBe(now);
  expect(before.get(refunded ?? '')).toBeLessThan(now);
});

test('lists show a change when it has settled; who is asked for is as it is', () => {
  const shop = aShop({ settlesMs: 3000 });
  const id = shop.place();
  expect(shop.listed('order')).toEqual([]);
  shop.passTo(shop.nowMs + 3000);
  expect(shop.listed('order').map((order) => order.id)).toEqual([id]);
  shop.trash(0);
  expect(shop.listed('order')).toHaveLength(1);
  expect(orderOf(shop, id).isTrashed).toBe(true);
  shop.passTo(shop.nowMs + 3000);
  expect(shop.listed('order')).toEqual([]);
});

test('refunds are a part, the rest, the same again, and more than there ever was', () => {
  const shop = aShop();
  shop.seed(5);
  const id = shop.refund(0, 'partial');
  const part = refundedOf(orderOf(shop, id));
  expect(Number(part)).toBeGreaterThan(0);
  shop.refund(0, 'full');
  expect(refundedOf(orderOf(shop, id))).toBe(totalOf(orderOf(shop, id)));
  shop.refund(0, 'over');
  expect(Number(refundedOf(orderOf(shop, id)))).toBeGreaterThan(2 * Number(totalOf(orderOf(shop, id))));
});

test('an erased customer leaves their orders, as a guest', () => {
  const shop = aShop();
  shop.seed(12);
  const index = shop.all().findIndex(({ kind }) => kind === 'customer');
  const customer = shop.erase(index);
  expect(shop.read(customer ?? '')).toBeUndefined();
  expect(shop.all().some((thing) => thing.kind === 'order' && thing.customer === customer)).toBe(false);
});
