import { CHANNEL_PARTS } from './channel-parts.js';
import { keyOf } from './key-of.js';

/** Of an order. */
export const ORDER_PARTS = {
  ...CHANNEL_PARTS,
  location_key: keyOf('location'),
  app_key: keyOf('app'),
} as const;

/** SQL of an array with one element for each order that counts, in the order of time. */
export function ofEachOrder(element: string): string {
  return `groupArrayIf(${element}, counted)`;
}

/** SQL of an array with the elements of an array that each order that counts has, orders in the order of time. */
export function ofEachWithin(elements: string): string {
  return `arrayFlatten(groupArrayIf(${elements}, counted))`;
}

/** SQL of an array that says the same of each purchase of an order. */
export function ofOrder(part: string, each = 'line_product'): string {
  return ofEachWithin(`arrayWithConstant(length(${each}), ${part})`);
}

/** An amount as it is stored: 0 where there is none. */
export function amountOrZero(amount: string): string {
  return `ifNull(${amount}, toDecimal64('0', 6))`;
}
