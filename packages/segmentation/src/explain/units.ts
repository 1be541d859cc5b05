import { LANGUAGE, measureNamed, rowsNamed } from '../catalogue/language.js';
import type { Amount } from '../tree/amount.js';
import type { Unit } from './quantity.js';

const MONEY = new Set([
  'amount_spent',
  'average_order_value',
  'largest_order_amount',
  'amount_refunded',
  'net_amount_spent',
]);

/** Parameters of rows that are money. */
const MONEY_OF_ROWS = new Set(['amount', 'discount']);

const THINGS: Readonly<Record<string, readonly [string, string]>> = {
  number_of_orders: ['order', 'orders'],
  gift_orders: ['gift order', 'gift orders'],
  units_purchased: ['unit', 'units'],
  distinct_products: ['product', 'products'],
  days_since_last_order: ['day', 'days'],
  days_between_orders: ['day', 'days'],
};

const COUNTED: Readonly<Record<string, readonly [string, string]>> = {
  orders_placed: ['order', 'orders'],
  products_purchased: ['line', 'lines'],
  refunds_received: ['refund', 'refunds'],
  store_credit_accounts: ['account', 'accounts'],
};

/** What the numbers of an attribute count. */
export function unitOf(name: string, currency: string): Unit {
  return MONEY.has(name) ? { kind: 'money', currency } : things(THINGS[name]);
}

/** What the numbers of a parameter of rows count. */
export function unitOfParameter(name: string, currency: string): Unit {
  if (MONEY_OF_ROWS.has(name)) return { kind: 'money', currency };
  return name === 'quantity' || name === 'units' ? things(['unit', 'units']) : { kind: 'plain' };
}

/** What the numbers of a measure of rows count. */
export function unitOfMeasure(name: string, rows: string, currency: string): Unit {
  const known = rowsNamed(rows, LANGUAGE);
  const measure = known && measureNamed(name, known);
  if (measure === undefined || measure.kind === 'share_of') return { kind: 'plain' };
  if (measure.kind === 'count')
    return things(COUNTED[rows] ?? (known?.hasProperties ? ['event', 'events'] : undefined));
  if (measure.kind === 'distinct') {
    const many = name.replace('distinct_', '');
    return things([many.replace(/ies$/, 'y').replace(/s$/, ''), many]);
  }
  return unitOfParameter(measure.of ?? '', currency);
}

/** What the numbers of an amount count; of one that is calculated it is not told. */
export function unitOfAmount(amount: Amount, currency: string): Unit {
  if (amount.kind === 'attribute') return unitOf(amount.name, currency);
  return amount.kind === 'measure' ? unitOfMeasure(amount.name, amount.rows.name, currency) : { kind: 'plain' };
}

function things(words: readonly [string, string] | undefined): Unit {
  return words === undefined ? { kind: 'plain' } : { kind: 'things', one: words[0], many: words[1] };
}
