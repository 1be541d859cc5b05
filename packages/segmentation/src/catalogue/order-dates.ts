import { dayNumber } from '@clientele/model';
import type { Attribute } from './attribute.js';
import type { StoredColumn } from './stored-column.js';

/** SQL of the presence of what only an order brings, and every order does. */
export const HAS_ORDER = 'number_of_orders > 0';

/** The instant of the first or last order, and the day of that instant (not the first or last day: see St John's in 2010). */
function orderColumns(which: 'first' | 'last'): readonly StoredColumn[] {
  const [instant, day] =
    which === 'first'
      ? ['minIf(at, counted)', 'argMinIf(day, at, counted)']
      : ['maxIf(at, counted)', 'argMaxIf(day, at, counted)'];
  const meaning = `when the ${which} order was placed; only with an order`;
  return [
    { name: `${which}_order_at`, type: "DateTime64(3, 'UTC')", from: 'orders', aggregate: instant, meaning },
    { name: `${which}_order_day`, type: 'Date32', from: 'orders', aggregate: day, meaning: 'the day of it' },
  ];
}

/** When a profile ordered. */
export const ORDER_DATES: readonly Attribute[] = [
  {
    name: 'first_order_date',
    type: 'date',
    description: 'First order that counts.',
    aboutOrders: true,
    columns: orderColumns('first'),
    reading: { kind: 'date', day: 'first_order_day', at: 'first_order_at', present: HAS_ORDER },
  },
  {
    name: 'last_order_date',
    type: 'date',
    description: 'Last order that counts.',
    aboutOrders: true,
    columns: orderColumns('last'),
    reading: { kind: 'date', day: 'last_order_day', at: 'last_order_at', present: HAS_ORDER },
  },
  {
    name: 'days_since_last_order',
    type: 'integer',
    description: 'Whole days from the day of the last order to today; absent without one.',
    aboutOrders: true,
    columns: [],
    reading: {
      kind: 'number',
      value: (scope) => `(${scope.param('Int32', dayNumber(scope.today))} - toInt32(last_order_day))`,
      present: HAS_ORDER,
    },
  },
  {
    name: 'days_between_orders',
    type: 'decimal',
    description: 'Days from first to last order by the number of orders less one; absent below two orders.',
    aboutOrders: true,
    columns: [],
    reading: {
      kind: 'ratio',
      numerator: '(toInt32(last_order_day) - toInt32(first_order_day))',
      denominator: '(toInt64(number_of_orders) - 1)',
      present: 'number_of_orders > 1',
    },
  },
];
