import { expect, test } from 'vitest';
import { aShopify } from './asking.js';

const RUN = `mutation Run($query: String!, $grouped: Boolean!) {
  bulkOperationRunQuery(query: $query, groupObjects: $grouped) { bulkOperation { id status } userErrors { field message code } }
}`;
const POLL = '{ currentBulkOperation { id status errorCode url partialDataUrl objectCount rootObjectCount } }';
const ORDERS = '{ orders { edges { node { id lineItems { edges { node { id quantity } } } } } } }';

type Line = { readonly id: string; readonly __parentId?: string };
interface Operation {
  readonly id: string;
  readonly status: string;
  readonly url: string;
  readonly partialDataUrl: string;
}
interface Run {
  readonly bulkOperation: Operation | null;
  readonly userErrors: readonly { readonly message: string; readonly code: string }[];
}

function aBulkShop(orders: number) {
  const shopify = aShopify();
  for (let index = 0; index < orders; index += 1)
    shopify.shop.placeOrder({ lines: [{ quantity: 1 }, { quantity: 2 }] });
  const run = async (query: string, grouped = false) =>
    (await shopify.ask(RUN, { query, grouped })).data.bulkOperationRunQuery as Run;
  const poll = async () => (await shopify.ask(POLL)).data.currentBulkOperation as Operation;
  const lines = async (url: string) => {
    const text = await (await shopify.reach(url)).text();
    return text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Line);
  };
  return { ...shopify, run, poll, lines };
}

test('grouped, children stand after their parent; else anywhere, and none is missing', async () => {
  const { clock, run, poll, lines } = aBulkShop(700);
  const read = async (grouped: boolean) => {
    await run(ORDERS, grouped);
    clock.time += 10_000;
    return lines((await poll()).url);
  };
  const [grouped, mixed] = [await read(true), await read(false)];
  const early = (all: readonly Line[]) => {
    const places = new Map(all.map(({ id }, place) => [id, place]));
    return all.filter(({ __parentId }, place) => __parentId !== undefined && (places.get(__parentId) ?? 0) > place)
      .length;
  };
  expect(grouped).toHaveLength(2100);
  expect(early(grouped)).toBe(0);
  expect(early(mixed)).toBeGreaterThan(100);
  expect(new Set(mixed.map(({ id }) => id))).toEqual(new Set(grouped.map(({ id }) => id)));
});

test('it is created, runs, is done, and its file ends after a week', async () => {
  const { clock, run, poll, reach } = aBulkShop(1);
  expect((await run(ORDERS)).bulkOperation?.status).toBe('CREATED');
  clock.time += 600;
  expect((await poll()).status).toBe('RUNNING');
  clock.time += 2000;
  const done = await poll();
  expect(done).toMatchObject({ status: 'COMPLETED', objectCount: '3', rootObjectCount: '1' });
  clock.time += 7 * 86_400_000;
  expect((await reach(done.url)).status).toBe(400);
});

test('one that fails leaves what it had; one that is cancelled nothing; what is empty has no file', async () => {
  const { fake, clock, run, poll, lines, ask } = aBulkShop(5);
  fake.bulk.habits.failsNext = { errorCode: 'INTERNAL_SERVER_ERROR', lines: 4 };
  await run(ORDERS);
  clock.time += 5000;
  const failed = await poll();
  expect(failed).toMatchObject({ status: 'FAILED', errorCode: 'INTERNAL_SERVER_ERROR', url: null });
  expect(await lines(failed.partialDataUrl)).toHaveLength(4);

  const { bulkOperation } = await run(ORDERS);
  await ask('mutation C($id: ID!) { bulkOperationCancel(id: $id) { userErrors { message } } }', {
    id: bulkOperation?.id,
  });
  expect((await poll()).status).toBe('CANCELING');
  clock.time += 5000;
  expect(await poll()).toMatchObject({ status: 'CANCELED', url: null });

  await run('{ products { edges { node { id } } } }');
  clock.time += 5000;
  expect(await poll()).toMatchObject({ status: 'COMPLETED', url: null, objectCount: '0' });
});

test('five go on at once, one where only one may, and the app is told when one is done', async () => {
  const { fake, clock, run } = aBulkShop(1);
  fake.webhooks.subscribe('bulk_operations/finish', 'https://app.example/hooks');
  for (let index = 0; index < 5; index += 1) expect((await run(ORDERS)).userErrors).toEqual([]);
  expect((await run(ORDERS)).userErrors).toMatchObject([{ code: 'LIMIT_REACHED' }]);
  fake.bulk.habits.atOnce = 1;
  const [refused] = (await run(ORDERS)).userErrors;
  expect(refused?.code).toBe('OPERATION_IN_PROGRESS');
  expect(refused?.message).toMatch(/^A bulk query operation for this app and shop is already in progress: gid:\/\//);
  clock.time += 5000;
  fake.bulk.settle();
  expect(fake.webhooks.take()).toHaveLength(5);
});

test.each([
  [
    '{ products { nodes { id } } }',
    "All connection fields in a bulk query must select their contents using 'edges' > 'node', e.g: 'products { edges { node {'. Selecting via 'nodes' is not supported. Invalid connection fields: 'products'.",
  ],
  [
    '{ node(id: "gid://shopify/Product/0") { id } }',
    'Bulk queries cannot contain a top level `node` field.',
    'Bulk queries must contain at least one connection.',
  ],
  [
    '{ collections { edges { node { id products { edges { node { id variants { edges { node { id metafields { edges { node { id } } } } } } } } } } } } }',
    'Bulk queries cannot contain connections with a nesting depth greater than 2.',
  ],
  [
    '{ products { edges { node { title variants { edges { node { id } } } } } } }',
    "The parent 'node' field for a nested connection must select the 'id' field without an alias and must be of 'ID' return type. Connection fields without 'id': products.",
  ],
  [
    '{ orders { edges { node { id refunds { refundLineItems { edges { node { id } } } } } } } }',
    'Queries that contain a connection field within a list field are not currently supported.',
  ],
  [
    'mutation { tagsAdd(id: "gid://shopify/Customer/1", tags: []) { node { id } } }',
    'Invalid operation type. Only `query` operations are supported.',
  ],
  ['', 'Invalid bulk query: syntax error, unexpected end of file'],
])('refused: %s', async (query, ...messages) => {
  const { run } = aBulkShop(0);
  const { bulkOperation, userErrors } = await run(query);
  expect(bulkOperation).toBeNull();
  expect(userErrors.map(({ message }) => message)).toEqual(messages);
});
