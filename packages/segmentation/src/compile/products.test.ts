import { afterAll, expect, test } from 'vitest';
import { CONTEXT, conditionOf, EngineShop } from './engine.fixture.js';
import { wordsQuery } from './pass.js';
import { bitsQuery } from './queries.js';

const order = (profile_no: number, day: string, products: readonly string[], connection = 'web') => ({
  profile_no,
  connection,
  external_id: day,
  at: `${day} 12:00:00.000`,
  day,
  counted: true,
  channel_kind: 'online_store',
  line_product: products,
  line_quantity: products.map((_, index) => 1 + 2 * index),
  line_sku: products.map(() => ''),
  line_amount: products.map(() => '1'),
  line_discount: products.map(() => '0'),
  line_discounted: products.map(() => false),
  line_codes: products.map(() => []),
});

const shop = new EngineShop({
  orders: [
    order(1, '2024-01-01', ['a', 'b']),
    order(2, '2024-01-02', ['a', ''], 'till'),
    order(3, '2024-01-03', ['c']),
  ],
  events: [
    { profile_no: 4, connection: 'web', external_id: 'e1', name: 'product_viewed', channel_kind: 'app', product: 'a' },
    {
      profile_no: 5,
      connection: 'web',
      external_id: 'e2',
      name: 'collection_viewed',
      channel_kind: 'app',
      product: 'a',
    },
    { profile_no: 6, connection: 'web', external_id: 'e3', name: 'product_viewed', channel_kind: 'app', product: '' },
  ],
});
afterAll(() => shop[Symbol.dispose]());

test('what a product is told of is looked up as it is now, in the connection of the order', () => {
  // Nothing is known of any product yet.
  expect(shop.members("products_purchased MATCHES (category = 'Shoes')")).toEqual([]);
  expect(shop.members('products_purchased MATCHES (category IS NULL)')).toEqual([1, 2, 3]);
  const product = (external_id: string, fields: object, connection = 'web') => ({
    shop: CONTEXT.shop,
    connection,
    external_id,
    ...fields,
  });
  shop.insert('products', [
    product('a', { category: 'Shoes', vendor: 'V', tags: ['eco', 'été'] }),
    product('b', { category: 'Hats' }),
    product('a', { category: 'Bags' }, 'till'),
    { ...product('c', { category: 'Shoes' }), shop: 'elsewhere' },
  ]);
  const asked: readonly (readonly [query: string, members: number[]])[] = [
    ["products_purchased MATCHES (category = 'Shoes')", [1]],
    ["products_purchased MATCHES (category != 'Shoes')", [1, 2]],
    ["products_purchased MATCHES (category CONTAINS 'SHO')", [1]],
    ['products_purchased MATCHES (category IS NULL, count = 1)', [2, 3]],
    ["products_purchased MATCHES (tag = 'ECO')", [1]],
    ["products_purchased MATCHES (tag CONTAINS 'Été', vendor = 'V')", [1]],
    ["products_purchased MATCHES (tag NOT IN ('eco', 'x'), count = 1)", [1, 3]],
    ['products_purchased MATCHES (tag IS NULL)', [1, 2, 3]],
    ['distinct_categories OF products_purchased >= 2', [1]],
    ["first_category OF products_purchased = 'Shoes' AND last_category OF products_purchased = 'Hats'", [1]],
    ["usual_category OF products_purchased = 'Bags'", [2]],
    ["share_of_quantity OF products_purchased (tag = 'eco') = 0.25", [1]],
    ['first_category OF products_purchased != usual_vendor OF products_purchased', [1]],
    ["products_purchased MATCHES (id = 'a', category = 'Bags')", [2]],
    ["events.product_viewed MATCHES (category = 'Shoes', tag = 'Eco')", [4]],
    ["usual_vendor OF events.product_viewed = 'V'", [4]],
    ['SEQUENCE (events.product_viewed (category IS NULL))', [6]],
    ["events.collection_viewed MATCHES (category = 'Shoes')", []],
  ];
  for (const [query, members] of asked) expect(shop.members(query), query).toEqual(members);

  const all = bitsQuery(
    asked.map(([query]) => conditionOf(query)),
    CONTEXT,
  );
  for (const { profile_no, holds } of shop.rows<{ profile_no: number; holds: number[] }>(all)) {
    const expected = asked.flatMap(([, members], index) => (members.includes(profile_no) ? [index] : []));
    expect(holds, `of profile ${profile_no}`).toEqual(expected);
  }
  // However many ask for a field, its table is made once.
  expect(all.sql.match(/groupArray\((category|vendor)\)/g)).toHaveLength(2);
});

test('who bought which of many products is found in one reading, as for each alone', () => {
  const asked = [
    ...['a', 'b', 'c', 'nothing', ...Array.from({ length: 66 }, (_, index) => `P${index}`)].flatMap((id) => [
      `products_purchased MATCHES (id = '${id}')`,
      `products_purchased NOT MATCHES (id = '${id}') AND number_of_orders > 0`,
    ]),
    "products_purchased MATCHES (id = '')",
    "products_purchased MATCHES (id = 'a', count >= 1) OR products_purchased MATCHES (id = 'c')",
  ];
  // Of a former value of a profile, which counts no more.
  const [key] = shop.rows<{ b: string }>({ sql: "SELECT toString(sipHash64('b')) AS b", params: {} });
  const former = { profile_no: 3, orders_stamp: '1', line: 1 };
  shop.insert('purchases_by_product', [{ shop: CONTEXT.shop, purchase_product_key: key?.b, ...former }]);
  const conditions = asked.map(conditionOf);
  const words = wordsQuery(new Map(conditions.map((each, at) => [`c${at}`, each])), CONTEXT);
  expect(words.sql).toContain('LEFT ANY JOIN');
  const found = shop.rows<{ profile_no: number; holds: number[] }>({
    sql: `SELECT profile_no, arrayConcat(bitPositionsToArray(w0), arrayMap(bit -> bit + 64, bitPositionsToArray(w1)), arrayMap(bit -> bit + 128, bitPositionsToArray(w2))) AS holds FROM (${words.sql}) ORDER BY profile_no`,
    params: words.params,
  });
  const alone = shop.rows<{ profile_no: number; holds: number[] }>(bitsQuery(conditions, CONTEXT));
  expect(found).toEqual(alone.sort((a, b) => a.profile_no - b.profile_no));
});
