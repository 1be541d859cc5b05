import { dayOf, instant, timeZone } from '@clientele/model';
import { afterAll, expect, test } from 'vitest';
import type { CompileContext } from './context.js';
import { CONTEXT, conditionOf, EngineShop } from './engine.fixture.js';
import { memberBit } from './member-word.js';
import { wordsQuery } from './pass.js';
import { bitsQuery, membersQuery } from './queries.js';

const ZONE = timeZone('America/St_Johns');
/** In Newfoundland it was the 6th again when 7 November 2010 was a minute old. Two moments are the same. */
const TIMES = [
  '2010-11-06T23:30:00Z',
  '2010-11-07T02:30:30Z',
  '2010-11-07T02:31:30Z',
  '2010-11-07T02:31:30Z',
  '2010-11-08T12:00:00Z',
].map((at) => ({ at: at.replace('T', ' ').replace('Z', '.000'), day: dayOf(instant(at), ZONE) }));

const NAMES = ['product_viewed', 'product_added', undefined] as const;

/** Each way in which these moments may have one event, another one, or none. */
const PEOPLE = Array.from({ length: NAMES.length ** TIMES.length }, (_, person) =>
  TIMES.map((_, place) => NAMES[Math.floor(person / NAMES.length ** place) % NAMES.length]),
);

const row = (profile_no: number, place: number) => ({
  profile_no,
  connection: 'web',
  external_id: `${profile_no}-${place}`,
  ...TIMES[place],
  channel_kind: place % 2 === 0 ? 'till' : 'app',
});
const TAGS = ['vip', 'Été', "it's", 'b2b', 'new', ...Array.from({ length: 66 }, (_, index) => `tag ${index}`)];

const shop = new EngineShop({
  customers: PEOPLE.map((_, person) => ({
    profile_no: person + 1,
    connection: 'web',
    external_id: `${person}`,
    tags: TAGS.filter((_, tag) => (person * (tag + 3)) % 7 === 1),
    countries: ['GB', 'FR'].slice(person % 3),
    created_at: person % 2 === 0 ? '2010-11-05 12:00:00.000' : null,
    created_day: person % 2 === 0 ? '2010-11-05' : null,
  })),
  events: PEOPLE.flatMap((names, person) =>
    names.flatMap((name, place) => (name === undefined ? [] : [{ ...row(person + 1, place), name }])),
  ),
  orders: PEOPLE.flatMap((names, person) =>
    names.flatMap((name, place) =>
      name === undefined
        ? []
        : [
            {
              ...row(person + 1, place),
              counted: true,
              total: name === 'product_viewed' ? `${place}.5` : null,
              line_product: [name, `${place}`],
              line_quantity: ['1', `${person % 3}.5`],
              line_sku: ['', ''],
              line_amount: ['1', '1'],
              line_discount: ['0', '0'],
              line_discounted: [false, false],
              line_codes: [[], []],
            },
          ],
    ),
  ),
});
// As after a crash: each row comes twice.
shop.repeatPurchases();
afterAll(() => shop[Symbol.dispose]());

const context: CompileContext = { ...CONTEXT, timeZone: ZONE, now: instant('2010-11-09T20:00:00Z') };
/** Nothing is taken but what each profile has: no other table, no shorter way for everybody. */
const { purchasesByProduct: _, ...plain } = context;

/** Whom each query selects, by the numbers of the profiles. */
function selected(queries: readonly string[]) {
  const { sql, params, words } = wordsQuery(new Map(queries.map((query) => [query, conditionOf(query)])), context);
  const texts = words.map((_, word) => `toString(w${word})`);
  const rows = shop.rows<{ profile_no: number; words: string[] }>({
    sql: `SELECT profile_no, [${texts.join(', ')}] AS words FROM (${sql}) ORDER BY profile_no`,
    params,
  });
  const bits = rows.map(({ words }) => words.map(BigInt));
  return queries.map((query, at) => {
    const { wordNo, bit } = memberBit(at);
    return [
      query,
      rows.flatMap(({ profile_no }, place) => (((bits[place]?.[wordNo] ?? 0n) >> BigInt(bit)) & 1n ? profile_no : [])),
    ];
  });
}

function oneByOne(queries: readonly string[]) {
  const rows = shop.rows<{ profile_no: number; holds: number[] }>(bitsQuery(queries.map(conditionOf), plain));
  rows.sort((a, b) => a.profile_no - b.profile_no);
  return queries.map((query, at) => [
    query,
    rows.flatMap(({ profile_no, holds }) => (holds.includes(at) ? profile_no : [])),
  ]);
}

const WITHIN = ['', ...['1min', '2min', '3h', '1000h', '1d', '2d', '1w', '1m', '1y'].map((time) => ` WITHIN ${time}`)];

test('one step after another is told by the shortest time between them, or row by row where that does not tell', () => {
  const queries = [
    ['events.product_viewed', 'events.product_added'],
    ['events.product_added', 'events.product_added'],
    ["events.product_viewed (channel = 'app')", 'events.product_added (date >= 2010-11-07)'],
    ['orders_placed', 'orders_placed (amount > 2)'],
    ["orders_placed (channel = 'till')", "products_purchased (id = '4')"],
  ].flatMap(([first, second]) => WITHIN.map((within) => `SEQUENCE (${first} THEN ${second}${within})`));
  const expected = oneByOne(queries);
  expect(selected(queries)).toEqual(expected);
  const alone = (query: string) => {
    const compiled = membersQuery(conditionOf(query), context, { limit: 1000 });
    return shop.rows<{ profile_no: number }>(compiled).map(({ profile_no }) => profile_no);
  };
  expect(queries.map((query) => [query, alone(query)])).toEqual(expected);
  expect(wordsQuery(new Map([['one', conditionOf(queries[0] ?? '')]]), context).sql).toContain('arrayFill');
});

test('lists and traits that many conditions ask for are the same as looked at one by one', () => {
  const text = (tag: string) => `'${tag.replace("'", "\\'")}'`;
  const queries = [
    ...TAGS.map((tag) => `customer_tags CONTAINS ${text(tag.toUpperCase())}`),
    "customer_tags NOT CONTAINS 'vip' OR customer_tags CONTAINS 'nowhere'",
    "customer_countries CONTAINS 'gb' AND NOT customer_countries CONTAINS 'FR'",
    'customer_added_date >= 2010-11-05 AND number_of_orders BETWEEN 2 AND 4',
    'customer_added_date < 2010-11-05 OR average_order_value BETWEEN 1 AND 3',
    'days_since_last_order BETWEEN 2 AND 3',
    'largest_order_amount >= 0',
    'largest_order_amount NOT IN (1.5, 4.5)',
  ];
  expect(selected(queries)).toEqual(oneByOne(queries));
});

test('what many windows ask is the same as looked at one by one', () => {
  const dates = [
    '>= 2010-11-07',
    '> 2010-11-06',
    '>= 2010-11-06',
    '> 2010-11-07',
    '>= -40h',
    '< 2010-11-08',
    '<= 2010-11-06',
    '>= -30h',
    '>= 2299-01-01',
  ];
  const queries = dates.flatMap((date) => [
    ...['', ', count >= 2', ', count = 0', ', count < 2'].flatMap((count) => [
      `orders_placed MATCHES (date ${date}${count})`,
      `orders_placed MATCHES (date ${date}, channel = 'app'${count})`,
      `events.product_viewed MATCHES (date ${date}${count})`,
      `events.product_added NOT MATCHES (date ${date}, channel = 'till'${count})`,
    ]),
    `orders_placed MATCHES (date ${date}, sum_amount > 2)`,
    `orders_placed MATCHES (date ${date}, sum_amount <= 2, count >= 1)`,
    `orders_placed MATCHES (date ${date}, channel = 'till', sum_amount > 4)`,
    `products_purchased MATCHES (date ${date}, sum_quantity >= 3.5)`,
    `products_purchased MATCHES (date ${date}, id = 'product_viewed', sum_quantity >= 2)`,
    `products_purchased MATCHES (date ${date}, id IN ('4', 'product_added'), count < 2)`,
    `products_purchased NOT MATCHES (date ${date}, id = '4')`,
    `products_purchased MATCHES (date ${date}, id = 'product_added', count >= 2)`,
    `products_purchased MATCHES (date ${date}, id = 'product_viewed', count <= 1)`,
  ]);
  expect(selected(queries)).toEqual(oneByOne(queries));
});
