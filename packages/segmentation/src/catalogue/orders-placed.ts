import { CHANNEL_KINDS } from '@clientele/model';
import type { FunctionAttribute } from './attribute.js';
import { whenAndWhere } from './calendar.js';
import { amountOrZero, ofEachOrder } from './orders-in-time.js';
import { ofKeys } from './several.js';
import type { StoredColumn } from './stored-column.js';

const column = (name: string, type: string, element: string, meaning: string, isReadWhole = false): StoredColumn => ({
  name,
  type: `Array(${type})`,
  from: 'orders',
  aggregate: ofEachOrder(element),
  meaning,
  ...(isReadWhole && { codec: 'NONE' }),
});

export const ORDERS_PLACED: FunctionAttribute = {
  name: 'orders_placed',
  description: 'Orders that count.',
  columns: [
    column('order_day', 'Date32', 'day', 'days of the orders, in the order of time', true),
    column('order_at', "DateTime64(3, 'UTC')", 'at', 'instants of the orders'),
    column('order_hour', 'UInt8', 'hour', "hours of the orders by the shop's clock"),
    column(
      'order_amount',
      'Decimal(18, 6)',
      amountOrZero('total'),
      'amounts of the orders; 0 where one has none',
      true,
    ),
    column('order_has_amount', 'Bool', 'isNotNull(total)', 'whether the order has an amount'),
    column(
      'order_channel',
      'UInt8',
      'channel_code',
      `kinds of channel of the orders, as positions from 1 in ${CHANNEL_KINDS.join(', ')}`,
    ),
    column('order_channel_key', 'UInt64', 'channel_key', 'hashes (sipHash64) of the ids of their channels'),
    column(
      'order_units',
      'Decimal(38, 6)',
      'arraySum(line_quantity)',
      'sums of the quantities of the purchases of the orders',
    ),
    column('order_discount', 'Decimal(18, 6)', amountOrZero('discount'), 'discounts of the orders; 0 without a rate'),
    column('order_has_discount', 'Bool', 'isNotNull(discount)', 'whether the discounts have a rate'),
    column('order_discounted', 'Bool', 'discounted', 'whether the order has a discount above zero'),
    column(
      'order_codes',
      'Array(UInt64)',
      'arrayMap(code -> sipHash64(code), codes)',
      'hashes of the codes of their discounts, in lower case',
    ),
    column('order_gift', 'Bool', 'gift', 'whether the order is a gift'),
    column('order_location_key', 'UInt64', 'location_key', 'hashes of their locations; 0 where unknown'),
    column('order_app_key', 'UInt64', 'app_key', 'hashes of the apps that took the orders; 0 where unknown'),
  ],
  fields: {
    ...whenAndWhere('order'),
    amount: {
      type: 'decimal',
      reading: { kind: 'number', value: 'order_amount', present: 'order_has_amount', zeroWhenAbsent: true },
    },
    units: { type: 'decimal', reading: { kind: 'number', value: 'order_units', present: null } },
    discount: {
      type: 'decimal',
      reading: { kind: 'number', value: 'order_discount', present: 'order_has_discount', zeroWhenAbsent: true },
    },
    discounted: { type: 'boolean', reading: { kind: 'boolean', value: 'order_discounted', present: null } },
    discount_code: { type: 'several', reading: ofKeys('order_codes') },
    gift: { type: 'boolean', reading: { kind: 'boolean', value: 'order_gift', present: null } },
    location_id: { type: 'id', reading: { kind: 'key', key: 'order_location_key' } },
    app_id: { type: 'id', reading: { kind: 'key', key: 'order_app_key' } },
  },
  ofAll: { count: 'number_of_orders', sum_amount: 'amount_spent' },
};
