import { WarehouseError } from '@clientele/warehouse';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { TestGateway } from './gateway.fixture.js';

const PREVIEW =
  'query ($page: String) { previewSegment(query: "number_of_orders > 0", sample: 3, page: $page) { count } }';

let gateway: TestGateway;

beforeAll(async () => {
  gateway = await TestGateway.open();
});
afterAll(() => gateway[Symbol.asyncDispose]());
beforeEach(() => gateway.intercept(undefined));

/** The keys under which the statements of a preview replace one another. */
async function keysOf(headers: Record<string, string>, page?: string): Promise<string[]> {
  const keys: string[] = [];
  gateway.intercept((options, go) => {
    if (options.key !== undefined) keys.push(options.key);
    return go();
  });
  expect((await gateway.ask(PREVIEW, headers, { page })).body.data.previewSegment.count).toBe(17);
  return keys;
}

test('a preview takes the place of the one before it of the same page, and of no other', async () => {
  const [one, other] = [await gateway.session(), await gateway.session()];
  const [first] = await keysOf(one, 'left');
  expect(first).toBeDefined();
  expect(await keysOf(one, 'left')).toEqual([first]);
  expect(await keysOf(one, 'right')).not.toContain(first);
  expect(await keysOf(other, 'left')).not.toContain(first);
});

test('without a page, several previews may be asked for at a time', async () => {
  for (const headers of [await gateway.session(), await gateway.key(['read:profiles'])]) {
    expect(await keysOf(headers)).toEqual([]);
  }
});

test('a preview whose place was taken says so', async () => {
  gateway.intercept(() => Promise.reject(new WarehouseError('superseded', 'A newer query took its place.', undefined)));
  const { body } = await gateway.ask(PREVIEW, await gateway.session());
  expect(body.errors[0]).toMatchObject({
    message: 'A newer query took its place.',
    extensions: { code: 'SUPERSEDED' },
  });
});

test('what nobody waits for any more is given up', async () => {
  await using own = await TestGateway.open();
  const address = await own.app.listen({ port: 0, host: '127.0.0.1' });
  const headers = { ...(await own.session()), 'content-type': 'application/json' };
  const reader = new AbortController();
  const arrived = Promise.withResolvers<AbortSignal>();
  own.intercept(({ signal }, go) => {
    if (signal === undefined) return go();
    arrived.resolve(signal);
    return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
  });
  const asked = fetch(`${address}/graphql`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ query: PREVIEW }),
    signal: reader.signal,
  });
  const signal = await arrived.promise;
  const given = new Promise((resolve) => signal.addEventListener('abort', resolve));
  reader.abort();
  await expect(asked).rejects.toThrow();
  await given;
  expect(signal.aborted).toBe(true);
});
