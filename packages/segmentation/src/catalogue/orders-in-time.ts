import { CHANNEL_CODE } from './channel-code.js';

/**
 * SQL of a profile's orders in the order of time, those of one instant by connection, then id; as tuples. It stands in
 * many columns and the engine computes it once.
 */
const ORDERS_IN_TIME =
  'arraySort(groupArray((at, toString(connection), external_id, ' +
  `day, total, toUInt8(${CHANNEL_CODE}), line_product, line_quantity)))`;

/** The parts of an order `o` of that array. */
export const ORDER = {
  at: 'o.1',
  day: 'o.4',
  /** NULL where the order has none in the currency of the shop. */
  amount: 'o.5',
  /** Position from 1 in the kinds of channel. */
  channel: 'o.6',
  lineProducts: 'o.7',
  lineQuantities: 'o.8',
} as const;

/** SQL of an array with one element for each order, from SQL over an order `o`. */
export function ofEachOrder(element: string): string {
  return `arrayMap(o -> ${element}, ${ORDERS_IN_TIME})`;
}

/** SQL of an array with one element for each purchase, from SQL over an order `o` that gives an array. */
export function ofEachPurchase(elements: string): string {
  return `arrayFlatten(${ofEachOrder(elements)})`;
}
