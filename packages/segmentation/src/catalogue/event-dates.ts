import type { Attribute } from './attribute.js';

const IS_ABANDONED = "name = 'checkout_abandoned'";

/** When a profile did something. */
export const EVENT_DATES: readonly Attribute[] = [
  {
    name: 'abandoned_checkout_date',
    type: 'date',
    description: 'The last checkout_abandoned event.',
    aboutOrders: false,
    columns: [
      {
        name: 'abandoned_checkouts',
        type: 'UInt32',
        from: 'events',
        aggregate: `countIf(${IS_ABANDONED})`,
        meaning: 'how many checkouts were abandoned',
      },
      {
        name: 'abandoned_checkout_at',
        type: "DateTime64(3, 'UTC')",
        from: 'events',
        aggregate: `maxIf(at, ${IS_ABANDONED})`,
        meaning: 'when the last one was; only with one',
      },
      {
        name: 'abandoned_checkout_day',
        type: 'Date32',
        from: 'events',
        aggregate: `argMaxIf(day, at, ${IS_ABANDONED})`,
        meaning: 'the day of it',
      },
    ],
    reading: {
      kind: 'date',
      day: 'abandoned_checkout_day',
      at: 'abandoned_checkout_at',
      present: 'abandoned_checkouts > 0',
    },
  },
];
