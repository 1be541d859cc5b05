import type { Decimal } from '@clientele/model';
import { expect, test } from 'vitest';
import { aShopify } from './asking.js';
import { gid } from './gid.js';
import { TILL } from './place.js';
import { API_VERSIONS } from './version.js';

const ORDERS = `query Orders($first: Int!, $after: String, $query: String, $reverse: Boolean) {
  orders(first: $first, after: $after, query: $query, sortKey: UPDATED_AT, reverse: $reverse) {
    pageInfo { hasNextPage hasPreviousPage endCursor }
    nodes { id updatedAt }
  }
}`;

interface OrdersPage {
  readonly nodes: readonly { readonly id: string }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
}

const decimal = (text: string) => text as Decimal;

test('pages by change time show each order once, also where many share an instant, and from either end', async () => {
  const { shop, ask } = aShopify();
  const placed = Array.from({ length: 7 }, () => gid('Order', shop.placeOrder({ lines: [{ quantity: 1 }] }).id));
  const all = async (reverse: boolean) => {
    const seen: string[] = [];
    for (let after: string | null = null; ; ) {
      const { data } = await ask(ORDERS, { first: 3, after, reverse });
      const { nodes, pageInfo } = data.orders as OrdersPage;
      seen.push(...nodes.map(({ id }) => id));
      if (!pageInfo.hasNextPage) return seen;
      after = pageInfo.endCursor;
    }
  };
  expect(await all(false)).toEqual(placed);
  expect(await all(true)).toEqual(placed.toReversed());
  const { data } = await ask('{ orders(last: 2) { nodes { id } pageInfo { hasPreviousPage hasNextPage } } }');
  expect(data.orders).toEqual({
    nodes: placed.slice(-2).map((id) => ({ id })),
    pageInfo: { hasPreviousPage: true, hasNextPage: false },
  });
});

test('searches by time and id; a field that is not known finds everything, and is told of', async () => {
  const { shop, clock, ask } = aShopify();
  const [early] = [shop.placeOrder({ lines: [{ quantity: 1 }] })];
  clock.time += 60_000;
  const late = shop.placeOrder({ lines: [{ quantity: 1 }] });
  const ids = async (query: string) =>
    ((await ask(ORDERS, { first: 9, query })).data.orders as OrdersPage).nodes.map(({ id }) => id);
  const [first, second] = [gid('Order', early?.id ?? ''), gid('Order', late.id)];
  expect(await ids(`updated_at:>='2026-11-22T12:00:30Z'`)).toEqual([second]);
  expect(await ids('updated_at:<2026-11-22T12:00:30Z')).toEqual([first]);
  expect(await ids(`id:>${early?.id}`)).toEqual([second]);
  expect(await ids(`(name:#1001 OR name:#1002) AND NOT id:${late.id}`)).toEqual([first]);
  const { data, extensions } = await ask(ORDERS, { first: 9, query: 'last_seen:>2026-01-01' });
  expect((data.orders as OrdersPage).nodes).toHaveLength(2);
  expect(extensions.search?.[0]?.warnings).toEqual([
    { field: 'last_seen', message: 'Invalid search field for this query.' },
  ]);
});

test.each(API_VERSIONS)(
  'an order of %s has its lines, discounts, refunds, returns and money in both currencies',
  async (version) => {
    const { shop, ask } = aShopify();
    const customer = shop.addCustomer({ firstName: 'Ada', email: 'ada@post.example' });
    const product = shop.addProduct({ title: 'Mug', variants: [{ price: decimal('10'), sku: 'MUG' }] });
    const order = shop.placeOrder({
      customer: customer.id,
      app: TILL,
      location: shop.addLocation('Leeds').id,
      presentmentCurrency: 'EUR',
      rate: decimal('1.2'),
      discounts: [{ kind: 'code', name: 'TEN', targetType: 'LINE_ITEM' }],
      lines: [{ product: product.id, quantity: 3, allocations: [{ discount: 0, amount: decimal('3') }] }],
      shipping: [{ title: 'Post', price: decimal('2.5') }],
    });
    const line = order.lines[0]?.id ?? '';
    const back = shop.openReturn(order.id, [{ line, quantity: 1 }]);
    shop.refund(order.id, { lines: [{ line, quantity: 1 }], return: back.id });
    const { data, errors } = await ask(
      `query One($id: ID!) { order(id: $id) {
      name sourceName displayFinancialStatus discountCodes retailLocation { name } customer { numberOfOrders amountSpent { amount } }
      totalPriceSet { shopMoney { amount currencyCode } presentmentMoney { amount currencyCode } }
      currentTotalPriceSet { shopMoney { amount } } totalRefundedSet { shopMoney { amount } }
      lineItems(first: 5) { nodes { sku currentQuantity discountedTotalSet { shopMoney { amount } }
        discountAllocations { allocatedAmountSet { shopMoney { amount } } discountApplication { ... on DiscountCodeApplication { code } } } } }
      refunds(first: 5) { return { id } refundLineItems(first: 5) { nodes { quantity subtotalSet { shopMoney { amount } } } } }
      returns(first: 5) { nodes { status totalQuantity } }
      transactions(first: 5) { kind status amountSet { shopMoney { amount } } }
    } }`,
      { id: gid('Order', order.id) },
      version,
    );
    expect(errors).toBeUndefined();
    const shopMoney = (amount: string) => ({ shopMoney: { amount } });
    expect(data.order).toEqual({
      name: '#1001',
      sourceName: 'pos',
      displayFinancialStatus: 'PARTIALLY_REFUNDED',
      discountCodes: ['TEN'],
      retailLocation: { name: 'Leeds' },
      customer: { numberOfOrders: '1', amountSpent: { amount: '20.5' } },
      totalPriceSet: {
        shopMoney: { amount: '29.5', currencyCode: 'GBP' },
        presentmentMoney: { amount: '35.4', currencyCode: 'EUR' },
      },
      currentTotalPriceSet: shopMoney('20.5'),
      totalRefundedSet: shopMoney('9.0'),
      lineItems: {
        nodes: [
          {
            sku: 'MUG',
            currentQuantity: 2,
            discountedTotalSet: shopMoney('30.0'),
            discountAllocations: [{ allocatedAmountSet: shopMoney('3.0'), discountApplication: { code: 'TEN' } }],
          },
        ],
      },
      refunds: [
        {
          return: { id: gid('Return', back.id) },
          refundLineItems: { nodes: [{ quantity: 1, subtotalSet: shopMoney('9.0') }] },
        },
      ],
      returns: { nodes: [{ status: 'OPEN', totalQuantity: 1 }] },
      transactions: [
        { kind: 'SALE', status: 'SUCCESS', amountSet: shopMoney('29.5') },
        { kind: 'REFUND', status: 'SUCCESS', amountSet: shopMoney('9.0') },
      ],
    });
  },
);

test('what an app may not see is refused: by scope, by approval for customer data, by age', async () => {
  const { fake, shop, ask } = aShopify({ app: { scopes: ['read_orders', 'read_customers'], protectedData: 1 } });
  const customer = shop.addCustomer({ firstName: 'Ada', email: 'ada@post.example' });
  shop.placeOrder({ lines: [{ quantity: 1 }], customer: customer.id, at: fake.shop.now - 61 * 86_400_000 });
  expect((await ask(ORDERS, { first: 5 })).data.orders).toMatchObject({ nodes: [] });

  const denied = await ask('{ products(first: 1) { nodes { id } } }');
  expect(denied.data).toBeNull();
  expect(denied.errors?.[0]).toMatchObject({
    message: 'Access denied for products field. Required access: `read_products` access scope.',
    path: ['products'],
    extensions: { code: 'ACCESS_DENIED' },
  });
  const { data, errors } = await ask('{ customers(first: 1) { nodes { numberOfOrders firstName displayName } } }');
  expect(data.customers).toEqual({ nodes: [{ numberOfOrders: '1', firstName: null, displayName: '' }] });
  expect(errors?.map(({ path }) => path)).toEqual([
    ['customers', 'nodes', 0, 'firstName'],
    ['customers', 'nodes', 0, 'displayName'],
  ]);
});

test('what is wrong with a query is said as Shopify says it', async () => {
  const { ask } = aShopify();
  const wrong = async (query: string) => (await ask(query)).errors?.map(({ message }) => message);
  expect(await wrong('{ orders { nodes { id } } }')).toEqual(['you must provide one of first or last']);
  expect(await wrong('query Q { shop { nothing } }')).toEqual(["Field 'nothing' doesn't exist on type 'Shop'"]);
  expect(await wrong('query Q { shop }')).toEqual([
    "Field must have selections (field 'shop' returns Shop! but has no selections. Did you mean 'shop { ... }'?)",
  ]);
  expect(await wrong('query Q($x: ID) { shop { id } }')).toEqual(['Variable $x is declared by Q but not used']);
  expect(await wrong('{ orders(frist: 1) { nodes { id } } }')).toEqual([
    "Field 'orders' doesn't accept argument 'frist'",
  ]);
  expect(await wrong('{ order { id } }')).toEqual(["Field 'order' is missing required arguments: id"]);
  expect(await wrong('{ shop { id }')).toEqual(['syntax error, unexpected end of file']);
  const { errors } = await ask('query Q { shop { nothing } }');
  expect(errors?.[0]).toMatchObject({
    path: ['query Q', 'shop', 'nothing'],
    extensions: { code: 'undefinedField', typeName: 'Shop', fieldName: 'nothing' },
  });
});

test('points are taken for what was asked, given back for what did not come, and run out', async () => {
  const { shop, clock, ask, post } = aShopify({ points: { maximum: 100, restoreRate: 10 }, throttledStatus: 429 });
  shop.placeOrder({ lines: [{ quantity: 1 }] });
  const query = '{ orders(first: 50) { nodes { id } } }';
  const { extensions } = await ask(query);
  expect(extensions.cost).toEqual({
    requestedQueryCost: 52,
    actualQueryCost: 3,
    throttleStatus: { maximumAvailable: 100, currentlyAvailable: 97, restoreRate: 10 },
  });
  const dear = { query: '{ orders(first: 98) { nodes { id } } }' };
  const throttled = await post('/admin/api/2026-10/graphql.json', dear);
  expect(throttled.status).toBe(429);
  expect(await throttled.json()).toMatchObject({
    errors: [{ message: 'Throttled', extensions: { code: 'THROTTLED' } }],
    extensions: { cost: { requestedQueryCost: 100, actualQueryCost: null } },
  });
  clock.time += 300;
  expect((await post('/admin/api/2026-10/graphql.json', dear)).status).toBe(200);
  const { errors } = await ask(
    '{ orders(first: 250) { nodes { customer { id } lineItems(first: 9) { nodes { id } } } } }',
  );
  expect(errors?.[0]).toMatchObject({ extensions: { code: 'MAX_COST_EXCEEDED', maxCost: 1000 } });
});

test('tags and metafields are written to a customer and taken off, and what else was there stays', async () => {
  const { shop, ask } = aShopify();
  const customer = shop.addCustomer({ tags: ['mine'] });
  const id = gid('Customer', customer.id);
  const change = (verb: string) =>
    ask(
      `mutation M($id: ID!, $tags: [String!]!) { ${verb}(id: $id, tags: $tags) { node { id } userErrors { field message } } }`,
      {
        id,
        tags: ['VIP', 'Mine'],
      },
    );
  expect((await change('tagsAdd')).data.tagsAdd).toEqual({ node: { id }, userErrors: [] });
  expect(customer.tags).toEqual(['VIP', 'mine']);
  await change('tagsRemove');
  expect(customer.tags).toEqual([]);

  const set = `mutation S($m: [MetafieldsSetInput!]!) { metafieldsSet(metafields: $m) {
    metafields { key value type } userErrors { field message code } } }`;
  const field = { ownerId: id, namespace: 'clientele', key: 'group', value: 'champions' };
  expect((await ask(set, { m: [field] })).data.metafieldsSet).toMatchObject({ userErrors: [{ code: 'BLANK' }] });
  const written = await ask(set, { m: [{ ...field, type: 'single_line_text_field' }] });
  expect(written.data.metafieldsSet).toMatchObject({
    metafields: [{ key: 'group', value: 'champions' }],
    userErrors: [],
  });
  expect(customer.metafields).toHaveLength(1);

  const define = `mutation D($d: MetafieldDefinitionInput!) { metafieldDefinitionCreate(definition: $d) {
    createdDefinition { key } userErrors { code } } }`;
  const definition = {
    namespace: 'clientele',
    key: 'group',
    name: 'Group',
    ownerType: 'CUSTOMER',
    type: 'single_line_text_field',
  };
  const defined = async () => (await ask(define, { d: definition })).data.metafieldDefinitionCreate;
  expect(await defined()).toEqual({ createdDefinition: { key: 'group' }, userErrors: [] });
  expect(await defined()).toEqual({ createdDefinition: null, userErrors: [{ code: 'TAKEN' }] });

  const remove = `mutation R($m: [MetafieldIdentifierInput!]!) { metafieldsDelete(metafields: $m) {
    deletedMetafields { key } userErrors { message } } }`;
  const place = { ownerId: id, namespace: 'clientele', key: 'group' };
  for (const deletedMetafields of [[{ key: 'group' }], [null]]) {
    const { data } = await ask(remove, { m: [place] });
    expect(data.metafieldsDelete).toEqual({ deletedMetafields, userErrors: [] });
  }
  expect(customer.metafields).toEqual([]);
});

test('what the fake does not know stops a test, and is not answered by nothing', async () => {
  const { ask } = aShopify();
  await expect(ask('{ shop { shopOwnerName } }')).rejects.toThrow(/does not know Shop.shopOwnerName/);
  await expect(ask('{ segmentFilters(first: 1) { nodes { queryName } } }')).rejects.toThrow(
    /does not know QueryRoot.segmentFilters/,
  );
});
