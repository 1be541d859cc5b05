import type { Attribute } from './attribute.js';

/** What a profile bought. */
export const PRODUCTS: readonly Attribute[] = [
  {
    name: 'units_purchased',
    type: 'decimal',
    description: 'Sum of the quantities of all purchases.',
    aboutOrders: true,
    columns: [
      {
        name: 'units_purchased',
        type: 'Decimal(38, 6)',
        from: 'orders',
        aggregate: 'sumIf(arraySum(line_quantity), counted)',
        meaning: 'sum of the quantities of all purchases',
      },
    ],
    reading: { kind: 'number', value: 'units_purchased', present: null },
  },
  {
    name: 'distinct_products',
    type: 'integer',
    description: 'Different product ids among all purchases.',
    aboutOrders: true,
    columns: [
      {
        name: 'distinct_products',
        type: 'UInt32',
        from: 'orders',
        aggregate: "uniqExactArrayIf(arrayFilter(id -> id != '', line_product), counted)",
        meaning: 'different product ids among all purchases; lines without one are left out',
      },
    ],
    reading: { kind: 'number', value: 'distinct_products', present: null },
  },
];
