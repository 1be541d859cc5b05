import { CHANNEL_CODE } from './channel-code.js';
import { keyOf } from './key-of.js';
import { ROWS_IN_TIME } from './stored-column.js';

/** What is kept of an order, in the order by which orders are sorted. */
const PARTS = {
  at: 'at',
  connection: 'toString(connection)',
  id: 'external_id',
  day: 'day',
  hour: 'hour',
  /** NULL where the order has none in the currency of the shop. */
  amount: 'total',
  /** Position from 1 in the kinds of channel. */
  channel: `toUInt8(${CHANNEL_CODE})`,
  channelKey: keyOf('channel_id'),
  locationKey: keyOf('location'),
  appKey: keyOf('app'),
  discount: 'discount',
  discounted: 'discounted',
  codes: 'arrayMap(code -> sipHash64(code), codes)',
  gift: 'gift',
  lineProducts: 'line_product',
  lineSkus: `arrayMap(sku -> ${keyOf('sku')}, line_sku)`,
  lineQuantities: 'line_quantity',
  lineAmounts: 'line_amount',
  lineDiscounts: 'line_discount',
  lineDiscounted: 'line_discounted',
  lineCodes: 'arrayMap(those -> arrayMap(code -> sipHash64(code), those), line_codes)',
  refundAts: 'refund_at',
  refundDays: 'refund_day',
  refundHours: 'refund_hour',
  refundAmounts: 'refund_amount',
} as const;
type Part = keyof typeof PARTS;

/** SQL of a profile's orders in the order of time, those of one instant by connection, then id; as tuples. */
export const ORDERS_IN_TIME = `arraySort(groupArray((${Object.values(PARTS).join(', ')})))`;

/** The parts of an order `o` of that array. */
export const ORDER = Object.fromEntries(Object.keys(PARTS).map((part, index) => [part, `o.${index + 1}`])) as Readonly<
  Record<Part, string>
>;

/** SQL of an array with one element for each order, from SQL over an order `o`. */
export function ofEachOrder(element: string): string {
  return `arrayMap(o -> ${element}, ${ROWS_IN_TIME})`;
}

/** SQL of an array with one element for each purchase or nested refund, from SQL over an order `o` that gives an array. */
export function ofEachWithin(elements: string): string {
  return `arrayFlatten(${ofEachOrder(elements)})`;
}

/** SQL of an array that says the same of each purchase of an order `o`. */
export function ofOrder(part: string, each: string = ORDER.lineProducts): string {
  return ofEachWithin(`arrayMap(each -> ${part}, ${each})`);
}

/** An amount as it is stored: 0 where there is none. */
export function amountOrZero(amount: string): string {
  return `ifNull(${amount}, toDecimal64('0', 6))`;
}
