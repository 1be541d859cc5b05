import { CHANNEL_KINDS } from '@clientele/model';
import type { FunctionAttribute } from './attribute.js';
import { calendarFields } from './calendar.js';
import { ORDER, ofEachOrder } from './orders-in-time.js';

export const ORDERS_PLACED: FunctionAttribute = {
  name: 'orders_placed',
  description: 'Orders that count.',
  columns: [
    {
      name: 'order_day',
      type: 'Array(Date32)',
      from: 'orders',
      aggregate: ofEachOrder(ORDER.day),
      meaning: 'days of the orders, in the order of time',
      codec: 'NONE',
    },
    {
      name: 'order_at',
      type: "Array(DateTime64(3, 'UTC'))",
      from: 'orders',
      aggregate: ofEachOrder(ORDER.at),
      meaning: 'instants of the orders',
    },
    {
      name: 'order_amount',
      type: 'Array(Decimal(18, 6))',
      from: 'orders',
      aggregate: ofEachOrder(`ifNull(${ORDER.amount}, toDecimal64('0', 6))`),
      meaning: 'amounts of the orders; 0 where one has none',
      codec: 'NONE',
    },
    {
      name: 'order_has_amount',
      type: 'Array(Bool)',
      from: 'orders',
      aggregate: ofEachOrder(`isNotNull(${ORDER.amount})`),
      meaning: 'whether the order has an amount',
    },
    {
      name: 'order_channel',
      type: 'Array(UInt8)',
      from: 'orders',
      aggregate: ofEachOrder(ORDER.channel),
      meaning: `kinds of channel of the orders, as positions from 1 in ${CHANNEL_KINDS.join(', ')}`,
    },
  ],
  fields: {
    date: { type: 'date', reading: { kind: 'date', day: 'order_day', at: 'order_at', present: null } },
    ...calendarFields('order_day'),
    channel: {
      type: 'choice',
      values: CHANNEL_KINDS,
      reading: { kind: 'coded', code: 'order_channel', values: CHANNEL_KINDS },
    },
    amount: {
      type: 'decimal',
      reading: { kind: 'number', value: 'order_amount', present: 'order_has_amount', zeroWhenAbsent: true },
    },
  },
  ofAll: { count: 'number_of_orders', sum_amount: 'amount_spent' },
};
