import { describe, expect, test } from 'vitest';
import { checkQuery } from './check-query.js';

/** Errors as `column code: message | hint`. */
function errorsOf(text: string): string[] {
  const checked = checkQuery(text);
  if (checked.outcome === 'valid') return [];
  return checked.errors.map(({ column, code, message, hint }) => `${column} ${code}: ${message} | ${hint}`);
}

const LIST_HINT = 'Write CONTAINS, NOT CONTAINS, IS NULL or IS NOT NULL.';
const TEXT_HINT = 'Write =, !=, IN, NOT IN, IS NULL or IS NOT NULL.';
const DATE_HINT = 'Write =, !=, >, >=, <, <=, BETWEEN, IN, IS NULL or IS NOT NULL.';
const NUMBER_HINT = 'Write =, !=, >, >=, <, <=, BETWEEN, IN, IN TOP 10%, IS NULL or IS NOT NULL.';

describe('errors', () => {
  test.each<[text: string, error: string]>([
    ['amount_spend > 5', "1 unknown-attribute: There is no attribute 'amount_spend' | Did you mean amount_spent?"],
    ['Amount_Spent > 5', "1 unknown-attribute: There is no attribute 'Amount_Spent' | Did you mean amount_spent?"],
    ['weather = 5', "1 unknown-attribute: There is no attribute 'weather' | null"],
    [
      'order_placed MATCHES ()',
      "1 unknown-function: There is no function 'order_placed' | Did you mean orders_placed?",
    ],
    ['orders_placed > 5', '15 wrong-operator: orders_placed is a function | Write orders_placed MATCHES (…).'],
    [
      'amount_spent MATCHES ()',
      `14 wrong-operator: MATCHES is for functions, and amount_spent is a number | ${NUMBER_HINT}`,
    ],
    ["customer_tags = 'x'", `15 wrong-operator: = is not for customer_tags, which is a list | ${LIST_HINT}`],
    ["customer_tags IN ('x')", `15 wrong-operator: IN is not for customer_tags, which is a list | ${LIST_HINT}`],
    ['customer_tags IN TOP 5%', `15 wrong-operator: IN TOP is not for customer_tags, which is a list | ${LIST_HINT}`],
    [
      "customer_language CONTAINS 'x'",
      `19 wrong-operator: CONTAINS is not for customer_language, which is text | ${TEXT_HINT}`,
    ],
    ["usual_channel > 'a'", `15 wrong-operator: > is not for usual_channel, which is text | ${TEXT_HINT}`],
    [
      "rfm_group BETWEEN 'A' AND 'B'",
      `11 wrong-operator: BETWEEN is not for rfm_group, which is one of a list of values | ${TEXT_HINT}`,
    ],
    [
      'last_order_date IN BOTTOM 5%',
      `17 wrong-operator: IN BOTTOM is not for last_order_date, which is a date | ${DATE_HINT}`,
    ],
    ["rfm_group = 'Champions'", "13 unknown-value: rfm_group has no value 'Champions' | Did you mean 'CHAMPIONS'?"],
    [
      "rfm_group IN ('LOYAL', 'at risk')",
      "24 unknown-value: rfm_group has no value 'at risk' | Did you mean 'AT_RISK'?",
    ],
    [
      "sms_subscription_status != 'yes'",
      "28 unknown-value: sms_subscription_status has no value 'yes' | It is one of UNSUBSCRIBED, SUBSCRIBED, PENDING, INVALID, NOT_SUBSCRIBED, REDACTED.",
    ],
    [
      'number_of_orders > 2.5',
      '20 wrong-value: number_of_orders is a whole number; 2.5 is not | Write a number without decimals.',
    ],
    [
      "amount_spent > '100'",
      "16 wrong-value: amount_spent is a number; '100' is not | Write a number without quotes, such as 100.",
    ],
    [
      'amount_spent > 1234567890123',
      '16 wrong-value: amount_spent is a number; 1234567890123 is not | Numbers have at most 12 digits before the point and 6 after it.',
    ],
    [
      'amount_spent > 0.1234567',
      '16 wrong-value: amount_spent is a number; 0.1234567 is not | Numbers have at most 12 digits before the point and 6 after it.',
    ],
    [
      "last_order_date > '2024-05-01'",
      "19 wrong-value: last_order_date is a date; '2024-05-01' is not | Write dates without quotes: 2024-05-01, 2024-05-01T18:30:00, -7d, today or yesterday.",
    ],
    [
      'last_order_date BETWEEN 5 AND today',
      '25 wrong-value: last_order_date is a date; 5 is not | Write dates without quotes: 2024-05-01, 2024-05-01T18:30:00, -7d, today or yesterday.',
    ],
    ['customer_tags CONTAINS 5', "24 wrong-value: customer_tags is a list; 5 is not | Write it in single quotes: '5'."],
    [
      'customer_language = true',
      "21 wrong-value: customer_language is text; true is not | Write it in single quotes: 'true'.",
    ],
    [
      'products_purchased MATCHES (id = today)',
      "34 wrong-value: id is an id; today is not | Write it in single quotes: 'today'.",
    ],
    [
      'products_purchased MATCHES (amount > 5)',
      "29 unknown-parameter: products_purchased has no parameter 'amount' | Did you mean count?",
    ],
    [
      'orders_placed MATCHES (quantity > 5)',
      "24 unknown-parameter: orders_placed has no parameter 'quantity' | It has date, amount, channel, count, sum_amount.",
    ],
    [
      'orders_placed MATCHES (date > -9d, date < -1d)',
      "36 repeated-parameter: The parameter 'date' stands here twice | Write date BETWEEN … AND …, or a second orders_placed MATCHES (…).",
    ],
    [
      "orders_placed MATCHES (channel = 'app', channel != 'till')",
      "41 repeated-parameter: The parameter 'channel' stands here twice | Write channel IN (…), or a second orders_placed MATCHES (…).",
    ],
    [
      "orders_placed MATCHES (channel > 'app')",
      `32 wrong-operator: > is not for channel, which is text | ${TEXT_HINT}`,
    ],
    [
      'orders_placed MATCHES (count > 1.5)',
      '32 wrong-value: count is a whole number; 1.5 is not | Write a number without decimals.',
    ],
    [
      "in_segment('Big Spenders')",
      "12 bad-handle: 'Big Spenders' is not the handle of a segment | Handles are lower-case letters, digits, - and _, such as big-spenders.",
    ],
  ])('%s', (text, error) => {
    expect(errorsOf(text)).toEqual([error]);
  });

  test('all of them, in the order of the text', () => {
    const text = "NOT (weather = 1 OR orders_placed MATCHES (cuont > 1, date = 5)) AND rfm_group = 'x'";
    expect(errorsOf(text).map((error) => error.split(':')[0])).toEqual([
      '6 unknown-attribute',
      '44 unknown-parameter',
      '62 wrong-value',
      '82 unknown-value',
    ]);
  });
});

test.each([
  'number_of_orders = 2.0 OR amount_spent > -5.25 OR amount_spent > +1',
  'amount_spent IN (1, 2) AND number_of_orders IN TOP 5% AND rfm_recency NOT IN (1)',
  'last_order_date IN (today, -7d) OR last_order_date = 2024-05-01T18:30:00',
  "rfm_group IN ('LOYAL', 'PROSPECTS') AND customer_tags IS NULL AND rfm_group IS NOT NULL",
  "orders_placed NOT MATCHES (amount BETWEEN 1 AND 2, channel NOT IN ('app'), date != today, count = 0, sum_amount >= 1.5)",
  "in_segment('vip-2_x')",
])('%s is valid and canonical', (text) => {
  expect(checkQuery(text)).toMatchObject({ outcome: 'valid', canonical: text });
});

test('ids are text, whether or not they are quoted', () => {
  const unquoted = checkQuery('products_purchased MATCHES (id IN (007, -1, 1.50))');
  expect(unquoted).toMatchObject({ canonical: "products_purchased MATCHES (id IN ('007', '-1', '1.50'))" });
  expect(unquoted).toEqual(checkQuery("products_purchased MATCHES (id IN ('007', '-1', '1.50'))"));
});

test('a query that does not parse is invalid', () => {
  expect(errorsOf('number_of_orders >')).toHaveLength(1);
});
