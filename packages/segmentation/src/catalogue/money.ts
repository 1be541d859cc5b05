import type { Attribute } from './attribute.js';

/** What a profile spent and got back, in the shop's currency. Orders without a rate stay out of sums and averages. */
export const MONEY: readonly Attribute[] = [
  {
    name: 'amount_spent',
    type: 'decimal',
    description: 'Sum of the amounts of the orders that count, before refunds.',
    aboutOrders: true,
    columns: [
      {
        name: 'amount_spent',
        type: 'Decimal(38, 6)',
        from: 'orders',
        aggregate: "sumIf(ifNull(total, toDecimal64('0', 6)), counted)",
        meaning: 'sum of their amounts',
      },
    ],
    reading: { kind: 'number', value: 'amount_spent', present: null },
  },
  {
    name: 'average_order_value',
    type: 'decimal',
    description: 'Amount spent by the number of orders that have an amount; absent without one.',
    aboutOrders: true,
    columns: [
      {
        name: 'orders_with_amount',
        type: 'UInt32',
        from: 'orders',
        aggregate: 'countIf(isNotNull(total) AND counted)',
        meaning: 'orders that have an amount in the currency of the shop',
      },
    ],
    reading: {
      kind: 'ratio',
      numerator: 'amount_spent',
      denominator: 'orders_with_amount',
      present: 'orders_with_amount > 0',
    },
  },
  {
    name: 'largest_order_amount',
    type: 'decimal',
    description: 'The largest amount of an order; absent without an order that has an amount.',
    aboutOrders: true,
    columns: [
      {
        name: 'largest_order_amount',
        type: 'Decimal(18, 6)',
        from: 'orders',
        aggregate: "ifNull(maxIf(total, counted), toDecimal64('0', 6))",
        meaning: 'the largest of their amounts; 0 where none has one',
      },
    ],
    reading: { kind: 'number', value: 'largest_order_amount', present: 'orders_with_amount > 0', zeroWhenAbsent: true },
  },
  {
    name: 'amount_refunded',
    type: 'decimal',
    description: 'Nested refunds of the orders that count, and refund documents.',
    aboutOrders: true,
    columns: [
      {
        name: 'refunded_in_orders',
        type: 'Decimal(38, 6)',
        from: 'orders',
        aggregate: "sumIf(ifNull(refunded, toDecimal64('0', 6)), counted)",
        meaning: 'what the refunds nested in orders gave back',
      },
      {
        name: 'refunded_by_documents',
        type: 'Decimal(38, 6)',
        from: 'refunds',
        aggregate: "sum(ifNull(amount, toDecimal64('0', 6)))",
        meaning: 'what refund documents gave back',
      },
    ],
    reading: { kind: 'number', value: '(refunded_in_orders + refunded_by_documents)', present: null },
  },
  {
    name: 'net_amount_spent',
    type: 'decimal',
    description: 'Amount spent less amount refunded; may be negative.',
    aboutOrders: true,
    columns: [],
    reading: { kind: 'number', value: '(amount_spent - refunded_in_orders - refunded_by_documents)', present: null },
  },
];
