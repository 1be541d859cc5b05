import { describe, expect, test } from 'vitest';
import { EXAMPLES, SHOPIFY_QUERIES, SHOPIFYQL_QUERIES } from '../text/published-queries.fixture.js';
import { checkLanguage, checkQuery } from './check-query.js';

/** Errors as `column code: message | hint`. */
function errorsOf(text: string, check = checkQuery): string[] {
  const checked = check(text);
  if (checked.outcome === 'valid') return [];
  return checked.errors.map(({ column, code, message, hint }) => `${column} ${code}: ${message} | ${hint}`);
}

const LIST_HINT = 'Write CONTAINS, NOT CONTAINS, IS NULL or IS NOT NULL.';
const CHOICE_HINT = 'Write =, !=, IN, NOT IN, IS NULL or IS NOT NULL.';
const TEXT_HINT = 'Write =, !=, IN, NOT IN, CONTAINS, IS NULL or IS NOT NULL.';
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
    [
      'false >= attributes.newsletter',
      '7 wrong-operator: >= is not for attributes.newsletter, which is true or false | Write =, !=, IS NULL or IS NOT NULL.',
    ],
    ["customer_tags = 'x'", `15 wrong-operator: = is not for customer_tags, which is a list | ${LIST_HINT}`],
    ["customer_tags IN ('x')", `15 wrong-operator: IN is not for customer_tags, which is a list | ${LIST_HINT}`],
    ['customer_tags IN TOP 5%', `15 wrong-operator: IN TOP is not for customer_tags, which is a list | ${LIST_HINT}`],
    ["customer_language > 'a'", `19 wrong-operator: > is not for customer_language, which is text | ${TEXT_HINT}`],
    [
      "usual_channel > 'a'",
      `15 wrong-operator: > is not for usual_channel, which is one of a list of values | ${CHOICE_HINT}`,
    ],
    [
      "usual_channel = 'web'",
      "17 unknown-value: usual_channel has no value 'web' | It is one of online_store, till, marketplace, app, email, social, other.",
    ],
    ["channels CONTAINS 'tills'", "19 unknown-value: channels has no value 'tills' | Did you mean 'till'?"],
    [
      "rfm_group BETWEEN 'A' AND 'B'",
      `11 wrong-operator: BETWEEN is not for rfm_group, which is one of a list of values | ${CHOICE_HINT}`,
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
      'amount_spent + 0.1234567 > 5',
      '16 wrong-value: 0.1234567 has too many digits | Numbers have at most 12 digits before the point and 6 after it.',
    ],
    [
      '1234567890123 = 5',
      '1 wrong-value: 1234567890123 has too many digits | Numbers have at most 12 digits before the point and 6 after it.',
    ],
    [
      "last_order_date > '2024-05-32'",
      "19 wrong-value: last_order_date is a date; '2024-05-32' is not | Write dates without quotes: 2024-05-01, 2024-05-01T18:30:00, -7d, today or yesterday.",
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
      'products_purchased MATCHES (amounts > 5)',
      "29 unknown-parameter: products_purchased has no parameter 'amounts' | Did you mean amount?",
    ],
    [
      'orders_placed MATCHES (quantity > 5)',
      "24 unknown-parameter: orders_placed has no parameter 'quantity' | It has date, weekday, month, hour, daypart, channel, channel_id, amount, units, discount, discounted, discount_code, gift, location_id, app_id, count.",
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
      `32 wrong-operator: > is not for channel, which is one of a list of values | ${CHOICE_HINT}`,
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
  const quoted = checkQuery("products_purchased MATCHES (id IN ('007', '-1', '1.50'))");
  expect(unquoted.outcome === 'valid' && unquoted.condition).toEqual(quoted.outcome === 'valid' && quoted.condition);
});

test('a query that does not parse is invalid', () => {
  expect(errorsOf('number_of_orders >')).toHaveLength(1);
});

describe('the whole language', () => {
  const customAttributes = new Map([
    ['attributes.shoe_size', { type: 'decimal' }],
    ["attributes.'Loyalty tier'", { type: 'text' }],
    ['attributes.interests', { type: 'list' }],
    ['attributes.last_visit', { type: 'date' }],
    ['metafields.facts.birth_date', { type: 'date' }],
    ['metafields.custom.membership_level', { type: 'text' }],
  ] as const);

  test.each([...EXAMPLES, ...SHOPIFY_QUERIES, ...SHOPIFYQL_QUERIES])('%s', (query) => {
    const checked = checkLanguage(query, { customAttributes });
    if (checked.outcome === 'invalid') throw new Error(JSON.stringify(checked.errors));
    const again = checkLanguage(checked.canonical, { customAttributes });
    expect(again.outcome === 'valid' && again.condition).toEqual(checked.condition);
    expect(again).toMatchObject({ warnings: [] });
  });

  test.each([
    ['orders_placed IS NULL', 'orders_placed NOT MATCHES ()'],
    ['refunds_received IS NOT NULL', 'refunds_received MATCHES ()'],
    ["orders_placed MATCHES (date > '2025-08-01')", 'orders_placed MATCHES (date > 2025-08-01)'],
    [
      "birth_date BETWEEN '1990-01-01' AND '1999-12-31T23:59:59'",
      'birth_date BETWEEN 1990-01-01 AND 1999-12-31T23:59:59',
    ],
    ["events.searched MATCHES (property.at > '2025-08-01')", 'events.searched MATCHES (property.at > 2025-08-01)'],
    [
      'customer_within_distance(coordinates: (1, 2), distance_mi: 3) = true',
      'customer_within_distance MATCHES (coordinates = (1, 2), distance_mi <= 3)',
    ],
    ['count OF products_purchased (id = 007) > 1', "count OF products_purchased (id = '007') > 1"],
    ['usual_product OF products_purchased = 22423', "usual_product OF products_purchased = '22423'"],
    ["anniversary('birth_date') = '2024-05-01'", "anniversary('birth_date') = 2024-05-01"],
    ['companies CONTAINS 007', "companies CONTAINS '007'"],
    ["'2025-08-01' <= attributes.x", '2025-08-01 <= attributes.x'],
    ["'2025-08-01' = attributes.x", "'2025-08-01' = attributes.x"],
  ])('%s is %s', (query, canonical) => {
    expect(checkLanguage(query)).toMatchObject({ outcome: 'valid', canonical });
  });

  test('texts have no order, on whichever side of what is not declared they stand', () => {
    const error = "wrong-value: attributes.x is text; 'app' is not | Write = or IN, or a date without quotes.";
    expect(errorsOf("attributes.x >= 'app'", checkLanguage)).toEqual([`17 ${error}`]);
    expect(errorsOf("'app' <= attributes.x", checkLanguage)).toEqual([`1 ${error}`]);
    expect(errorsOf("'app' BETWEEN attributes.x AND 'z'", checkLanguage)).toEqual([
      `1 ${error}`,
      "32 wrong-value: attributes.x is text; 'z' is not | Write = or IN, or a date without quotes.",
    ]);
  });

  test('what was not checked, and what is odd, is said', () => {
    const query = 'FROM customers WHERE attributes.x = 1 AND shopify_email.opened(date: -45d) = true GROUP BY a';
    expect(checkLanguage(query)).toMatchObject({
      warnings: [
        {
          code: 'unchecked-attribute',
          column: 22,
          message: 'Whether there is an attribute attributes.x, and of what type, was not checked',
        },
        { code: 'single-day', column: 64, hint: 'Write since: -45d for the days from then on.' },
        { code: 'group-by', column: 83 },
      ],
    });
    expect(checkLanguage('attributes.x = 1', { customAttributes })).toMatchObject({ outcome: 'invalid' });
  });

  test.each<[text: string, error: string]>([
    [
      'email_subscription_status = subscribed',
      "29 wrong-value: email_subscription_status is one of a list of values; subscribed is not | Text stands in single quotes: 'SUBSCRIBED'.",
    ],
    [
      'customer_language = french',
      "21 wrong-value: customer_language is text; french is not | Text stands in single quotes: 'french'.",
    ],
    [
      'amount_spent > amount_spend',
      "16 unknown-attribute: There is no attribute 'amount_spend' | Did you mean amount_spent?",
    ],
    [
      'sum_amount > 5',
      "1 unknown-attribute: There is no attribute 'sum_amount' | Write sum_amount OF orders_placed (…).",
    ],
    [
      "weekday = 'friday'",
      "1 unknown-attribute: There is no attribute 'weekday' | Write orders_placed MATCHES (weekday …).",
    ],
    [
      'amount_spent > last_order_date',
      '16 wrong-value: amount_spent is a number; last_order_date is not | It is a date; both sides must be of one kind.',
    ],
    ['5 > customer_language', "1 wrong-value: customer_language is text; 5 is not | Write it in single quotes: '5'."],
    [
      'last_order_date > 7d',
      '19 wrong-value: last_order_date is a date; 7d is not | Write -7d for the past or +7d for the future.',
    ],
    [
      'last_order_date - first_order_date > 30d',
      '38 wrong-value: last_order_date - first_order_date is a whole number; 30d is not | Write 30.',
    ],
    [
      'amount_spent + last_order_date > 1',
      '14 wrong-operator: + is not for a number and a date | Numbers have + - * and /; a date less a date is a number of days; a date + 7d is a later date.',
    ],
    [
      'first_order_date + +2w < today',
      '18 wrong-operator: + is not for a date and a date | Write a date + 2w, without a second sign.',
    ],
    [
      'amount_spent * amount_spent * amount_spent > 1',
      '1 too-precise: The exact value of amount_spent * amount_spent * amount_spent may need more than 76 digits | Multiply and divide fewer sums with one another.',
    ],
    [
      'amount_spent / number_of_orders IN TOP 5%',
      '33 wrong-operator: IN TOP is for attributes and measures, not for what is calculated | Write it of one of the parts.',
    ],
    [
      'average_of OF orders_placed > 1',
      "1 unknown-measure: orders_placed has no measure 'average_of' | It has count, share_of_count, first_date",
    ],
    ['sum_quantity OF orders_placed > 1', '1 unknown-measure'],
    [
      'count OF orders (date = today) > 1',
      "10 unknown-function: There is no function 'orders' | There are orders_placed, products_purchased, refunds_received and events.",
    ],
    [
      'count OF orders_placed (count > 1) > 1',
      '25 unknown-parameter: count is of all rows together, not of one | Write orders_placed MATCHES (count …), or count OF orders_placed (…).',
    ],
    [
      'orders_placed MATCHES (amount > average_amount OF orders_placed)',
      '33 wrong-value: A parameter is compared with attributes and values, not with a measure | Compare the measure in a condition of its own.',
    ],
    [
      "products_purchased MATCHES (tag > 'x')",
      `33 wrong-operator: > is not for tag, which is several texts | ${TEXT_HINT}`,
    ],
    [
      'orders_placed MATCHES (discounted IN (true))',
      '35 wrong-operator: IN is not for discounted, which is true or false | Write =, !=, IS NULL or IS NOT NULL.',
    ],
    [
      "orders_placed MATCHES (weekday = 'Monday')",
      "34 unknown-value: weekday has no value 'Monday' | Did you mean 'monday'?",
    ],
    [
      'events.product_veiwed MATCHES ()',
      "1 unknown-function: There is no function 'events.product_veiwed' | Did you mean events.product_viewed?",
    ],
    [
      'events.product_added_to_cart MATCHES ()',
      "1 unknown-function: There is no function 'events.product_added_to_cart' | Did you mean events.product_added? An event of a source's own stands in quotes.",
    ],
    ['events.searched MATCHES (property.a > 5, property.a < 7)', '42 repeated-parameter'],
    [
      "events.searched MATCHES (property.a BETWEEN 5 AND 'x')",
      "51 wrong-value: property.a is a number; 'x' is not | Write a number without quotes, such as 100.",
    ],
    [
      'shopify_email.opened MATCHES (campaign = 5)',
      "31 unknown-parameter: shopify_email.opened has no parameter 'campaign' | It has date, activity_id, count.",
    ],
    [
      'SEQUENCE (NOT orders_placed THEN orders_placed)',
      '11 bad-sequence: A sequence begins with a step without NOT and without WITHIN | Write SEQUENCE (events.product_viewed THEN NOT orders_placed WITHIN 7d).',
    ],
    [
      'SEQUENCE (orders_placed THEN store_credit_accounts)',
      '30 bad-sequence: store_credit_accounts have no time, so nothing comes before or after them | Write store_credit_accounts MATCHES (…) beside the sequence.',
    ],
    ['SEQUENCE (orders_placed (count > 1))', '26 unknown-parameter'],
    [
      `SEQUENCE (${Array(11).fill('orders_placed').join(' THEN ')})`,
      '201 bad-sequence: A sequence has at most 10 steps; this one has 11 | Save the first steps as a segment of their own.',
    ],
    [
      'sum_amount OF orders_placed UP BY 5%',
      '29 bad-trend: A trend needs a date that says which window it compares | Write sum_amount OF orders_placed (date >= -90d) DOWN BY 50%.',
    ],
    [
      'usual_channel OF orders_placed (date = today) UP BY 5%',
      '47 bad-trend: A trend is of a number, and usual_channel is one of a list of values | Write sum_amount OF orders_placed (date >= -90d) DOWN BY 50%.',
    ],
    [
      'count OF orders_placed (date < -90d) UP BY 5%',
      '30 bad-trend: The window of a trend is written with =, >=, > or BETWEEN | Write sum_amount OF orders_placed (date >= -90d) DOWN BY 50%.',
    ],
    [
      'count OF orders_placed (date >= -6h) UP BY 5%',
      '33 bad-trend: The window of a trend is counted in whole days | Write sum_amount OF orders_placed (date >= -90d) DOWN BY 50%.',
    ],
    [
      'count OF orders_placed (date >= first_order_date) UP BY 5%',
      '33 bad-trend: The window of a trend is the same for everybody | Write sum_amount OF orders_placed (date >= -90d) DOWN BY 50%.',
    ],
    [
      "anniversary('birth_date') IN (today)",
      '27 wrong-operator: IN is not for anniversary | Write anniversary(…) = a OR anniversary(…) = b.',
    ],
    [
      "anniversary('amount_spent') = today",
      "13 wrong-value: anniversary is of a date, and amount_spent is a number | Write anniversary('birth_date') = today.",
    ],
    [
      'customer_within_distance MATCHES (distance_km <= 5)',
      '1 bad-distance: A distance is from coordinates | Write coordinates = (40.7128, -74.006), distance_km <= 10.',
    ],
    [
      'customer_within_distance MATCHES (coordinates = (91, 0), distance_km <= 5)',
      '49 bad-distance: 91 is no latitude | It is between -90 and 90, with at most six decimals.',
    ],
    [
      'customer_within_distance MATCHES (coordinates = (9, 0), distance_km > 5)',
      '69 bad-distance: distance_km is compared with <= and a number | Write coordinates = (40.7128, -74.006), distance_km <= 10.',
    ],
    [
      'customer_within_distance IS NULL',
      '26 wrong-operator: customer_within_distance is a function | Write customer_within_distance MATCHES (…).',
    ],
    [
      'events.searched MATCHES (property.n > customer_language)',
      '37 wrong-operator: > is not for property.n, compared with text | Write =, !=, IN, NOT IN, CONTAINS, IS NULL or IS NOT NULL.',
    ],
    [
      'events.searched MATCHES (property.n = customer_tags)',
      '37 wrong-operator: = is not for property.n, compared with a list | Write CONTAINS, NOT CONTAINS, IS NULL or IS NOT NULL.',
    ],
    [
      'events.searched MATCHES (property.n IN (customer_language, amount_spent))',
      '60 wrong-value: property.n is text; amount_spent is not | It is a number; both sides must be of one kind.',
    ],
    [
      'orders_placed + 1 > 2',
      '1 wrong-operator: orders_placed is rows, and has no value | Write orders_placed MATCHES (…).',
    ],
  ])('%s', (text, error) => {
    expect(errorsOf(text, checkLanguage)[0]?.slice(0, /:.*\.$/.test(error) ? undefined : error.length)).toBe(error);
  });
});

test.each([
  [
    "anniversary('birth_date') = last_order_date",
    '29 An anniversary beside last_order_date',
    'Compare it with a date that is the same for everybody',
  ],
  [
    'first_order_date + 1d + 6h > today',
    '1 The time of a day that differs by profile',
    'Move it by days alone, or by hours alone.',
  ],
  [
    'last_order_date + 6h - first_order_date > 1',
    '1 The day of a moment that differs by profile',
    'Count in days instead',
  ],
  [
    'last_order_date + 6h > first_order_date + 1d',
    '24 The day of a moment that differs by profile',
    'Count in days instead',
  ],
  [
    'orders_placed MATCHES (discount_code = customer_language)',
    '38 A comparison of discount_code with an attribute',
    'Write each value out',
  ],
  [
    'amount_spent > 2 * last.value OF events.searched',
    '20 last.value OF events.searched beside what is not written out',
    'Write each value out',
  ],
  [
    'share_of_amount OF orders_placed IN TOP 5%',
    '34 IN TOP 5% of a share of a sum',
    'Compare the share with a number, such as > 0.5.',
  ],
  [
    'events.searched MATCHES (first.n > amount_spent)',
    '36 A comparison of first.n with amount_spent',
    'Write each value out',
  ],
])('%s cannot be asked yet, which is said, with what to write today', (text, what, instead) => {
  const [column, ...words] = what.split(' ');
  const message = `${column} not-built-yet: ${words.join(' ')} can be written, but not asked yet | ${instead}`;
  expect(errorsOf(text)).toEqual([expect.stringContaining(message)]);
});
