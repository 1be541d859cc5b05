import type { Unit } from './quantity.js';

const MONEY = new Set([
  'amount_spent',
  'average_order_value',
  'largest_order_amount',
  'amount_refunded',
  'net_amount_spent',
  'sum_amount',
]);

const THINGS: Readonly<Record<string, readonly [string, string]>> = {
  number_of_orders: ['order', 'orders'],
  gift_orders: ['gift order', 'gift orders'],
  units_purchased: ['unit', 'units'],
  sum_quantity: ['unit', 'units'],
  distinct_products: ['product', 'products'],
  days_since_last_order: ['day', 'days'],
  days_between_orders: ['day', 'days'],
  orders_placed: ['order', 'orders'],
  products_purchased: ['line', 'lines'],
};

/** What the numbers of an attribute or parameter count; of a function's name, what its `count` counts. */
export function unitOf(name: string, currency: string): Unit {
  if (MONEY.has(name)) return { kind: 'money', currency };
  const words = THINGS[name];
  return words === undefined ? { kind: 'plain' } : { kind: 'things', one: words[0], many: words[1] };
}
