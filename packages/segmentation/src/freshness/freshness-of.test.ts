import { expect, it } from 'vitest';
import { conditionOf } from '../compile/engine.fixture.js';
import { DEFAULT_RFM } from '../rfm/configuration.js';
import { freshnessInWords } from './freshness-in-words.js';
import { freshnessOf } from './freshness-of.js';

const SEGMENTS = new Map([
  ['lately', conditionOf("last_order_date >= -30d AND in_segment('candles')")],
  ['candles', conditionOf("products_purchased MATCHES (category = 'Candles') OR in_segment('lately')")],
]);

it.each([
  ['number_of_orders >= 2 AND last_order_date >= 2024-01-01', 'Changes with records.'],
  ['count OF orders_placed (date <= first_order_date + 30d) >= 2', 'Changes with records.'],
  ['SEQUENCE (orders_placed THEN NOT orders_placed)', 'Changes with records.'],
  ['SEQUENCE (orders_placed THEN NOT orders_placed WITHIN 1h THEN orders_placed)', 'Changes with records.'],
  ["in_sample(10%, 'x')", 'Changes with records.'],
  ['NOT (days_since_last_order > 9)', "Changes with records, and at the shop's midnight."],
  ['today - last_order_date <= 30', "Changes with records, and at the shop's midnight."],
  ["anniversary('birth_date') = today", "Changes with records, and at the shop's midnight."],
  ['orders_placed NOT MATCHES (date >= -90d)', "Changes with records, and at the shop's midnight."],
  ['count OF orders_placed (date >= 2024-01-01) UP BY 5%', "Changes with records, and at the shop's midnight."],
  ['SEQUENCE (orders_placed THEN NOT orders_placed WITHIN 7d)', "Changes with records, and at the shop's midnight."],
  [
    'SEQUENCE (orders_placed THEN NOT orders_placed WITHIN 90min)',
    "Changes with records, and at the shop's midnight and at moments within the day.",
  ],
  [
    'orders_placed MATCHES (date >= -6h)',
    "Changes with records, and at the shop's midnight and at moments within the day.",
  ],
  ["rfm_group = 'CHAMPIONS'", "Changes with records, and at the shop's midnight. Its cut-offs are taken once a day."],
  ['amount_spent IN TOP 10%', "Changes with records, and at the shop's midnight. Its cut-offs are taken once a day."],
  [
    "in_segment('lately') AND added_to('lately') AND NOT in_hold_out()",
    "Changes with records, products, decisions by hand, and the share held out, and at the shop's midnight.",
  ],
  ["in_segment('gone')", 'Changes with records.'],
])('%s', (query, words) => {
  expect(freshnessInWords(freshnessOf(conditionOf(query), SEGMENTS, DEFAULT_RFM))).toBe(words);
});
