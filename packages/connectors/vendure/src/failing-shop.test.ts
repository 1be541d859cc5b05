import type { Json, Progress } from '@clientele/connector-kit';
import { expect, test } from 'vitest';
import { aConnection } from './recorded-runs.fixture.js';
import { readRecordings } from './recordings.fixture.js';

const FAILED: Json = { errors: [{ message: 'a plug-in', extensions: { code: 'INTERNAL_SERVER_ERROR' } }], data: null };
const ACCOUNT = { code: 'channel-1', token: 'channel-1', defaultCurrencyCode: 'GBP' };
const CHANNEL = { activeChannel: ACCOUNT, globalSettings: { serverConfig: { moneyStrategyPrecision: 2 } } };

/** The orders of the recorded shop, by id. */
function recordedOrders(): ReadonlyMap<string, Json> {
  const items = readRecordings().flatMap(({ answered }): Json[] => Object(answered).data?.list?.items ?? []);
  return new Map(items.flatMap((item) => ('orderPlacedAt' in Object(item) ? [[String(Object(item).id), item]] : [])));
}

/** A shop that cannot tell one of its orders: by itself, or on a page with others. */
function failingWith(broken: string, orders: ReadonlyMap<string, Json>) {
  const answerTo = (query: string, id: string): Json => {
    if (query.includes('login(')) return { data: { login: { id: '1' } } };
    if (query.includes('Account')) return { data: { activeChannel: ACCOUNT } };
    const isWhole = query.includes('totalWithTax');
    if (query.includes('order(')) return id === broken ? FAILED : { data: { ...CHANNEL, one: orders.get(id) ?? null } };
    if (!query.includes('orders(')) return { data: { ...CHANNEL, list: { totalItems: 0, items: [] } } };
    return isWhole ? FAILED : { data: { ...CHANNEL, list: { totalItems: orders.size, items: [...orders.values()] } } };
  };
  return aConnection(
    async (request) => {
      const { query, variables } = JSON.parse(await request.text());
      return Response.json(answerTo(query, variables.id), { headers: { 'vendure-auth-token': 'token' } });
    },
    undefined,
    100,
  );
}

test('an order that the shop fails with holds up no other', async () => {
  const orders = recordedOrders();
  const [broken = ''] = orders.keys();
  const { runner, keep } = failingWith(broken, orders);
  const told = new Map<string, number | null>();
  const onProgress = ({ stream, total }: Progress) => told.set(stream, told.get(stream) ?? total);
  expect(await runner.sync({ onProgress })).toMatchObject({ outcome: 'done', counts: { orders: { refused: 1 } } });
  expect(told.get('orders')).toBe(orders.size);
  const read = keep.records().flatMap(({ kind, externalId }) => (kind === 'order' ? [externalId] : []));
  expect(read.sort()).toEqual([...orders.keys()].filter((id) => id !== broken).sort());
  expect(keep.refused()).toMatchObject([{ place: `orders ${broken}`, reason: expect.stringContaining('answers 500') }]);
});

test('a shop that gives no token says what to change, not that there is a defect', async () => {
  const { runner } = aConnection(async () => Response.json({ data: { login: { id: '1' } } }));
  expect(await runner.check()).toEqual({
    outcome: 'failed',
    code: 'denied',
    sentence: "the shop gives no token: add 'bearer' to authOptions.tokenMethod in its configuration",
  });
});
