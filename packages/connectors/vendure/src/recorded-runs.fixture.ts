import { Budgets, MemoryKeep, MemorySpool, Runner, type Synced, type Taken } from '@clientele/connector-kit';
import { type Instant, instant, type SourceRecord } from '@clientele/model';
import { connectorOf } from './connector.js';
import type { VendureSettings } from './settings.js';

export const SETTINGS: VendureSettings = {
  address: 'https://vendure.example/admin-api',
  username: 'superadmin',
  password: 'vendure-superadmin-password',
  channel: 'channel-1',
};

/** A connection that asks through `fetch`, on a clock of its own. */
export function aConnection(fetch: (request: Request) => Promise<Response>, settings = SETTINGS, pageSize = 3) {
  const keep = new MemoryKeep(1);
  let now: Instant = instant('2026-06-01T00:00:00Z');
  const runner = new Runner(connectorOf(pageSize), settings, {
    fetch,
    now: () => now,
    async sleep(ms) {
      now = instant(new Date(Date.parse(now) + ms).toISOString());
    },
    random: () => 0.5,
    keep,
    openSpool: async () => new MemorySpool(),
    budgets: new Budgets(),
    log: () => {},
  });
  return { keep, runner };
}

export interface RecordedRuns {
  readonly account: object;
  readonly first: Synced;
  readonly records: readonly SourceRecord[];
  readonly second: Synced;
  readonly later: readonly SourceRecord[];
  readonly missing: Taken;
  readonly denied: object;
  readonly refused: object;
}

/** What is recorded, in this order; `afterwards` happens between the two syncs. */
export async function recordedRuns(
  fetch: (request: Request) => Promise<Response>,
  afterwards: () => Promise<void> = async () => {},
): Promise<RecordedRuns> {
  const { runner, keep } = aConnection(fetch);
  const account = await runner.check();
  const first = await runner.sync();
  const records = keep.records();
  await afterwards();
  const second = await runner.sync({ sweeping: 'never' });
  const missing = await runner.take([{ outcome: 'heard', id: '1', hints: [{ stream: 'orders', id: '999' }] }]);
  const denied = await aConnection(fetch, { ...SETTINGS, username: 'nobody' }).runner.check();
  const refused = await aConnection(fetch, { ...SETTINGS, channel: 'no-such-channel' }).runner.check();
  return { account, first, records, second, later: keep.records(), missing, denied, refused };
}
