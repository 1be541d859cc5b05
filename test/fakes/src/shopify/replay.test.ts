import { expect, test } from 'vitest';
import { aShopify } from './asking.js';
import { shopifySample } from './described.js';

interface SegmentCase {
  readonly name: string;
  readonly request: { readonly query: string; readonly variables: Readonly<Record<string, string>> };
  readonly response: {
    readonly payload: { readonly data: Readonly<Record<string, unknown>>; readonly extensions: object };
  };
}

/** The same answer but for what no two shops share: ids, and times. */
function comparable(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value)
      .replaceAll(/gid:\/\/shopify\/(\w+)\/\d+/g, 'gid://shopify/$1/…')
      .replaceAll(/"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"/g, '"…"')
      .replaceAll(/"currentlyAvailable":\d+/g, '"currentlyAvailable":0'),
  );
}

test('segments are made, changed, refused and deleted as they were in a real shop', async () => {
  const { ask, clock } = aShopify();
  const { cases } = JSON.parse(shopifySample('admin.segment-create-update-query-grammar.json')) as {
    readonly cases: readonly SegmentCase[];
  };
  const ids = new Map<string, string>();
  expect(cases.length).toBeGreaterThan(20);
  for (const { name, request, response } of cases) {
    clock.time += 1000;
    const { id } = request.variables;
    const variables = { ...request.variables, ...(id !== undefined && { id: ids.get(id) }) };
    const answered = await ask(request.query, variables);
    expect(comparable(answered), name).toEqual(comparable(response.payload));
    const made = (data: Readonly<Record<string, unknown>>) =>
      (data.segmentCreate as { readonly segment?: { readonly id: string } | null } | undefined)?.segment?.id;
    const [theirs, ours] = [made(response.payload.data), made(answered.data)];
    if (theirs !== undefined && ours !== undefined) ids.set(theirs, ours);
  }
});

test('a segment whose name is taken gets a number', async () => {
  const { ask } = aShopify();
  const make = (name: string) =>
    ask(
      'mutation ($name: String!) { segmentCreate(name: $name, query: "number_of_orders > 1") { segment { name } } }',
      {
        name,
      },
    );
  for (const name of ['VIP', 'VIP (2)', 'VIP (3)']) {
    expect((await make('VIP')).data).toEqual({ segmentCreate: { segment: { name } } });
  }
  expect((await make('VIP (3)')).data).toEqual({ segmentCreate: { segment: { name: 'VIP (4)' } } });
});

test('a bulk operation goes as it did in a real shop, and its file has the same lines', async () => {
  const { fake, shop, clock, ask, reach } = aShopify();
  const recorded = JSON.parse(shopifySample('admin.bulk-operation-lifecycle.json'));
  const { query } = recorded.bulkOperationRunQuery.variables;
  shop.addProduct({
    title: 'Bulk root count bulk-root-mrrsb7hi-1xi0i',
    tags: ['conformance-bulk-root-mrrsb7hi-1xi0i'],
    variants: [{ price: '1' as never, sku: 'bulk-variant-bulk-root-mrrsb7hi-1xi0i' }],
    metafields: [
      {
        __typename: 'Metafield',
        id: shop.nextId(),
        namespace: 'custom',
        key: 'bulk_child_mrrsb7hi_1xi0i',
        type: 'single_line_text_field',
        value: 'bulk child bulk-root-mrrsb7hi-1xi0i',
        ownerType: 'PRODUCT',
        createdAt: clock.time,
        updatedAt: clock.time,
      },
    ],
  });
  shop.addProduct({ title: 'Another' });
  fake.bulk.habits.startsMs = 1000;
  fake.bulk.habits.runsMs = 1000;
  const fields =
    'id status type errorCode createdAt completedAt objectCount rootObjectCount fileSize url partialDataUrl query';
  const started = await ask(
    `mutation R($query: String!) { bulkOperationRunQuery(query: $query) { bulkOperation { ${fields} } userErrors { field message } } }`,
    { query },
  );
  expect(comparable(started)).toEqual(comparable(recorded.bulkOperationRunQuery.response));
  const { bulkOperation } = started.data.bulkOperationRunQuery as { readonly bulkOperation: { readonly id: string } };
  const poll = () => ask(`query P($id: ID!) { bulkOperation(id: $id) { ${fields} } }`, bulkOperation);
  expect(comparable(await poll())).toEqual(comparable(recorded.statusPolls[0]));
  clock.time += 2000;
  const done = (await poll()).data.bulkOperation as Readonly<Record<string, string>>;
  // The fake's shop has no pictures, so the line of the picture is missing; its numbers are as long as they may be.
  const theirs = recorded.terminalOperation;
  expect(comparable({ ...done, url: '', fileSize: '', objectCount: '4' })).toEqual(
    comparable({ ...theirs, url: '', fileSize: '' }),
  );
  const lines = (text: string) =>
    text
      .trimEnd()
      .split('\n')
      .map((line) => comparable(JSON.parse(line)))
      .sort((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)));
  const file = await (await reach(String(done.url))).text();
  const recordedLines = lines(shopifySample('bulk.products-nested.result.jsonl'));
  expect(lines(file)).toEqual(recordedLines.filter((line) => !JSON.stringify(line).includes('MediaImage')));
  expect(file).toContain('"id":"gid:\\/\\/shopify\\/Product\\/');
  expect(file.length).toBe(Number(done.fileSize));
});

/** What a sample of the documentation, of 2023, says and the fake does not; everything else it says too. */
const LEFT_OUT: Readonly<Record<string, readonly string[]>> = {
  'customers-create.pre-2025-01': [
    ...[
      'accepts_marketing',
      'accepts_marketing_updated_at',
      'email_marketing_consent',
      'last_order_id',
      'last_order_name',
    ],
    ...['marketing_opt_in_level', 'orders_count', 'sms_marketing_consent', 'tags', 'total_spent'],
  ],
  'customers-delete': [
    'accepts_marketing_updated_at',
    'email_marketing_consent',
    'marketing_opt_in_level',
    'sms_marketing_consent',
  ],
  'refunds-create': ['total_duties_set'],
};

/** Samples of dozens of fields, of which the fake says those that matter to a reader of orders and people. */
const LARGE = new Set(['app-uninstalled', 'checkouts-create', 'orders-create']);

test('webhooks say what their samples say, and nothing that they do not', async () => {
  const { fake, shop, clock, ask } = aShopify();
  const names = {
    'customers/create': 'customers-create.pre-2025-01',
    'customers/delete': 'customers-delete',
    'customers/merge': 'customers-merge',
    'customers_email_marketing_consent/update': 'customers_email_marketing_consent-update',
    'customers_marketing_consent/update': 'customers_marketing_consent-update',
    'app/uninstalled': 'app-uninstalled',
    'checkouts/create': 'checkouts-create',
    'orders/create': 'orders-create',
    'orders/edited': 'orders-edited',
    'refunds/create': 'refunds-create',
    'bulk_operations/finish': 'bulk_operations-finish',
  };
  for (const topic of Object.keys(names)) fake.webhooks.subscribe(topic, 'https://app.example/hooks');
  const consent = {
    state: 'SUBSCRIBED',
    optInLevel: 'SINGLE_OPT_IN',
    updatedAt: shop.now,
    collectedFrom: 'OTHER',
  } as const;
  const customer = shop.addCustomer({ email: 'bob@post.example', phone: '+15550100' });
  const other = shop.addCustomer();
  shop.setConsent(customer.id, 'email', consent);
  shop.setConsent(customer.id, 'sms', consent);
  const order = shop.placeOrder({ lines: [{ quantity: 2 }], customer: customer.id });
  shop.edit(order.id, { add: [{ quantity: 1 }], remove: [{ line: order.lines[0]?.id ?? '', delta: 1 }] });
  shop.refund(order.id);
  shop.mergeCustomers(customer.id, other.id);
  shop.eraseCustomer(customer.id);
  shop.leaveCheckout({ email: 'bob@post.example', lines: [] });
  await ask(
    'mutation { bulkOperationRunQuery(query: "{ orders { edges { node { id } } } }") { userErrors { message } } }',
  );
  clock.time += 10_000;
  fake.bulk.settle();
  fake.uninstall();
  const told = new Map(fake.webhooks.take().map(({ headers, body }) => [headers['x-shopify-topic'] ?? '', body]));
  for (const [topic, name] of Object.entries(names)) {
    const keysOf = (text: string) => Object.keys(JSON.parse(text));
    const [ours, theirs] = [keysOf(told.get(topic) ?? '{}'), keysOf(shopifySample(`webhook.${name}.json`))];
    expect(ours.length, topic).toBeGreaterThan(0);
    expect(
      ours.filter((key) => !theirs.includes(key)),
      topic,
    ).toEqual([]);
    if (LARGE.has(name)) continue;
    expect(theirs.filter((key) => !ours.includes(key)).sort(), topic).toEqual(LEFT_OUT[name] ?? []);
  }
});
