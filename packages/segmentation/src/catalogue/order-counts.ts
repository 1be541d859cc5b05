import type { Attribute } from './attribute.js';

/** How often a profile ordered, and how. */
export const ORDER_COUNTS: readonly Attribute[] = [
  {
    name: 'number_of_orders',
    type: 'integer',
    description: 'Orders that count.',
    aboutOrders: true,
    columns: [
      {
        name: 'number_of_orders',
        type: 'UInt32',
        from: 'orders',
        aggregate: 'countIf(counted)',
        meaning: 'orders that count',
      },
    ],
    reading: { kind: 'number', value: 'number_of_orders', present: null },
  },
  {
    name: 'discounted_order_share',
    type: 'decimal',
    description: 'Orders with a discount by orders, 0 to 1; absent without an order.',
    aboutOrders: true,
    columns: [
      {
        name: 'discounted_orders',
        type: 'UInt32',
        from: 'orders',
        aggregate: 'countIf(discounted AND counted)',
        meaning: 'orders with a discount',
      },
    ],
    reading: {
      kind: 'ratio',
      numerator: 'discounted_orders',
      denominator: 'number_of_orders',
      present: 'number_of_orders > 0',
    },
  },
  {
    name: 'gift_orders',
    type: 'integer',
    description: 'Orders with a gift message or wrapping, or sent to another person.',
    aboutOrders: true,
    columns: [
      {
        name: 'gift_orders',
        type: 'UInt32',
        from: 'orders',
        aggregate: 'countIf(gift AND counted)',
        meaning: 'orders that are gifts',
      },
    ],
    reading: { kind: 'number', value: 'gift_orders', present: null },
  },
];
