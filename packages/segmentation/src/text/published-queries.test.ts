import { expect, test } from 'vitest';
import { checkQuery } from '../check/check-query.js';
import { parseQuery } from './parse-query.js';
import { printCondition } from './print-condition.js';
import { EXAMPLES, INVALID_QUERIES, SHOPIFY_QUERIES, SHOPIFYQL_QUERIES } from './published-queries.fixture.js';

test('the lists are whole', () => {
  const lists = [SHOPIFY_QUERIES, SHOPIFYQL_QUERIES, INVALID_QUERIES, EXAMPLES];
  expect(lists.map((list) => list.length)).toEqual([131, 9, 11, 95]);
});

test.each([...SHOPIFY_QUERIES, ...SHOPIFYQL_QUERIES, ...EXAMPLES])('%s', (query) => {
  const parsed = parseQuery(query);
  if (parsed.outcome === 'invalid') throw new Error(JSON.stringify(parsed.errors));
  const printed = printCondition(parsed.condition);
  expect(parseQuery(printed)).toMatchObject({ outcome: 'parsed', condition: parsed.condition });
});

/** Valid here; it has more conditions than Shopify allows. */
const TOO_LONG_FOR_SHOPIFY = INVALID_QUERIES.filter((query) => query.split(' OR ').length > 10);

test.each(INVALID_QUERIES.filter((query) => !TOO_LONG_FOR_SHOPIFY.includes(query)))('%j is refused', (query) => {
  const checked = checkQuery(query);
  if (checked.outcome === 'valid') throw new Error('it is valid');
  const [error] = checked.errors;
  expect(error?.code).not.toBe('not-built-yet');
  expect(error?.hint).toBeTruthy();
});

test('only the number of conditions makes one query invalid in Shopify', () => {
  expect(TOO_LONG_FOR_SHOPIFY.map((query) => checkQuery(query).outcome)).toEqual(['valid']);
});
