import { expect, test } from 'vitest';
import { languageTypesOf } from '../catalogue/custom-attributes.js';
import { checkQuery } from '../check/check-query.js';
import type { CustomType } from '../tree/custom-attributes.js';
import { checkAskable } from './check-askable.js';
import { CompileError } from './compile-error.js';
import { requiredCutoffs } from './cutoffs.js';
import { CONTEXT, conditionOf } from './engine.fixture.js';
import { bitsQuery } from './queries.js';

/** Amounts of every kind and type. */
const AMOUNTS = [
  ...['number_of_orders', 'amount_spent', 'average_order_value', 'last_order_date', 'first_channel', 'rfm_recency'],
  ...[
    'customer_tags',
    'days_since_last_order',
    'attributes.shoe_size',
    'attributes.newsletter',
    'attributes.interests',
  ],
  ...['attributes.last_visit', "attributes.'Loyalty tier'", 'count OF orders_placed', 'first_date OF orders_placed'],
  ...['usual_product OF products_purchased', "share_of_count OF orders_placed (channel = 'app')"],
  ...['sum.x OF events.page_viewed', 'first.x OF events.page_viewed', 'usual.x OF events.page_viewed'],
  ...['5', 'true', "'x'", 'today', '2024-05-01T10:00:00', '(number_of_orders + 1)', '(last_order_date + 6h)'],
  ...['(last_order_date + 7d)', "anniversary('birth_date')", '(today - last_order_date)'],
];
const VALUES = [...AMOUNTS, "''", '007', '-7d', '-6h', '(40.7, -74)'];
const PARAMETERS = {
  orders_placed: [
    'date',
    'hour',
    'channel',
    'amount',
    'discounted',
    'discount_code',
    'gift',
    'average_amount',
    'count',
  ],
  products_purchased: ['id', 'tag', 'quantity', 'last_category'],
  'events.page_viewed': ['property.x', 'id', 'sum.x', 'first.x', 'usual.x', 'distinct.x'],
};
const TESTS = [
  (value: string) => `= ${value}`,
  (value: string) => `> ${value}`,
  (value: string) => `BETWEEN ${value} AND ${value}`,
  (value: string) => `NOT IN (${value}, ${value})`,
  (value: string) => `CONTAINS ${value}`,
];

test('what passes the check can be compiled, whatever is compared with what', () => {
  const amounts = [
    ...AMOUNTS.map((amount) => (rest: string) => `${amount} ${rest}`),
    ...Object.entries(PARAMETERS).flatMap(([rows, names]) =>
      names.map((name) => (rest: string) => `${rows} MATCHES (${name} ${rest})`),
    ),
  ];
  const queries = amounts.flatMap((ask) => [
    ask('IS NULL'),
    ...VALUES.flatMap((value) => TESTS.map((tested) => ask(tested(value)))),
  ]);
  const customAttributes = languageTypesOf(CONTEXT.customTypes ?? new Map());
  const failing: string[] = [];
  let asked = 0;
  for (const query of queries) {
    const checked = checkQuery(query, { customAttributes });
    if (checked.outcome === 'invalid') continue;
    asked += 1;
    const cutoffs = requiredCutoffs(checked.condition, CONTEXT.rfm).map((key) => [key, ['1', '2', '3', '4']] as const);
    try {
      bitsQuery([checked.condition], { ...CONTEXT, cutoffs: new Map(cutoffs) });
    } catch (error) {
      failing.push(`${query}: ${error instanceof Error ? error.message : ''}`);
    }
  }
  expect(failing).toEqual([]);
  expect(asked).toBeGreaterThan(500);
});

/** Whoever looks an attribute up finds another type than whoever lists all. */
class Contradicting extends Map<string, CustomType> {
  override get(): CustomType {
    return 'text';
  }
}

test('what cannot be compiled all the same names the condition, and is refused at its place', () => {
  const customTypes = new Contradicting([['attributes.shoe_size', 'number']]);
  const query = 'number_of_orders > 1 AND attributes.shoe_size > 40';
  const compile = () => bitsQuery([conditionOf(query)], { ...CONTEXT, customTypes });
  expect(compile).toThrow(CompileError);
  expect(compile).toThrow(expect.objectContaining({ condition: conditionOf('attributes.shoe_size > 40') }));
  const place = { line: 1, column: 26, offset: 25, length: 25 };
  expect(checkAskable(query, customTypes)).toMatchObject({ errors: [{ ...place, code: 'not-built-yet' }] });
  expect(checkAskable(query, new Map(customTypes)).outcome).toBe('valid');
});
