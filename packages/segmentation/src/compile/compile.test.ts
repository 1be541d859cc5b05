import { instant } from '@clientele/model';
import { afterAll, expect, test } from 'vitest';
import { aContext, aProfile } from '../reference/records.fixture.js';
import { evaluateShop, referenceShop } from '../reference/reference.js';
import { EXAMPLES } from '../text/published-queries.fixture.js';
import { drawOf } from '../tree/draw.js';
import { type CutoffKey, cutoffKey } from './cutoff-key.js';
import { type CutoffsRow, cutoffPasses, cutoffsQuery } from './cutoffs.js';
import { CONTEXT, conditionOf, EngineShop } from './engine.fixture.js';
import { SEGMENTS_OF_A_WORD } from './member-word.js';
import { bitsQuery, compileCondition, countQuery, membersQuery, previewQuery } from './queries.js';
import { rfmGridQuery } from './rfm-grid-query.js';
import { type TraitsRow, traitsQuery } from './traits-query.js';

const order = (profile_no: number, day: string, fields: Readonly<Record<string, unknown>> = {}) => ({
  profile_no,
  connection: 'web',
  external_id: `${profile_no}-${day}`,
  at: `${day} 12:00:00.000`,
  day,
  counted: true,
  channel_kind: 'online_store',
  discount: '0',
  ...Object.fromEntries(
    ['sku', 'amount', 'discount', 'discounted', 'codes'].map((each) => [`line_${each}`, nothing(each, fields)]),
  ),
  ...fields,
});

/** What lines say that a test says nothing else of. */
function nothing(of: string, { line_product }: Readonly<Record<string, unknown>>): unknown[] {
  const values: Readonly<Record<string, unknown>> = {
    sku: '',
    amount: '1',
    discount: '0',
    discounted: false,
    codes: [],
  };
  return Array.isArray(line_product) ? line_product.map(() => values[of]) : [];
}

/** 1 buys often, 2 once and abroad, 3 only left an address, 4 bought and cancelled, 5 gave presents in a hurry. */
const shop = new EngineShop(
  {
    customers: [
      {
        profile_no: 1,
        connection: 'web',
        external_id: 'a',
        version: '2',
        email_domain: 'old.example',
        language: 'en',
        created_by_app: '007',
        created_at: '2023-01-05 09:30:00.000',
        created_day: '2023-01-05',
        account_status: 'INVITED',
        custom: { 'nattributes.shoe_size': '46', "tattributes.'Loyalty tier'": 'silver' },
        custom_lists: { 'attributes.interests': ['tea'] },
      },
      {
        profile_no: 1,
        connection: 'till',
        external_id: 'b',
        version: '3',
        created_at: '2023-01-05 09:30:00.500',
        created_day: '2023-01-05',
        email_domain: 'new.example',
        tags: ['VIP', 'Größe'],
        countries: ['GB'],
        created_by_app: 'late',
        store_credit: [
          [
            'a',
            '12.5',
            'EUR',
            false,
            '1970-01-01',
            '1970-01-01 00:00:00.000',
            false,
            '1970-01-01',
            '1970-01-01 00:00:00.000',
          ],
          [
            'b',
            '5',
            'GBP',
            true,
            '2024-06-20',
            '2024-06-20 10:00:00.000',
            false,
            '1970-01-01',
            '1970-01-01 00:00:00.000',
          ],
        ],
        custom: {
          'nattributes.shoe_size': '44',
          "tattributes.'Loyalty tier'": 'gold',
          'battributes.newsletter': 'true',
          'dmetafields.facts.last_visit': '2024-01-31',
          'imetafields.facts.last_visit': '2024-01-31 10:00:00.000',
        },
        custom_lists: { 'attributes.interests': ['Hiking', 'tea'] },
        account_status: 'ENABLED',
        birth_day: '1990-02-28',
        birth_at: '1990-02-28 00:00:00.000',
        places: [
          [40712800, -74006000],
          [51507400, -127800],
        ],
      },
      {
        profile_no: 2,
        connection: 'web',
        external_id: 'c',
        version: '1',
        countries: ['FR', 'DE'],
        tags: ['vip lounge'],
        regions: ['FR-IDF'],
        cities: ['FR-IDF-Paris', 'DE-BadHomburg'],
        company_ids: ['77'],
        product_subscription_status: 'PAUSED',
        store_credit: [
          [
            'c',
            '0',
            'GBP',
            true,
            '2024-06-20',
            '2024-06-20 10:00:00.000',
            true,
            '2023-12-31',
            '2023-12-31 10:00:00.000',
          ],
        ],
        custom: {
          'nattributes.shoe_size': '44.5',
          "tattributes.'Loyalty tier'": 'Gold',
          'battributes.newsletter': 'false',
          'tmetafields.facts.last_visit': 'soon',
        },
        birth_day: '1992-02-29',
        birth_at: '1992-02-29 00:00:00.000',
        places: [[90000000, -90000000]],
      },
      {
        profile_no: 3,
        connection: 'web',
        external_id: 'd',
        version: '1',
        predicted_spend_tier: 'LOW',
        custom_lists: { 'attributes.interests': ['hiking'] },
        birth_day: '1980-06-15',
        birth_at: '1980-06-14 23:00:00.000',
      },
      { profile_no: 4, connection: 'web', external_id: 'e', version: '1', places: [[-17000000, 179900000]] },
      { profile_no: 5, connection: 'web', external_id: 'f', version: '1' },
    ],
    events: ['2024-06-01 09:00:00.000', '2024-06-10 09:00:00.000', '2024-06-12 09:00:00.000'].map((at, index) => ({
      profile_no: 2,
      connection: 'web',
      external_id: `e${index}`,
      name: index === 2 ? 'checkout_started' : 'checkout_abandoned',
      ...(index === 2 && {
        properties: { nsize: '44.5', ttier: 'Gold', lsizes: '["gold","s"]', dsince: '1992-02-29' },
      }),
      at,
      day: at.slice(0, 10),
    })),
    orders: [
      order(1, '2024-01-10', {
        total: '100.5',
        discounted: true,
        hour: 9,
        discount: '3',
        codes: ['spring', 'été'],
        channel_id: 'web-1',
        app: '7',
        line_product: ['22423', '22423', ''],
        line_sku: ['s', '', 's'],
        line_quantity: ['1', '2.5', '4'],
        line_amount: ['10', '20.5', null],
        line_discount: ['0', '3', null],
        line_discounted: [false, true, false],
        line_codes: [['spring'], ['spring', 'été'], []],
        refund_at: ['2024-06-01 10:00:00.000', '2024-02-01 10:00:00.000'],
        refund_day: ['2024-06-01', '2024-02-01'],
        refund_hour: [11, 10],
        refund_amount: ['1', '2'],
      }),
      order(1, '2024-05-01', { total: '49.5', channel_kind: 'till', line_product: ['A'], line_quantity: ['1'] }),
      order(1, '2024-06-14', { total: null, channel_kind: 'till', refunded: '200', discount: null, gift: true }),
      order(2, '2024-03-31', { total: '-5', at: '2024-03-30 23:30:00.500', line_product: ['A'], line_quantity: ['2'] }),
      order(4, '2024-06-01', { total: '999', counted: false }),
      order(5, '2024-06-15', { total: '150', gift: true, channel_kind: 'app' }),
      order(5, '2024-06-15', { total: '0', external_id: 'second', channel_kind: 'marketplace', gift: true }),
    ],
    refunds: [
      {
        profile_no: 2,
        connection: 'web',
        external_id: 'r',
        amount: '7.25',
        at: '2024-04-01 10:00:00.000',
        day: '2024-04-01',
        hour: 11,
        channel_kind: 'till',
      },
      { profile_no: 3, connection: 'web', external_id: 's', amount: null },
    ],
    consents: [
      {
        profile_no: 1,
        connection: 'web',
        external_id: '1',
        channel: 'email',
        address: 'x',
        state: 'SUBSCRIBED',
        version: '1',
      },
      {
        profile_no: 1,
        connection: 'web',
        external_id: '2',
        channel: 'email',
        address: 'x',
        state: 'PENDING',
        version: '2',
      },
      {
        profile_no: 2,
        connection: 'web',
        external_id: '1',
        channel: 'email',
        address: 'x',
        state: 'SUBSCRIBED',
        version: '1',
      },
      {
        profile_no: 2,
        connection: 'app',
        external_id: '1',
        channel: 'email',
        address: 'x',
        state: 'UNSUBSCRIBED',
        version: '1',
      },
      {
        profile_no: 2,
        connection: 'app',
        external_id: '3',
        channel: 'sms',
        address: 'x',
        state: 'REDACTED',
        version: '1',
      },
      {
        profile_no: 3,
        connection: 'web',
        external_id: '1',
        channel: 'email',
        address: 'x',
        state: 'PENDING',
        version: '5',
      },
      {
        profile_no: 3,
        connection: 'web',
        external_id: '2',
        channel: 'email',
        address: 'x',
        state: 'INVALID',
        version: '5',
      },
    ],
  },
  [
    ['vip', 1],
    ['vip', 3],
    ['others', 2],
  ],
);
afterAll(() => shop[Symbol.dispose]());

test.each<[query: string, members: number[]]>([
  // counts and sums over nothing are 0, never absent
  ['number_of_orders = 0', [3, 4]],
  ['amount_spent <= 0', [2, 3, 4]],
  ['amount_spent BETWEEN -5 AND 0', [2, 3, 4]],
  ['amount_spent IN (150, -5)', [1, 2, 5]],
  ['amount_spent NOT IN (150, -5)', [3, 4]],
  ['number_of_orders IS NULL', []],
  ['net_amount_spent < 0', [1, 2]],
  ['amount_refunded = 7.25', [2]],
  ['amount_refunded = 200', [1]],
  ['gift_orders >= 2', [5]],
  ['units_purchased = 8.5', [1]],
  ['distinct_products = 2', [1]],
  // absent values fail every comparison, also under !=
  ['average_order_value = 75', [1, 5]],
  ['average_order_value != 75', [2]],
  ['average_order_value IS NULL', [3, 4]],
  ['NOT average_order_value = 75', [2, 3, 4]],
  ['largest_order_amount < 0', [2]],
  ['largest_order_amount <= 0', [2]],
  ['largest_order_amount > 100.49', [1, 5]],
  ['discounted_order_share < 0.333334', [1, 2, 5]],
  ['discounted_order_share > 0.333333', [1]],
  ['discounted_order_share = 0', [2, 5]],
  // days
  ['last_order_date = 2024-06-14', [1]],
  ['last_order_date = yesterday', [1]],
  ['last_order_date >= -1d', [1, 5]],
  ['last_order_date < -1d', [2]],
  ['last_order_date != today', [1, 2]],
  ['last_order_date NOT IN (today, 2024-03-31)', [1]],
  ['last_order_date BETWEEN 2024-03-31 AND -1d', [1, 2]],
  ['first_order_date IS NULL', [3, 4]],
  ['days_since_last_order = 1', [1]],
  ['days_since_last_order >= 76', [2]],
  ['days_between_orders = 78', [1]],
  ['days_between_orders IS NULL', [2, 3, 4]],
  ['days_between_orders < 0.5', [5]],
  // times, to the second that they name; 23:30 UTC that night is 23:30 in London, the clocks not yet changed
  ['last_order_date = 2024-03-30T23:30:00', [2]],
  ['last_order_date != 2024-03-30T23:30:00', [1, 5]],
  ['last_order_date > 2024-03-30T23:30:00', [1, 5]],
  ['last_order_date >= 2024-03-30T23:30:01', [1, 5]],
  ['last_order_date <= 2024-03-30T23:30:00', [2]],
  ['last_order_date < 2024-03-30T23:30:00', []],
  ['last_order_date BETWEEN 2024-03-30T23:30:00 AND 2024-06-14T13:00:00', [1, 2]],
  ['last_order_date = 2024-06-14T13:00:00', [1]],
  ['last_order_date != 2024-06-14T13:00:00', [2, 5]],
  ['last_order_date NOT IN (2024-06-14T13:00:00, today)', [2]],
  ['customer_added_date <= 2023-01-05', [1]],
  ['customer_added_date = 2023-01-05T09:30:00', [1]],
  ['customer_added_date IS NULL', [2, 3, 4, 5]],
  // text, lists, choices
  ["first_channel = 'online_store'", [1, 2]],
  ["usual_channel = 'till'", [1]],
  ["usual_channel = 'app'", [5]],
  ["usual_channel != 'till'", [2, 5]],
  ["usual_channel NOT IN ('till', 'app')", [2]],
  ["usual_channel IN ('till', 'app')", [1, 5]],
  ["customer_email_domain = 'new.example'", [1]],
  ["customer_language = 'en'", [1]],
  ["customer_language = ''", []],
  ["customer_language != ''", [1]],
  ["'' != customer_language", [1]],
  ["customer_language NOT IN ('', customer_email_domain)", [1]],
  ["'' = '' AND '' IS NOT NULL AND '' NOT IN ('a', 'b')", [1, 2, 3, 4, 5]],
  ['customer_language IS NULL', [2, 3, 4, 5]],
  ["customer_tags CONTAINS 'vip'", [1]],
  ["customer_tags CONTAINS 'GRÖSSE'", []],
  ["customer_tags CONTAINS 'GRÖße'", [1]],
  ["customer_tags NOT CONTAINS 'Vip'", [2, 3, 4, 5]],
  ['customer_tags IS NULL', [3, 4, 5]],
  ["customer_countries CONTAINS 'de'", [2]],
  ["customer_regions CONTAINS 'fr-idf'", [2]],
  ["customer_cities CONTAINS 'DE-badhomburg'", [2]],
  ["customer_cities CONTAINS 'FR-IDF'", []],
  ["companies CONTAINS '77'", [2]],
  ['companies IS NULL', [1, 3, 4, 5]],
  ['created_by_app_id = 007', [1]],
  ['created_by_app_id = 7', []],
  ['created_by_app_id IS NULL', [2, 3, 4, 5]],
  ["customer_account_status = 'ENABLED'", [1]],
  ["customer_account_status != 'ENABLED'", []],
  ["predicted_spend_tier IN ('LOW', 'MEDIUM')", [3]],
  ["product_subscription_status = 'PAUSED'", [2]],
  ['birth_date BETWEEN 1990-01-01 AND 1999-12-31', [1, 2]],
  ['birth_date = 1990-02-28T00:00:00', [1]],
  ['birth_date IS NULL', [4, 5]],
  // anniversaries: 1 was born on 28 February 1990, 2 on 29 February 1992, 3 on 15 June 1980
  ["anniversary('birth_date') = 2023-02-28", [1, 2]],
  ["anniversary('birth_date') = 2024-02-28", [1]],
  ["anniversary('birth_date') = 2024-02-29", [2]],
  ["anniversary('birth_date') = today", [3]],
  ["anniversary('birth_date') = today + 1d - 24h", [3]],
  ["anniversary('birth_date') != 2023-02-28", [3]],
  ["anniversary('birth_date') > 2023-02-28", [3]],
  ["anniversary('birth_date') <= 2024-02-28T12:00:00", [1]],
  ["anniversary('birth_date') BETWEEN today AND +30d", [3]],
  ["anniversary('birth_date') BETWEEN 2023-06-16 AND 2024-02-28", [1]],
  ["anniversary('birth_date') BETWEEN 2023-03-01 AND 2023-06-14", []],
  ["anniversary('birth_date') BETWEEN 2022-12-31 AND 2024-01-01", [1, 2, 3]],
  ["anniversary('birth_date') BETWEEN +1d AND today", []],
  ["NOT anniversary('birth_date') = today", [1, 2, 4, 5]],
  ["anniversary('customer_added_date') = 2020-01-05", [1]],
  // places: 1 lives in New York and London, 2 at the Greenwich meridian's end, 4 across the date line
  ['customer_within_distance MATCHES (coordinates = (40.7128, -74.006), distance_km <= 0)', [1]],
  ['customer_within_distance MATCHES (coordinates = (40.6892, -74.0445), distance_mi <= 2.6)', [1]],
  ['customer_within_distance MATCHES (coordinates = (40.6892, -74.0445), distance_mi <= 2.5)', []],
  ['customer_within_distance MATCHES (coordinates = (90, 17), distance_km <= 0)', [2]],
  ['customer_within_distance MATCHES (coordinates = (-17, -179.9), distance_km <= 21.267)', [4]],
  ['customer_within_distance MATCHES (coordinates = (-17, -179.9), distance_km <= 21.266)', []],
  ['customer_within_distance MATCHES (coordinates = (0, 0), distance_km <= -0.0004)', []],
  ['customer_within_distance NOT MATCHES (coordinates = (51.5, 0), distance_km <= 50)', [2, 3, 4, 5]],
  ['customer_within_distance MATCHES (coordinates = (0, 0), distance_km <= 20100)', [1, 2, 4]],
  // store credit, and checkouts that were abandoned
  ['store_credit_accounts MATCHES ()', [1, 2]],
  ['store_credit_accounts MATCHES (count >= 2)', [1]],
  ['store_credit_accounts NOT MATCHES (balance > 0)', [2, 3, 4, 5]],
  ["store_credit_accounts MATCHES (balance > 0, currency = 'EUR')", [1]],
  ["store_credit_accounts MATCHES (balance = 0, currency != 'GBP')", []],
  ['store_credit_accounts MATCHES (balance > 0, next_expiry_date BETWEEN today AND +30d)', [1]],
  ['store_credit_accounts MATCHES (balance > 5, next_expiry_date BETWEEN today AND +30d)', []],
  ['store_credit_accounts MATCHES (next_expiry_date IS NULL)', [1]],
  ['store_credit_accounts MATCHES (last_credit_date < 2024-01-01)', [2]],
  ['count OF store_credit_accounts (balance = 0) = 0', [1, 3, 4, 5]],
  ['abandoned_checkout_date = 2024-06-10', [2]],
  ['abandoned_checkout_date >= -30d AND abandoned_checkout_date <= 2024-06-10T10:00:00', [2]],
  ['abandoned_checkout_date IS NULL', [1, 3, 4, 5]],
  // custom attributes: what is stated in text may be a number, a date, or true or false
  ['attributes.shoe_size >= 44', [1, 2]],
  ['attributes.shoe_size = 44.5', [2]],
  ['attributes.shoe_size != 44', [2]],
  ['attributes.shoe_size IS NULL', [3, 4, 5]],
  ["attributes.'Loyalty tier' = 'gold'", [1]],
  ["attributes.'Loyalty tier' != 'gold'", [2]],
  ["attributes.'Loyalty tier' NOT IN ('gold', 'x')", [2]],
  ["attributes.interests CONTAINS 'HIKING'", [1, 3]],
  ["attributes.interests NOT CONTAINS 'tea'", [2, 3, 4, 5]],
  ['attributes.interests IS NOT NULL', [1, 3]],
  ['attributes.newsletter = true', [1]],
  ['attributes.newsletter != true', [2]],
  ['NOT attributes.newsletter = true', [2, 3, 4, 5]],
  ['metafields.facts.last_visit < -90d', [1]],
  ['metafields.facts.last_visit = 2024-01-31T10:00:00', [1]],
  ["anniversary('metafields.facts.last_visit') = 2030-01-31", [1]],
  // properties of events beside what is the profile's own
  ['events.checkout_started MATCHES (property.size = attributes.shoe_size)', [2]],
  ['events.checkout_started MATCHES (property.size > attributes.shoe_size)', []],
  ['events.checkout_started MATCHES (property.size BETWEEN number_of_orders AND attributes.shoe_size + 1)', [2]],
  ["events.checkout_started MATCHES (property.tier = attributes.'Loyalty tier')", [2]],
  ["events.checkout_started MATCHES (property.tier NOT IN (attributes.'Loyalty tier', customer_language))", []],
  [
    "events.checkout_started MATCHES (property.tier != first_channel, property.sizes IN (attributes.'Loyalty tier'))",
    [2],
  ],
  ['events.checkout_started MATCHES (property.sizes != first_channel)', [2]],
  ['events.checkout_started MATCHES (property.sizes != customer_language)', []],
  ['events.checkout_started MATCHES (property.since = birth_date, property.size IS NOT NULL)', [2]],
  ["channels CONTAINS 'Till'", [1]],
  ['channels IS NOT NULL', [1, 2, 5]],
  ["email_subscription_status = 'PENDING'", [1]],
  ["email_subscription_status = 'UNSUBSCRIBED'", [2]],
  ["email_subscription_status = 'INVALID'", [3]],
  ["email_subscription_status != 'PENDING'", [2, 3]],
  ["sms_subscription_status IN ('REDACTED', 'SUBSCRIBED')", [2]],
  ['sms_subscription_status IS NULL', [1, 3, 4, 5]],
  // functions
  ['orders_placed MATCHES ()', [1, 2, 5]],
  ['orders_placed NOT MATCHES ()', [3, 4]],
  ['orders_placed MATCHES (count = 0)', [3, 4]],
  ['orders_placed MATCHES (date >= 2024-05-01, count >= 2)', [1, 5]],
  ['orders_placed MATCHES (date >= 2024-05-01, sum_amount >= 49.5)', [1, 5]],
  ['orders_placed MATCHES (date > 2024-05-01, sum_amount = 0)', [1, 2, 3, 4]],
  ['orders_placed MATCHES (date > 2024-05-01, sum_amount = 0, count >= 1)', [1]],
  ['orders_placed MATCHES (amount <= 0)', [2, 5]],
  ['orders_placed MATCHES (amount != 0)', [1, 2, 5]],
  ['orders_placed MATCHES (amount >= 0, count = 1)', []],
  ['orders_placed MATCHES (amount >= 0, count = 2)', [1, 5]],
  ["orders_placed MATCHES (channel = 'till', count = 2)", [1]],
  ["orders_placed MATCHES (channel != 'till', count = 1)", [1, 2]],
  ["orders_placed MATCHES (channel = 'social')", []],
  ["orders_placed MATCHES (channel NOT IN ('social', 'till'), date < 2024-05-01)", [1, 2]],
  ['orders_placed NOT MATCHES (date >= -60d)', [2, 3, 4]],
  ['orders_placed MATCHES (date = 2024-05-01T13:00:00)', [1]],
  ['products_purchased MATCHES (id = 22423)', [1]],
  ["products_purchased MATCHES (id = '22423', quantity > 2)", [1]],
  ['products_purchased MATCHES (id = 22423, quantity > 2.5)', []],
  ["products_purchased MATCHES (id IN (22423, 'A'), count = 3)", [1]],
  ["products_purchased MATCHES (id != 'A', count = 2)", [1]],
  ["products_purchased MATCHES (id NOT IN ('A', 'B'), sum_quantity = 3.5)", [1]],
  ["products_purchased MATCHES (id = '')", []],
  ["products_purchased MATCHES (id != '', count = 3)", [1]],
  ['products_purchased MATCHES (count = 4)', [1]],
  ['products_purchased MATCHES (sum_quantity = 8.5)', [1]],
  ["products_purchased NOT MATCHES (id = 'A', date >= 2024-04-01)", [2, 3, 4, 5]],
  ["products_purchased MATCHES (id = 'A', sum_quantity BETWEEN 1 AND 2, date > 2020-01-01)", [1, 2]],
  // references and logic
  ["in_segment('vip')", [1, 3]],
  ["NOT in_segment('vip')", [2, 4, 5]],
  ["in_segment('nobody')", []],
  ["in_segment('vip') AND NOT number_of_orders = 0 OR in_segment('others')", [1, 2]],
  ["NOT (in_segment('vip') OR number_of_orders = 0)", [2, 5]],
  // percentiles: of three buyers 34 % are two, 33 % one; equal values are in together
  ['number_of_orders IN TOP 33%', [1]],
  ['number_of_orders IN TOP 34%', [1, 5]],
  ['number_of_orders IN BOTTOM 33%', [2]],
  ['amount_spent IN TOP 1%', [1, 5]],
  ['amount_spent IN BOTTOM 100%', [1, 2, 5]],
  ['average_order_value IN TOP 10%', [1, 5]],
  ['attributes.shoe_size IN TOP 50%', [2]],
  ['attributes.shoe_size IN BOTTOM 50%', [1]],
  ['NOT attributes.shoe_size IN TOP 100%', [3, 4, 5]],
  ['average_order_value IN BOTTOM 10%', [2]],
  ['discounted_order_share IN TOP 0.5%', [1]],
  ['days_between_orders IN BOTTOM 50%', [5]],
  ['days_since_last_order IN TOP 10%', [2]],
  // RFM among 1 (3 orders, 150, yesterday), 2 (1, -5, March), 5 (2, 150, today): of three, nobody is above the fourth cut-off
  ['rfm_recency = 4', [5]],
  ['rfm_recency = 2', [1]],
  ['rfm_recency = 1', [2]],
  ['rfm_recency IS NULL', [3, 4]],
  ['rfm_monetary >= 2', [1, 5]],
  ["rfm_group = 'PROSPECTS'", [3, 4]],
  ["rfm_group != 'PROSPECTS'", [1, 2, 5]],
  ["rfm_group = 'DORMANT'", [2]],
  ['rfm_group IS NULL', []],
  ['rfm_recency IN TOP 10%', [5]],
])('%s', (query, members) => {
  expect(shop.members(query)).toEqual(members);
});

test.each<[query: string, members: number[]]>([
  ['last_amount OF orders_placed = 49.5', [1]],
  ['first_amount OF orders_placed IN (-5, 100.5)', [1, 2]],
  ['average_amount OF orders_placed = 75', [1, 5]],
  ["average_amount OF orders_placed (channel = 'till') = 49.5", [1]],
  ['min_amount OF orders_placed <= 0', [2, 5]],
  ['max_amount OF orders_placed IS NULL', [3, 4]],
  ["first_channel OF orders_placed = 'app'", [5]],
  ["last_channel OF orders_placed = 'marketplace'", [5]],
  // among equals the first by name, which is not the first of the kinds
  ["usual_channel OF orders_placed = 'app'", [5]],
  ["usual_channel OF orders_placed (date >= -60d) = 'till'", [1]],
  ["usual_weekday OF orders_placed = 'wednesday'", [1]],
  ["orders_placed MATCHES (month = 'june')", [1, 5]],
  ["share_of_count OF orders_placed (channel = 'till', date >= 2024-05-01) = 1", [1]],
  ["share_of_amount OF orders_placed (channel = 'till') = 0.33", [1]],
  // of a sum below zero too
  ["share_of_amount OF orders_placed (channel = 'online_store') >= 0.67", [1, 2]],
  ['share_of_amount OF orders_placed IS NULL', [3, 4]],
  ['distinct_days OF orders_placed = 3', [1]],
  ['last_date OF orders_placed (amount > 0) = 2024-05-01', [1]],
  ['first_date OF orders_placed < 2024-03-31', [1]],
  ['usual_product OF products_purchased = 22423', [1]],
  ["last_product OF products_purchased = 'A'", [1, 2]],
  ['distinct_products OF products_purchased > 1', [1]],
  ['min_quantity OF products_purchased (id = 22423) = 1', [1]],
  ["products_purchased MATCHES (id = 'A', average_quantity > 1)", [2]],
  ['products_purchased NOT MATCHES (date IS NULL)', [1, 2, 3, 4, 5]],
  ['orders_placed MATCHES (amount IS NULL)', [1]],
  ["orders_placed MATCHES (discount_code = 'Spring')", [1]],
  ["orders_placed MATCHES (discount_code CONTAINS 'ÉTÉ', discounted = true)", [1]],
  ["orders_placed MATCHES (discount_code NOT IN ('SPRING', 'x'), count >= 2)", [1, 5]],
  ['orders_placed MATCHES (discount_code IS NOT NULL, hour BETWEEN 9 AND 10)', [1]],
  ['orders_placed MATCHES (discount IS NULL, gift = true)', [1]],
  ['max_discount OF orders_placed > 0', [1]],
  ['sum_units OF orders_placed = 8.5', [1]],
  ["orders_placed MATCHES (daypart = 'morning', channel_id = 'web-1', app_id = 7)", [1]],
  ["sum_amount OF products_purchased (sku = 's') = 10", [1]],
  ['share_of_amount OF products_purchased (discounted = true) BETWEEN 0.65 AND 0.66', [1]],
  ["products_purchased MATCHES (discount_code = 'été', count = 1)", [1]],
  ["products_purchased MATCHES (channel = 'till', gift = false)", [1]],
  ['products_purchased MATCHES (amount IS NULL, quantity = 4)', [1]],
  // those of orders before documents, and by time whatever their place
  ['sum_amount OF refunds_received = 3', [1]],
  ['last_date OF refunds_received = 2024-06-01 AND last_amount OF refunds_received = 1', [1]],
  ['first_amount OF refunds_received = 2', [1]],
  ["refunds_received MATCHES (channel = 'till', date >= 2024-04-01)", [2]],
  ['refunds_received NOT MATCHES (amount > 0)', [3, 4, 5]],
  ['count OF refunds_received = 1', [2, 3]],
])('%s', (query, members) => {
  expect(shop.members(query)).toEqual(members);
});

// 1 spent 150 in three orders and got 200 back; 2 spent -5 and got 7.25 back; 5 spent 150 in two orders.
test.each<[query: string, members: number[]]>([
  ['amount_spent > amount_refunded', [5]],
  ['amount_refunded / amount_spent > 1.3', [1]],
  // what is divided by less than nothing turns round, and by zero there is nothing
  ['amount_refunded / amount_spent = -1.45', [2]],
  ['amount_refunded / amount_spent IS NULL', [3, 4]],
  ['NOT amount_refunded / amount_spent != 0', [3, 4, 5]],
  ['(amount_spent - amount_refunded) / number_of_orders < -16', [1]],
  ['average_order_value * 2 = amount_spent', [1, 5]],
  ['amount_spent * amount_spent BETWEEN 25 AND 25', [2]],
  ['min_amount OF orders_placed + 999999999999.999999 > 999999999999.99', [1, 5]],
  ['number_of_orders + 0.5 IN (2.5, 1.5)', [2, 5]],
  ['last_amount OF orders_placed > 2 * average_amount OF orders_placed', [2]],
  ['max_amount OF orders_placed >= 4 * average_amount OF orders_placed / 3', [1, 2, 5]],
  ['usual_channel OF orders_placed = first_channel', [2, 5]],
  ['last_product OF products_purchased != usual_product OF products_purchased', [1]],
  ["first_channel != 'app' AND 'app' != first_channel", [1, 2]],
  ['last_order_date = first_order_date', [2, 5]],
  ['last_order_date - first_order_date > 155', [1]],
  ['today - last_order_date <= 1', [1, 5]],
  ['first_order_date + 5m <= last_order_date', [1]],
  ['first_order_date + 1y - 1d = 2025-03-30', [2]],
  ['first_order_date - 99999w = 1900-01-01', [1, 2, 5]],
  ['first_order_date + 99999m = 2299-12-31', [1, 2, 5]],
  ['first_order_date <= customer_added_date + 370d', [1]],
  ['count OF orders_placed (date <= first_order_date + 112d) = 2', [1, 5]],
  ['orders_placed MATCHES (amount > average_order_value)', [1, 5]],
  // the clock stands at noon, an hour before it in London
  ['last_order_date >= -1h', [5]],
  ['last_order_date > -0min', []],
  ['last_order_date < -24h', [2]],
  ['last_order_date + 24h = last_order_date', []],
  ['first_order_date + 24h > 2024-06-16', []],
  ['first_order_date + 24h >= 2024-06-16', [5]],
  ['count OF orders_placed (date >= -60d) UP BY 50%', []],
  ['count OF orders_placed (date BETWEEN 2024-05-01 AND 2024-06-15) UP BY 100%', []],
  ['sum_amount OF orders_placed (date >= 2024-02-01) DOWN BY 50.7%', [1]],
  ['sum_amount OF orders_placed (date >= 2024-02-01) DOWN BY 50.8%', []],
  ['sum_amount OF orders_placed (date > today) DOWN BY 1%', []],
  ["customer_email_domain CONTAINS 'NEW.'", [1]],
  ["customer_email_domain NOT CONTAINS 'new'", [2, 3, 4, 5]],
  ['sum_amount OF orders_placed (date >= 2024-04-01) IN TOP 50%', [5]],
  ['sum_amount OF orders_placed (date >= 2024-04-01) IN BOTTOM 50%', [1]],
  ['average_quantity OF products_purchased IN TOP 1%', [1]],
  ["count OF orders_placed (channel = 'till') IN BOTTOM 100%", [1]],
])('%s', (query, members) => {
  expect(shop.members(query)).toEqual(members);
});

test('a list of numbers or written days is looked up as one set, in a row of profiles and within its rows', () => {
  for (const [query, members] of [
    ['number_of_orders IN (2, 3, 300, -1)', [1, 5]],
    ['amount_spent NOT IN (150, 0.5, 100)', [2, 3, 4]],
    ['attributes.shoe_size IN (44.5, 1)', [2]],
    ['first_order_date NOT IN (2024-01-10, 2024-01-11)', [2, 5]],
    ['orders_placed MATCHES (amount IN (100.5, 1), date IN (2024-01-10, 2024-01-11))', [1]],
  ] as const) {
    expect(compileCondition(conditionOf(query), CONTEXT).sql, query).not.toMatch(/ OR /);
    expect(shop.members(query), query).toEqual(members);
  }
});

test('of several rows about one member the newest counts, among those that ever had the segment', () => {
  const context = { ...CONTEXT, segmentPlaces: new Map([['regulars', 5 * SEGMENTS_OF_A_WORD]]) };
  expect(shop.members("in_segment('regulars')", context)).toEqual([]);
  const row = (profile_no: number, evaluation: number, bits: number, ever = 1) => ({
    shop: CONTEXT.shop,
    word_no: 5,
    profile_no,
    evaluation: String(evaluation),
    bits: String(bits),
    ever: String(ever),
  });
  shop.insert('segment_members', [row(1, 2, 0), row(2, 1, 0), row(3, 4, 2, 2)]);
  shop.insert('segment_members', [row(1, 1, 1), row(2, 2, 1), row(2, 2, 1), row(3, 3, 1)]);
  shop.insert('segment_members', [{ ...row(1, 9, 1), shop: 'another' }]);
  expect(shop.members("in_segment('regulars')", context)).toEqual([2, 3]);
  expect(shop.members("NOT in_segment('regulars')", context)).toEqual([1, 4, 5]);
});

test('a sample is of the same profiles as by the reference, and lies in a larger one of its seed', () => {
  const people = [1, 2, 3, 4, 5].map((no) => ({ no, id: `p_${no}` }));
  shop.insert(
    'profile_ids',
    people.map(({ no, id }) => ({ shop: CONTEXT.shop, profile_no: no, profile_id: id, draw: String(drawOf(id)) })),
  );
  const context = aContext({ shop: { id: CONTEXT.shop, timeZone: CONTEXT.timeZone, currency: 'GBP' } });
  const reference = referenceShop(
    people.map(({ id }) => aProfile({ id })),
    context,
  );
  let before: number[] = [];
  for (const percent of ['0.000001', '10', '33.3', '50', '75', '99.999999', '100']) {
    const query = `in_sample(${percent}%, 'spring-2026')`;
    const members = shop.members(query);
    const expected = reference.members(conditionOf(query));
    expect(members, query).toEqual(people.filter(({ id }) => expected.has(id)).map(({ no }) => no));
    expect(members).toEqual(expect.arrayContaining(before));
    const bits = shop.rows<{ profile_no: number }>(bitsQuery([conditionOf(query)], CONTEXT, [1, 4]));
    expect(bits.sort((a, b) => a.profile_no - b.profile_no)).toEqual([
      { profile_no: 1, holds: members.includes(1) ? [0] : [] },
      { profile_no: 4, holds: members.includes(4) ? [0] : [] },
    ]);
    before = members;
  }
  expect(before).toHaveLength(5);
  const halves = ['a', 'b', 'c', 'd'].map((seed) => shop.members(`in_sample(50%, '${seed}')`).join());
  expect(new Set(halves).size).toBeGreaterThan(1);
});

test('a hold-out is what the reference draws, and grows without anybody leaving', () => {
  const people = [1, 2, 3, 4, 5].map((no) => ({ no, id: `p_${no}` }));
  shop.insert(
    'profile_ids',
    people.map(({ no, id }) => ({ shop: CONTEXT.shop, profile_no: no, profile_id: id, draw: String(drawOf(id)) })),
  );
  const profiles = people.map(({ id }) => aProfile({ id }));
  expect(shop.members('in_hold_out()')).toEqual([]);
  let before: number[] = [];
  for (const percent of ['0', '10', '33.3', '50', '75', '100']) {
    const holdOut = { salt: 'pepper', percent };
    const members = shop.members('in_hold_out()', { ...CONTEXT, holdOut });
    const expected = evaluateShop(conditionOf('in_hold_out()'), profiles, aContext({ holdOut }));
    expect(members, percent).toEqual(people.filter(({ id }) => expected.has(id)).map(({ no }) => no));
    expect(members).toEqual(expect.arrayContaining(before));
    before = members;
  }
  expect(before).toHaveLength(5);
  const halves = ['a', 'b', 'c', 'd'].map((salt) => {
    const holdOut = { salt, percent: '50' };
    return shop.members('in_hold_out()', { ...CONTEXT, holdOut }).join();
  });
  expect(new Set(halves).size).toBeGreaterThan(1);
});

test('whoever has a customer record that was added or excluded is on the list', () => {
  const placed = [
    [11, 1],
    [12, 1],
    [21, 2],
    [31, 3],
  ].map(([customer_no, profile_no]) => ({ shop: CONTEXT.shop, customer_no, profile_no }));
  shop.insert('customer_profiles', placed);
  const decided = [
    ['vip', 12, 'added'],
    ['vip', 11, 'excluded'],
    ['vip', 21, 'added'],
    ['vip', 31, 'none'],
    ['dull', 31, 'added'],
  ].map(([segment, customer_no, decision]) => ({ shop: CONTEXT.shop, segment, customer_no, decision }));
  shop.insert('list_entries', decided);
  expect(shop.members("added_to('vip')")).toEqual([1, 2]);
  expect(shop.members("excluded_from('vip')")).toEqual([1]);
  expect(shop.members("added_to('vip') AND NOT excluded_from('vip') OR added_to('dull')")).toEqual([2, 3]);
  expect(shop.members("added_to('gone')")).toEqual([]);
  const few = [conditionOf("added_to('vip')"), conditionOf("excluded_from('vip')")];
  const bits = shop.rows<{ profile_no: number }>(bitsQuery(few, CONTEXT, [1, 3]));
  expect(bits.sort((a, b) => a.profile_no - b.profile_no)).toEqual([
    { profile_no: 1, holds: [0, 1] },
    { profile_no: 3, holds: [] },
  ]);
});

test('the examples of the documentation can be asked', () => {
  const conditions = EXAMPLES.map(conditionOf);
  expect(conditions).toHaveLength(95);
  const context = conditions.reduce((given, condition) => shop.contextOf(condition, given), CONTEXT);
  expect(shop.rows(bitsQuery(conditions, context))).toHaveLength(5);
});

test('now is the instant in the zone of the shop', () => {
  const late = { ...CONTEXT, now: instant('2024-06-13T23:30:00Z') };
  expect(shop.members('last_order_date = today', late)).toEqual([1]);
  expect(shop.members('days_since_last_order < 0', late)).toEqual([5]);
});

test('another shop has nobody', () => {
  const elsewhere = { ...CONTEXT, shop: 'elsewhere' as typeof CONTEXT.shop };
  expect(shop.members('number_of_orders >= 0', elsewhere)).toEqual([]);
});

test.each<[query: string, members: number[]]>([
  ["in_segment('buyers')", [1, 2, 5]],
  ["NOT in_segment('buyers')", [3, 4]],
  ["in_segment('none')", [3, 4]],
  ["in_segment('some') OR in_segment('nobody')", [1, 2]],
  ["in_segment('all') AND NOT in_segment('some')", [3, 4, 5]],
])('%s, by the queries of the segments, and the members of the one that is given without', (query, members) => {
  const segments = new Map(
    Object.entries({
      buyers: 'number_of_orders > 0',
      none: "NOT in_segment('buyers')",
      some: "in_segment('buyers') AND (amount_spent < 100 AND NOT in_segment('none') OR in_segment('vip'))",
      all: "NOT (in_segment('buyers') AND in_segment('none'))",
    }).map(([handle, of]) => [handle, conditionOf(of)]),
  );
  expect(shop.members(query, { ...CONTEXT, segments })).toEqual(members);
});

test('text stays text, whatever it holds', () => {
  expect(shop.members("customer_tags CONTAINS '\\') OR 1 = 1 --'")).toEqual([]);
  expect(shop.members("customer_email_domain != '\\\\\\' {p0:String} \n'")).toEqual([1]);
});

test('frozen cut-offs are used as they are', () => {
  const frozen = {
    ...CONTEXT,
    cutoffs: new Map([
      ['top/amount_spent/10', ['-5']],
      ['bottom/amount_spent/10', []],
    ]),
  };
  expect(shop.members('amount_spent IN TOP 10%', frozen)).toEqual([1, 2, 5]);
  expect(shop.members('amount_spent IN BOTTOM 10%', frozen)).toEqual([]);
  const cause = expect.objectContaining({ message: expect.stringContaining('top/amount_spent/9') });
  const another = () => countQuery(conditionOf('amount_spent IN TOP 9%'), frozen);
  expect(another).toThrow(expect.objectContaining({ cause }));
});

test.each([1, 2, 3, 7, 1000, 123_457])('cut-offs are the values of exact ranks, of %d profiles', (among) => {
  // The value of rank k is k; every third profile has the same again.
  const profiles = `(SELECT 'demo' AS shop, 1 AS number_of_orders, toUInt32(3) AS orders_with_amount,
    toDecimal128(if(number % 3 = 0, number - 1, number), 6) AS amount_spent FROM numbers(1, ${among}))`;
  const value = (rank: number) => (rank % 3 === 0 ? rank - 1 : rank);
  const cutoffs = (...keys: CutoffKey[]) => {
    const [row] = shop.rows<CutoffsRow>(cutoffsQuery(keys, { ...CONTEXT, profiles }));
    expect(row).toMatchObject({ among, expected: among });
    return row?.values;
  };
  const fifths = [1, 2, 3, 4].map((fifth) => String(value(Math.ceil((among * fifth) / 5))));
  const quintilesOf = (trait: string) => cutoffKey({ kind: 'rfm', trait });
  expect(cutoffs(quintilesOf('amount_spent'))).toEqual([fifths]);
  const orders = ['1', '1', '1', '1'];
  expect(cutoffs(quintilesOf('number_of_orders'), quintilesOf('amount_spent'))).toEqual([orders, fifths]);
  for (const percent of ['0.0001', '0.8', '14', '50', '99.9999', '100']) {
    const rank = Number((BigInt(among) * BigInt(Math.round(Number(percent) * 10_000)) + 999_999n) / 1_000_000n);
    const key = (side: 'top' | 'bottom', amount: string) => cutoffKey({ kind: 'percentile', side, amount, percent });
    expect(cutoffs(key('bottom', 'amount_spent'))).toEqual([[String(value(rank))]]);
    expect(cutoffs(key('top', 'amount_spent'))).toEqual([[String(value(among - rank + 1))]]);
    expect(cutoffs(key('top', 'average_order_value'))).toEqual([[`${value(among - rank + 1)}/3`]]);
  }
});

test('quintiles are taken together and first, since other cut-offs may rest on them', () => {
  const keys = ['top/rfm_score/10', 'rfm/amount_spent', 'bottom/amount_spent/5', 'rfm/number_of_orders'] as const;
  expect(cutoffPasses(keys)).toEqual([[keys[1], keys[3]], [keys[0]], [keys[2]]]);
  expect(cutoffPasses([])).toEqual([]);
});

test.each(['rfm/amount_spent', 'top/amount_spent/10', 'bottom/average_order_value/10'] as const)(
  'nobody has no cut-off %s',
  (key) => {
    const elsewhere = { ...CONTEXT, shop: 'elsewhere' as typeof CONTEXT.shop };
    expect(shop.rows<CutoffsRow>(cutoffsQuery([key], elsewhere))).toEqual([{ among: 0, expected: 0, values: [[]] }]);
  },
);

test('counts, sums, pages and bits agree', () => {
  const buyers = conditionOf('number_of_orders > 0');
  const others = conditionOf('NOT number_of_orders > 0');
  expect(shop.rows(countQuery(buyers, CONTEXT))).toEqual([{ count: 3, of: 5 }]);
  expect(shop.rows(previewQuery(buyers, CONTEXT, 2))).toEqual([
    { count: 3, of: 5, spent: '295', spent_by_all: '295', sample: [1, 2] },
  ]);
  expect(shop.rows(previewQuery(conditionOf('amount_spent > 0'), CONTEXT, 0))).toEqual([
    { count: 2, of: 5, spent: '300', spent_by_all: '295', sample: [] },
  ]);
  const page = (after?: number) =>
    shop.rows(membersQuery(buyers, CONTEXT, after === undefined ? { limit: 2 } : { limit: 2, after }));
  expect(page()).toEqual([{ profile_no: 1 }, { profile_no: 2 }]);
  expect(page(2)).toEqual([{ profile_no: 5 }]);
  expect(shop.rows(bitsQuery([buyers, others, conditionOf("usual_channel = 'till'")], CONTEXT, [1, 3, 77]))).toEqual([
    { profile_no: 1, holds: [0, 2] },
    { profile_no: 3, holds: [1] },
  ]);
  expect(shop.rows(bitsQuery([], CONTEXT))).toHaveLength(5);
});

test('traits are shown as they are compared', () => {
  const names = ['average_order_value', 'last_order_date', 'customer_tags', 'email_subscription_status', 'rfm_group'];
  const context = shop.contextOf(conditionOf('rfm_group IS NOT NULL'));
  const shown = (profileNo: number) => {
    const query = traitsQuery(names, [profileNo], context);
    const [traits] = shop.rows<TraitsRow>(query).map(query.read);
    return names.map((name) => traits?.get(name));
  };
  expect(shown(1)).toEqual([
    { kind: 'number', number: { numerator: 75n, denominator: 1n } },
    { kind: 'date', day: '2024-06-14', at: '2024-06-14T12:00:00.000Z' },
    { kind: 'list', texts: ['Größe', 'VIP'] },
    { kind: 'text', text: 'PENDING' },
    { kind: 'text', text: 'AT_RISK' },
  ]);
  expect(shown(3)).toEqual([
    undefined,
    undefined,
    undefined,
    { kind: 'text', text: 'INVALID' },
    { kind: 'text', text: 'PROSPECTS' },
  ]);
});

test('the grid of RFM counts every buyer once', () => {
  const cells = shop.rows(rfmGridQuery(shop.contextOf(conditionOf('rfm_group IS NOT NULL'))));
  expect(cells).toHaveLength(3);
  expect(cells).toContainEqual({ recency: 1, fm: 1, members: '1', amount_spent: '-5' });
});
