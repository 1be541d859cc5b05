import type { FunctionAttribute } from './attribute.js';
import { calendarFields } from './calendar.js';
import { ORDER, ofEachPurchase } from './orders-in-time.js';

export const PRODUCTS_PURCHASED: FunctionAttribute = {
  name: 'products_purchased',
  description: 'Lines of the orders that count which are products with a quantity above zero.',
  columns: [
    {
      name: 'purchases',
      type: 'UInt32',
      from: 'orders',
      aggregate: 'sum(length(line_product))',
      meaning: 'how many purchases',
    },
    {
      name: 'purchase_product_key',
      type: 'Array(UInt64)',
      from: 'orders',
      aggregate: ofEachPurchase(`arrayMap(id -> if(id = '', 0, sipHash64(id)), ${ORDER.lineProducts})`),
      meaning: 'hashes (sipHash64) of the product ids of the purchases; 0 where a line names none',
      codec: 'NONE',
    },
    {
      name: 'purchase_product',
      type: 'Array(LowCardinality(String))',
      from: 'orders',
      aggregate: ofEachPurchase(ORDER.lineProducts),
      meaning: 'product ids of the purchases; empty where a line names none',
    },
    {
      name: 'purchase_day',
      type: 'Array(Date32)',
      from: 'orders',
      aggregate: ofEachPurchase(`arrayMap(id -> ${ORDER.day}, ${ORDER.lineProducts})`),
      meaning: 'days of the purchases',
      codec: 'NONE',
    },
    {
      name: 'purchase_at',
      type: "Array(DateTime64(3, 'UTC'))",
      from: 'orders',
      aggregate: ofEachPurchase(`arrayMap(id -> ${ORDER.at}, ${ORDER.lineProducts})`),
      meaning: 'instants of the purchases',
    },
    {
      name: 'purchase_quantity',
      type: 'Array(Decimal(18, 6))',
      from: 'orders',
      aggregate: ofEachPurchase(ORDER.lineQuantities),
      meaning: 'quantities of the purchases',
      codec: 'NONE',
    },
  ],
  fields: {
    date: { type: 'date', reading: { kind: 'date', day: 'purchase_day', at: 'purchase_at', present: null } },
    ...calendarFields('purchase_day'),
    id: { type: 'id', reading: { kind: 'key', key: 'purchase_product_key', text: 'purchase_product' } },
    quantity: { type: 'decimal', reading: { kind: 'number', value: 'purchase_quantity', present: null } },
  },
  ofAll: { count: 'purchases', sum_quantity: 'units_purchased' },
  index: {
    by: 'id',
    columns: ['purchase_product_key', 'purchase_day', 'purchase_quantity'],
    stamp: 'orders_stamp',
  },
};
