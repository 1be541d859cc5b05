import { WarehouseError } from '@clientele/warehouse';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { TestGateway } from '../gateway.fixture.js';
import { createGateway } from '../gateway.js';

const PREVIEW = '{ here: previewSegment(query: "number_of_orders > 0") { count } }';
const OPERATOR = { authorization: 'Bearer for the operator' };

let gateway: TestGateway;

beforeAll(async () => {
  gateway = await TestGateway.open({ metricsKey: 'for the operator' });
});
afterAll(() => gateway[Symbol.asyncDispose]());

/** The metrics as they stand: name with labels to value. */
async function read(): Promise<ReadonlyMap<string, number>> {
  const { statusCode, body } = await gateway.app.inject({ url: '/metrics', headers: OPERATOR });
  expect(statusCode).toBe(200);
  const lines = body.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.split(' ').at(-1))]));
}

test('count requests, operations and errors under names of our own', async () => {
  const key = await gateway.key(['read:profiles']);
  await gateway.ask('query Invented { alias: shop { name } shop { id } }', key);
  await gateway.ask('{ shop { nam } }', key);
  await gateway.ask('{ mine: segments { nodes { id } } }', key);
  await gateway.app.inject({ url: '/nowhere/person-1@mine.example' });
  const metrics = await read();
  const { body } = await gateway.app.inject({ url: '/metrics', headers: OPERATOR });
  expect(metrics.get('clientele_graphql_operation_seconds_count{field="shop"}')).toBe(1);
  expect(metrics.get('clientele_graphql_errors_total{field="",code="GRAPHQL_VALIDATION_FAILED"}')).toBe(1);
  expect(metrics.get('clientele_graphql_errors_total{field="",code="FORBIDDEN"}')).toBe(1);
  expect(metrics.get('clientele_http_request_seconds_count{method="GET",route="none",status="404"}')).toBe(1);
  expect(metrics.get('process_resident_memory_bytes')).toBeGreaterThan(0);
  expect(body).not.toMatch(/person|@|Invented|alias|nam\b/);
});

test('count previews that were given up, by why', async () => {
  const headers = await gateway.session();
  for (const code of ['superseded', 'superseded', 'cancelled'] as const) {
    gateway.intercept(() => Promise.reject(new WarehouseError(code, 'Somebody else came.', undefined)));
    await gateway.ask(PREVIEW, headers);
  }
  gateway.intercept(undefined);
  const metrics = await read();
  expect(metrics.get('clientele_previews_aborted_total{reason="superseded"}')).toBe(2);
  expect(metrics.get('clientele_previews_aborted_total{reason="cancelled"}')).toBe(1);
  expect(metrics.get('clientele_graphql_errors_total{field="previewSegment",code="SUPERSEDED"}')).toBe(2);
});

test('tell how far each shop is behind, and how busy the warehouse is', async () => {
  const { ledger, clock } = gateway.deps;
  const before = await read();
  expect(before.get('clientele_import_lag_seconds{shop="mine"}')).toBe(0);
  expect(before.get('clientele_segments{shop="mine",state="fresh"}')).toBe(2);
  await ledger.batches.open(gateway.mine.id, 'web', clock());
  const delivery = { shop: gateway.mine.id, connection: 'web', id: 'd', heard: null };
  await ledger.inbox.append({ ...delivery, receivedAt: clock() });
  gateway.pass(90);
  expect((await gateway.ask(PREVIEW, await gateway.session())).body.errors).toBeUndefined();
  const after = await read();
  expect(after.get('clientele_pending_batches{shop="mine"}')).toBe(1);
  expect(after.get('clientele_import_lag_seconds{shop="mine"}')).toBe(90);
  expect(after.get('clientele_inbox_deliveries{shop="mine"}')).toBe(1);
  expect(after.get('clientele_inbox_lag_seconds{shop="mine"}')).toBe(90);
  expect(after.get('clientele_inbox_lag_seconds{shop="theirs"}')).toBe(0);
  expect(after.get('clientele_evaluation_lag_seconds{shop="mine"}')).toBe(90);
  expect(after.get('clientele_pending_batches{shop="theirs"}')).toBe(0);
  expect(after.get('clientele_warehouse_requests{lane="quick"}')).toBe(0);
});

test('are for who has the key, from wherever; no key of a shop opens them', async () => {
  const status = async (headers: Record<string, string>, remoteAddress = '192.0.2.1') =>
    (await gateway.app.inject({ url: '/metrics', remoteAddress, headers })).statusCode;
  expect(await status(OPERATOR)).toBe(200);
  expect(await status({ authorization: `${OPERATOR.authorization}s` })).toBe(403);
  expect(await status({}, '127.0.0.1')).toBe(403);
  expect(await status(await gateway.key(['admin']), '127.0.0.1')).toBe(403);
});

test('are not there where no key is set, since a proxy on this machine asks from its address for everybody', async () => {
  const app = await createGateway(gateway.deps);
  const asked = ['127.0.0.1', '::1', '192.0.2.1'].map((remoteAddress) =>
    app.inject({ url: '/metrics', remoteAddress }),
  );
  expect((await Promise.all(asked)).map(({ statusCode }) => statusCode)).toEqual([404, 404, 404]);
  await app.close();
});
