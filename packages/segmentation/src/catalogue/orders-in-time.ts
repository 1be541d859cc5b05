import { CHANNEL_CODE } from './channel-code.js';

/**
 * SQL of a profile's orders in the order of time, as tuples. It stands in many columns and the engine computes it once.
 * Orders of one instant are sorted by what they hold, so that equal records always give equal arrays.
 */
const ORDERS_IN_TIME = `arraySort(groupArray((at, day, total, toUInt8(${CHANNEL_CODE}), line_product, line_quantity)))`;

/** The parts of an order `o` of that array. */
export const ORDER = {
  at: 'o.1',
  day: 'o.2',
  /** NULL where the order has none in the currency of the shop. */
  amount: 'o.3',
  /** Position from 1 in the kinds of channel. */
  channel: 'o.4',
  lineProducts: 'o.5',
  lineQuantities: 'o.6',
} as const;

/** SQL of an array with one element for each order, from SQL over an order `o`. */
export function ofEachOrder(element: string): string {
  return `arrayMap(o -> ${element}, ${ORDERS_IN_TIME})`;
}

/** SQL of an array with one element for each purchase, from SQL over an order `o` that gives an array. */
export function ofEachPurchase(elements: string): string {
  return `arrayFlatten(${ofEachOrder(elements)})`;
}
