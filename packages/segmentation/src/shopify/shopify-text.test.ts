import { describe, expect, test } from 'vitest';
import { checkLanguage, type ValidQuery } from '../check/check-query.js';
import { EXAMPLES, INVALID_QUERIES, SHOPIFY_QUERIES, SHOPIFYQL_QUERIES } from '../text/published-queries.fixture.js';
import { type ShopifyTarget, shopifyText } from './shopify-text.js';

function valid(query: string): ValidQuery {
  const checked = checkLanguage(query);
  if (checked.outcome === 'invalid') throw new Error(JSON.stringify(checked.errors));
  return checked;
}

/** What is printed, or the refusals as `column message`. */
function printed(query: string, target: ShopifyTarget = 'shopify'): string | readonly string[] {
  const said = shopifyText(valid(query), target);
  return said.outcome === 'printed' ? said.text : said.errors.map(({ column, message }) => `${column} ${message}`);
}

/** Shopify's own conditions, with ids as text again. */
const canonical = (query: string): string => valid(query).canonical;

test.each([...SHOPIFY_QUERIES, ...SHOPIFYQL_QUERIES])('%s is said', (query) => {
  const text = printed(query);
  if (typeof text !== 'string') throw new Error(JSON.stringify(text));
  // NOT before MATCHES is NOT MATCHES.
  expect(canonical(text)).toBe(canonical(query).replace(/NOT (\w+) MATCHES/, '$1 NOT MATCHES'));
});

test('what the older form says is read back as the same', () => {
  const unsaid: string[] = [];
  for (const query of SHOPIFY_QUERIES) {
    const text = printed(query, 'shopify-2026-07');
    if (typeof text !== 'string') unsaid.push(query);
    // A number or day beside another one is the same in other words.
    else if (!/MATCHES .*(date|count) >/.test(query)) {
      expect(canonical(text)).toBe(canonical(query).replace(/NOT (\w+) MATCHES/, '$1 NOT MATCHES'));
    }
  }
  expect(unsaid).toEqual([
    'products_purchased NOT MATCHES (date > -3m)',
    'products_purchased MATCHES (quantity != 5)',
    'store_credit_accounts MATCHES (balance > 0)',
  ]);
});

test('of the examples, those in Shopify’s language are said', () => {
  const said = EXAMPLES.flatMap((query, index) => (typeof printed(query) === 'string' ? [index + 1] : []));
  expect(said).toEqual([...Array.from({ length: 18 }, (_, index) => index + 1), 20, 21, 22, 23, 40, 95]);
});

describe('in other words', () => {
  test.each([
    [
      "rfm_group IN ('LOYAL', 'NEW') AND amount_spent > 5",
      "(rfm_group = 'LOYAL' OR rfm_group = 'NEW') AND amount_spent > 5",
    ],
    ["rfm_group NOT IN ('LOYAL', 'NEW')", "rfm_group != 'LOYAL' AND rfm_group != 'NEW'"],
    ['NOT (amount_spent > 5 OR number_of_orders = 1)', 'amount_spent <= 5 AND number_of_orders != 1'],
    ['NOT last_order_date > -7d', 'last_order_date <= -7d OR last_order_date IS NULL'],
    [
      'NOT last_order_date BETWEEN -7d AND today',
      'last_order_date < -7d OR last_order_date > today OR last_order_date IS NULL',
    ],
    [
      'NOT (last_order_date IS NULL AND NOT orders_placed MATCHES ())',
      'last_order_date IS NOT NULL OR orders_placed MATCHES ()',
    ],
    ["NOT customer_tags CONTAINS 'a'", "customer_tags NOT CONTAINS 'a'"],
    ['count OF products_purchased (id = 5) >= 3', 'products_purchased MATCHES (id = 5, count >= 3)'],
    ['NOT sum_amount OF orders_placed > 3', 'orders_placed NOT MATCHES (sum_amount > 3)'],
    ['100 <= amount_spent', 'amount_spent >= 100'],
    [
      'customer_within_distance(coordinates: (1, 2), distance_km: 3) = false',
      'customer_within_distance NOT MATCHES (coordinates = (1, 2), distance_km = 3)',
    ],
    ["companies CONTAINS '77' AND created_by_app_id = '5'", 'companies CONTAINS 77 AND created_by_app_id = 5'],
  ])('%s', (query, text) => {
    expect(printed(query)).toBe(text);
  });

  test.each([
    ['orders_placed MATCHES (date > -30d)', 'orders_placed(since: -29d) = true'],
    ['orders_placed MATCHES (date > yesterday)', 'orders_placed(since: today) = true'],
    [
      'orders_placed NOT MATCHES (date < 2024-03-01, count > 2)',
      'orders_placed(until: 2024-02-29, count_at_least: 3) = false',
    ],
    [
      "anniversary('metafields.a.b') BETWEEN today AND +30d",
      "anniversary(date: 'metafields.a.b') BETWEEN today AND +30d",
    ],
    [
      'products_purchased MATCHES (id IN (1, 2), date BETWEEN -12m AND today)',
      'products_purchased(id: (1, 2), since: -12m, until: today) = true',
    ],
  ])('before 2026-10: %s', (query, text) => {
    expect(printed(query, 'shopify-2026-07')).toBe(text);
    expect(checkLanguage(text)).toMatchObject({ outcome: 'valid' });
  });
});

describe('refused, with its place', () => {
  test.each<[query: string, ...refusals: string[]]>([
    ['amount_spent > 1 AND net_amount_spent > 5', '22 Shopify has no `net_amount_spent`'],
    ["orders_placed MATCHES (channel = 'app')", "24 Shopify's `orders_placed` has no parameter `channel`"],
    ['events.product_viewed MATCHES ()', '1 Shopify has no `events.product_viewed`'],
    ["customer_language CONTAINS 'e'", "19 Shopify's `customer_language` takes = and !=, not CONTAINS"],
    ["sms_subscription_status = 'INVALID'", "27 Shopify's `sms_subscription_status` has no value 'INVALID'"],
    [
      'last_order_date < first_order_date + 30d',
      '19 Shopify compares an attribute with a plain value, not with `first_order_date + 30d`',
    ],
    [
      'amount_refunded / amount_spent > 1',
      '1 Shopify compares an attribute with a plain value; it cannot calculate `amount_refunded / amount_spent`',
    ],
    ['average_amount OF orders_placed > 1', '1 Shopify has no `average_amount OF orders_placed`'],
    ['count OF orders_placed (date >= -9d) UP BY 5%', '38 Shopify cannot compare a window with the one before'],
    ['amount_spent IN TOP 10%', '14 Shopify has no percentiles: `amount_spent IN TOP 10%`'],
    ['SEQUENCE (orders_placed)', '1 Shopify cannot say what came after what'],
    ["in_segment('vip')", "1 Shopify cannot ask whether somebody is in the segment 'vip'"],
    ['in_hold_out()', '1 Shopify cannot ask whether somebody is in the hold-out'],
    ["added_to('x')", "1 Shopify cannot ask whether somebody was added to the segment 'x' by hand"],
    ["in_sample(5%, 'x')", "1 Shopify cannot ask whether somebody is in the sample 'x'"],
    ['last_order_date > -6h', '19 Shopify counts from today in whole days; it cannot say -6h'],
    [
      "NOT anniversary('metafields.a.b') = today",
      "5 Shopify cannot turn `anniversary('metafields.a.b') = today` round",
    ],
    ["anniversary('birth_date') = today", '1 Shopify has anniversaries of metafields alone, not of `birth_date`'],
    ["NOT customer_language = 'en'", "23 Shopify's `customer_language` takes = and !=, not IS NULL"],
    ["products_purchased MATCHES (id = 'A1')", "34 Shopify's `id` is a whole number, not 'A1'"],
    [
      `products_purchased MATCHES (id IN (${Array(501).fill('1').join(', ')}))`,
      '29 Shopify takes at most 500 values in a list; this one has 501',
    ],
    [`${Array(11).fill('amount_spent > 1').join(' OR ')}`, '1 Shopify takes at most 10 conditions; this query has 11'],
    [`customer_tags CONTAINS '${'x'.repeat(5000)}'`, '1 Shopify takes at most 5000 characters; this query has 5025'],
  ])('%s', (query, ...refusals) => {
    expect(printed(query)).toEqual(refusals);
  });

  test('each part of a query by itself, with what helps', () => {
    const said = shopifyText(valid("in_segment('vip') OR usual_channel = 'app' OR amount_spent > 5"), 'shopify');
    expect(said).toMatchObject({
      outcome: 'invalid',
      errors: [
        { code: 'not-in-shopify', column: 1, hint: expect.stringContaining('as a tag') },
        { code: 'not-in-shopify', column: 22 },
      ],
    });
  });

  test('before 2026-10, any other comparison of a parameter', () => {
    expect(printed('products_purchased MATCHES (quantity > 5)', 'shopify-2026-07')).toEqual([
      "1 Before 2026-10, Shopify's parameters take plain values; it cannot say `quantity > 5`",
    ]);
  });

  test('what Shopify documents as too many conditions', () => {
    const [many = ''] = INVALID_QUERIES.filter((query) => query.split(' OR ').length > 10);
    expect(printed(many)).toEqual(['1 Shopify takes at most 10 conditions; this query has 11']);
  });
});
