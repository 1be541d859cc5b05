import { startVendure } from '@clientele/servers';
import { expect, test } from 'vitest';
import { recordedRuns } from './recorded-runs.fixture.js';
import { afterwards, recordedShop } from './recorded-shop.fixture.js';
import { readRecordings, recorder, replaying, writeRecordings } from './recordings.fixture.js';

const { CLIENTELE_TEST_SERVERS, CLIENTELE_WRITE_RECORDINGS } = process.env;

test.skipIf(CLIENTELE_TEST_SERVERS === undefined)(
  'a real Vendure says what is recorded',
  { timeout: 600_000 },
  async ({ skip }) => {
    const started = await startVendure();
    if ('missing' in started) return skip(started.missing);
    await using server = started;
    const shop = await recordedShop(server);
    const { exchanges, fetch } = recorder(`${server.address}/admin-api`);
    await recordedRuns(fetch, () => afterwards(server, shop));
    if (CLIENTELE_WRITE_RECORDINGS !== undefined) writeRecordings(exchanges);
    expect(exchanges).toEqual(readRecordings());
  },
);

test('the same is asked as was recorded, and nothing else', async () => {
  const replay = replaying(readRecordings());
  await recordedRuns(replay.fetch);
  expect(replay).toMatchObject({ left: [], unknown: [] });
});

test('what is answered becomes an account, records, and sentences that say what to do', async () => {
  const { account, first, records, second, later, missing, denied, refused } = await recordedRuns(
    replaying(readRecordings()).fetch,
  );
  expect(account).toEqual({ outcome: 'done', result: { id: 'channel-1', name: 'channel-1', currency: 'GBP' } });
  expect([first.outcome, second.outcome, missing.outcome]).toEqual(['done', 'done', 'done']);
  expect(records.map(({ kind, externalId }) => `${kind} ${externalId}`)).toEqual([
    'product 3000001',
    'customer 2000001',
    'customer 2000002',
    'order 1000001',
    'order 1000002',
    'order 1000003',
    'order 1000004',
  ]);
  const customer = later.find(({ externalId }) => externalId === '2000001');
  expect(customer).toMatchObject({ firstName: 'Nora', version: { updatedAt: '2026-05-05T09:00:00.000Z' } });
  // Placed since, though its own change is older than all that was read before.
  const placed = later.find(({ externalId }) => externalId === '1000005');
  expect(placed).toMatchObject({ name: 'ORDER-LATER', placedAt: '2026-05-05T09:01:00.000Z' });
  expect(denied).toMatchObject({ outcome: 'failed', code: 'denied' });
  expect(refused).toMatchObject({ outcome: 'failed', code: 'refused' });
});
