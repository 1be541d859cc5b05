import { dayOfNumber } from '@clientele/model';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkLanguage } from '../check/check-query.js';
import { aContext, aCustomer, anOrder, aProfile } from '../reference/records.fixture.js';
import { evaluateShop } from '../reference/reference.js';
import { SHOPIFY_TARGETS, shopifyText } from './shopify-text.js';

const context = aContext();
const profiles = [
  aProfile({ id: 'nobody' }),
  aProfile({ id: 'tagged', customers: [aCustomer({ tags: ['a'], language: 'en' })] }),
  ...[1, 2, 5, 9].map((days) =>
    aProfile({
      id: `ordered ${days} days ago`,
      customers: [aCustomer({ tags: days === 5 ? ['b'] : [], language: 'fr' })],
      orders: Array.from({ length: (days % 3) + 1 }, (_, index) =>
        anOrder({ total: `${days * 10}`, placedAt: `2024-06-0${Math.max(10 - days - index, 1)}T12:00:00Z` }),
      ),
    }),
  ),
];

const number = fc.constantFrom('0', '1', '2', '20', '50', '90');
const date = fc.oneof(
  fc.constantFrom('today', 'yesterday', '-5d', '-1w', '2024-06-05'),
  fc.integer({ min: 19_874, max: 19_885 }).map(dayOfNumber),
);
const operator = fc.constantFrom('=', '!=', '>', '>=', '<', '<=');
const testsOf = (name: string, value: fc.Arbitrary<string>) =>
  fc.oneof(
    fc.tuple(operator, value).map(([sign, to]) => `${name} ${sign} ${to}`),
    fc.tuple(value, value).map(([from, to]) => `${name} BETWEEN ${from} AND ${to}`),
    fc.tuple(fc.constantFrom('IN', 'NOT IN'), value, value).map(([sign, a, b]) => `${name} ${sign} (${a}, ${b})`),
  );
const clause = fc.oneof(
  testsOf('amount_spent', number),
  testsOf('number_of_orders', number),
  testsOf('last_order_date', date),
  fc.constantFrom(
    'last_order_date IS NULL',
    "customer_tags CONTAINS 'A'",
    "customer_tags NOT CONTAINS 'b'",
    'orders_placed IS NULL',
  ),
  fc
    .tuple(fc.constantFrom('', 'NOT '), testsOf('date', date), operator, number)
    .map(([not, of, sign, count]) => `orders_placed ${not}MATCHES (${of}, count ${sign} ${count})`),
);
const query: fc.Arbitrary<string> = fc.letrec((tie: fc.LetrecTypedTie<{ query: string }>) => ({
  query: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    clause,
    tie('query').map((part) => `NOT (${part})`),
    fc.tuple(tie('query'), fc.constantFrom('AND', 'OR'), tie('query')).map(([a, join, b]) => `(${a}) ${join} (${b})`),
  ),
})).query;

test('what is written for Shopify has the same members', () => {
  let said = 0;
  fc.assert(
    fc.property(query, fc.constantFrom(...SHOPIFY_TARGETS), (text, target) => {
      const ours = checkLanguage(text);
      if (ours.outcome === 'invalid') throw new Error(text);
      const theirs = shopifyText(ours, target);
      if (theirs.outcome === 'invalid') return;
      const again = checkLanguage(theirs.text);
      if (again.outcome === 'invalid') throw new Error(`${theirs.text}: ${again.errors[0]?.message}`);
      const members = evaluateShop(ours.condition, profiles, context);
      expect(evaluateShop(again.condition, profiles, context), theirs.text).toEqual(members);
      said += 1;
    }),
    { numRuns: 1_000 },
  );
  expect(said).toBeGreaterThan(300);
});
