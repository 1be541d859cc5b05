import { expect, test } from 'vitest';
import { languageTypesOf } from '../catalogue/custom-attributes.js';
import { checkQuery } from '../check/check-query.js';
import { requiredCutoffs } from '../compile/cutoffs.js';
import { CONTEXT } from '../compile/engine.fixture.js';
import { compileCondition } from '../compile/queries.js';
import { SHOPIFY_TARGETS, shopifyText } from '../shopify/shopify-text.js';
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

const customAttributes = languageTypesOf(CONTEXT.customTypes ?? new Map());

test.each([...SHOPIFY_QUERIES, ...SHOPIFYQL_QUERIES, ...EXAMPLES])('is checked and compiled: %s', (query) => {
  const checked = checkQuery(query, { customAttributes });
  if (checked.outcome === 'invalid') throw new Error(JSON.stringify(checked.errors));
  const cutoffs = requiredCutoffs(checked.condition, CONTEXT.rfm).map((key) => [key, ['1', '2', '3', '4']] as const);
  const { sql } = compileCondition(checked.condition, { ...CONTEXT, cutoffs: new Map(cutoffs) });
  expect(sql).not.toBe('');
});

/** What Shopify's older form cannot say of those that were published in the newer one. */
const NOT_IN_THE_OLDER_FORM = 4;

test.each(SHOPIFY_TARGETS)('published queries are written for %s, and what is written is valid', (target) => {
  const refused = [...SHOPIFY_QUERIES, ...SHOPIFYQL_QUERIES].filter((query) => {
    const checked = checkQuery(query, { customAttributes });
    const written = checked.outcome === 'valid' ? shopifyText(checked, target) : checked;
    if (written.outcome === 'invalid') return true;
    expect(checkQuery(written.text, { customAttributes }).outcome, written.text).toBe('valid');
    return false;
  });
  expect(refused).toHaveLength(target === 'shopify' ? 0 : NOT_IN_THE_OLDER_FORM);
});

/** Valid here; it has more conditions than Shopify allows. */
const TOO_LONG_FOR_SHOPIFY = INVALID_QUERIES.filter((query) => query.split(' OR ').length > 10);

test('invalid ones are refused at the place of the fault, with a hint', () => {
  const refused = INVALID_QUERIES.filter((query) => !TOO_LONG_FOR_SHOPIFY.includes(query)).map((query) => {
    const checked = checkQuery(query);
    const [error] = checked.outcome === 'invalid' ? checked.errors : [];
    return `${error?.line}:${error?.column} ${error?.code}: ${error?.hint}`;
  });
  expect(refused).toMatchInlineSnapshot(`
    [
      "1:7 unexpected: Write =, !=, >, >=, <, <=, BETWEEN, IS [NOT] NULL, [NOT] CONTAINS, [NOT] IN or [NOT] MATCHES.",
      "1:13 unexpected: Write =, !=, >, >=, <, <=, BETWEEN, IS [NOT] NULL, [NOT] CONTAINS, [NOT] IN or [NOT] MATCHES.",
      "1:1 empty: Write a condition, such as number_of_orders >= 2.",
      "1:25 bad-date: A time has a date before it: 2024-05-01T18:30:00.",
      "1:43 repeated-parameter: Write date BETWEEN … AND …, or a second orders_placed MATCHES (…).",
      "1:27 unknown-parameter: It has date, id, tag, count.",
      "1:46 unexpected: Write = true or = false; how often is a parameter: storefront.product_viewed MATCHES (count > 1).",
      "1:52 unexpected: Write storefront.product_viewed MATCHES (date >= …), which takes comparisons.",
      "1:54 wrong-value: Text stands in single quotes: 'SUBSCRIBED'.",
      "1:65 unexpected: Write last_order_date IS NULL or last_order_date IS NOT NULL.",
    ]
  `);
});

test('only the number of conditions makes one query invalid in Shopify', () => {
  expect(TOO_LONG_FOR_SHOPIFY.map((query) => checkQuery(query).outcome)).toEqual(['valid']);
});
