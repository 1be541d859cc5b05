import type { FunctionAttribute } from './attribute.js';
import { whenAndWhere } from './calendar.js';
import { keyOf } from './key-of.js';
import { amountOrZero, ofEachWithin, ofOrder } from './orders-in-time.js';
import { productFields } from './products-as-they-are.js';
import { ofKeys } from './several.js';
import type { StoredColumn } from './stored-column.js';

const column = (name: string, type: string, aggregate: string, meaning: string, isReadWhole = false): StoredColumn => ({
  name,
  type: `Array(${type})`,
  from: 'orders',
  aggregate,
  meaning,
  ...(isReadWhole && { codec: 'NONE' }),
});

const isKnown = (amounts: string) => ofEachWithin(`arrayMap(each -> isNotNull(each), ${amounts})`);
const orZero = (amounts: string) => ofEachWithin(`arrayMap(each -> ${amountOrZero('each')}, ${amounts})`);

export const PRODUCTS_PURCHASED: FunctionAttribute = {
  name: 'products_purchased',
  description: 'Lines of the orders that count which are products with a quantity above zero.',
  columns: [
    {
      name: 'purchases',
      type: 'UInt32',
      from: 'orders',
      aggregate: 'sumIf(length(line_product), counted)',
      meaning: 'how many purchases',
    },
    column(
      'purchase_product_key',
      'UInt64',
      ofEachWithin(`arrayMap(id -> ${keyOf('id')}, line_product)`),
      'hashes (sipHash64) of the product ids of the purchases; 0 where a line names none',
      true,
    ),
    column(
      'purchase_product',
      'LowCardinality(String)',
      ofEachWithin('line_product'),
      'product ids of the purchases; empty where a line names none',
    ),
    column(
      'purchase_product_of',
      'UInt64',
      ofEachWithin("arrayMap(id -> if(id = '', 0, sipHash64(toString(connection), id)), line_product)"),
      'hashes of the connections and product ids, which name one product; 0 where a line names none',
    ),
    column(
      'purchase_sku_key',
      'UInt64',
      ofEachWithin(`arrayMap(sku -> ${keyOf('sku')}, line_sku)`),
      'hashes of their article numbers; 0 without one',
    ),
    column('purchase_day', 'Date32', ofOrder('day'), 'days of the purchases', true),
    column('purchase_at', "DateTime64(3, 'UTC')", ofOrder('at'), 'instants of the purchases'),
    column('purchase_hour', 'UInt8', ofOrder('hour'), "hours of the purchases by the shop's clock"),
    column('purchase_channel', 'UInt8', ofOrder('channel_code'), 'kinds of channel, as positions from 1'),
    column('purchase_channel_key', 'UInt64', ofOrder('channel_key'), 'hashes of the ids of their channels'),
    column('purchase_quantity', 'Decimal(18, 6)', ofEachWithin('line_quantity'), 'quantities of the purchases', true),
    column('purchase_amount', 'Decimal(18, 6)', orZero('line_amount'), 'amounts of the purchases; 0 without a rate'),
    column('purchase_has_amount', 'Bool', isKnown('line_amount'), 'whether the purchase has an amount'),
    column('purchase_discount', 'Decimal(18, 6)', orZero('line_discount'), "the lines' own; 0 without a rate"),
    column('purchase_has_discount', 'Bool', isKnown('line_discount'), 'whether the discounts have a rate'),
    column(
      'purchase_discounted',
      'Bool',
      ofEachWithin('line_discounted'),
      'whether the line, or the order as a whole, has a discount above zero',
    ),
    column(
      'purchase_codes',
      'Array(UInt64)',
      // Flattening would go through all levels.
      'groupArrayArrayIf(arrayMap(those -> arrayMap(code -> sipHash64(code), those), line_codes), counted)',
      'hashes of the codes of the discounts of the line and the order as a whole, in lower case',
    ),
    column('purchase_gift', 'Bool', ofOrder('gift'), 'whether the order is a gift'),
    column('purchase_location_key', 'UInt64', ofOrder('location_key'), 'hashes of their locations; 0 where unknown'),
    column('purchase_app_key', 'UInt64', ofOrder('app_key'), 'hashes of the apps that took the orders'),
  ],
  fields: {
    ...whenAndWhere('purchase'),
    id: { type: 'id', reading: { kind: 'key', key: 'purchase_product_key', text: 'purchase_product' } },
    ...productFields('purchase_product_of'),
    sku: { type: 'id', reading: { kind: 'key', key: 'purchase_sku_key' } },
    amount: {
      type: 'decimal',
      reading: { kind: 'number', value: 'purchase_amount', present: 'purchase_has_amount', zeroWhenAbsent: true },
    },
    quantity: { type: 'decimal', reading: { kind: 'number', value: 'purchase_quantity', present: null } },
    discount: {
      type: 'decimal',
      reading: { kind: 'number', value: 'purchase_discount', present: 'purchase_has_discount', zeroWhenAbsent: true },
    },
    discounted: { type: 'boolean', reading: { kind: 'boolean', value: 'purchase_discounted', present: null } },
    discount_code: { type: 'several', reading: ofKeys('purchase_codes') },
    gift: { type: 'boolean', reading: { kind: 'boolean', value: 'purchase_gift', present: null } },
    location_id: { type: 'id', reading: { kind: 'key', key: 'purchase_location_key' } },
    app_id: { type: 'id', reading: { kind: 'key', key: 'purchase_app_key' } },
  },
  ofAll: { count: 'purchases', sum_quantity: 'units_purchased' },
  index: {
    by: 'id',
    columns: ['purchase_product_key', 'purchase_day', 'purchase_quantity'],
    row: 'line',
    stamp: 'orders_stamp',
  },
};
