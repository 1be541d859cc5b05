import {
  Budgets,
  checkLaws,
  findingLines,
  lawReport,
  MemoryKeep,
  MemorySpool,
  Runner,
  type SyncOptions,
} from '@clientele/connector-kit';
import { instantOfMs } from '@clientele/model';
import { type RunningVendure, startVendure } from '@clientele/servers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Channel } from './channel.fixture.js';
import { connectorOf } from './connector.js';
import { fetchFrom, settingsOf, vendureWorld } from './world.fixture.js';

/** Short pages, so that a few orders fill many. */
const PAGE_SIZE = 3;
const RUNS = Number(process.env.CLIENTELE_LAW_RUNS ?? 4);
const LAWS = Array.from({ length: 16 }, (_, index) => index + 1);
/** Vendure sends no webhooks, and a shop has no time zone there. */
const NOT_DRIVEN = new Set([8, 9, 13]);
const HOUR_MS = 3_600_000;

/** A real server takes a minute to install and start: it is asked for by `npm run test:servers`. */
describe.skipIf(process.env.CLIENTELE_TEST_SERVERS === undefined)('on a real Vendure', { timeout: 3_600_000 }, () => {
  let server: RunningVendure | undefined;
  let missing = '';

  beforeAll(async () => {
    const started = await startVendure();
    if ('missing' in started) missing = started.missing;
    else server = started;
    if (missing !== '') console.log(`The tests on a real Vendure are skipped: ${missing}.`);
  }, 600_000);
  afterAll(() => server?.[Symbol.asyncDispose]());

  test.for(LAWS)('it keeps law %i', async (number, { skip }) => {
    if (server === undefined) return skip(missing);
    const world = vendureWorld(server, PAGE_SIZE);
    const report = await checkLaws(connectorOf(PAGE_SIZE), world, { seed: 1, runs: RUNS, only: [number] });
    expect(report.laws.flatMap(findingLines)).toEqual([]);
    expect(report.laws.map(({ outcome }) => outcome)).toEqual([NOT_DRIVEN.has(number) ? 'not driven' : 'kept']);
    if (process.env.CLIENTELE_LAW_REPORT !== undefined) console.log(lawReport(report));
  });

  test.for([
    ['is refunded', (channel: Channel, order: string) => channel.refund(order, () => 100)],
    ['is sent elsewhere', (channel: Channel, order: string) => channel.modify(order)],
  ] as const)('an order that %s moves no time: the next sweep finds it', async ([, happens], { skip }) => {
    if (server === undefined) return skip(missing);
    const { channel, sync, order } = await aConnection(server);
    const id = await channel.place(true);
    await server.pass(HOUR_MS / 2);
    // What came last is always asked for again.
    await channel.place(true);
    const before = await sync({ sweeping: 'never' }).then(() => order(id));
    await happens(channel, id);
    await server.pass(HOUR_MS / 4);
    expect(await sync({ sweeping: 'due' }).then(() => order(id))).toEqual(before);
    await server.pass(HOUR_MS);
    expect(await sync({ sweeping: 'due' }).then(() => order(id))).not.toEqual(before);
  });

  test('an order that is placed long after it was filled is found at once, though that moves no change time', async ({
    skip,
  }) => {
    if (server === undefined) return skip(missing);
    const { channel, sync, order } = await aConnection(server);
    const id = await channel.place(false);
    await channel.place(true);
    await server.pass(HOUR_MS);
    expect(await sync({ sweeping: 'never' }).then(() => order(id))).toBeUndefined();
    await channel.place(true);
    await sync({ sweeping: 'never' });
    await channel.pay(id);
    const [row] = await server.sql(
      'SELECT "orderPlacedAt" - "updatedAt" > interval \'1 hour\' AS old FROM "order" WHERE id = $1',
      [Number(id)],
    );
    expect(row).toEqual({ old: true });
    expect(await sync({ sweeping: 'never' }).then(() => order(id))).toMatchObject({ purpose: 'sale' });
  });

  test('a session that has ended is begun anew', async ({ skip }) => {
    if (server === undefined) return skip(missing);
    const { sync, logins } = await aConnection(server);
    await sync({ sweeping: 'never' });
    expect(logins()).toBe(1);
    await server.sql('DELETE FROM session');
    // Vendure remembers sessions for some minutes.
    await server.pass(HOUR_MS);
    expect(await sync({ sweeping: 'never' })).toMatchObject({ outcome: 'done', traffic: { again: 0 } });
    expect(logins()).toBe(2);
  });

  test('a segment is a group of customers, and the same writing twice is one', async ({ skip }) => {
    if (server === undefined) return skip(missing);
    const { channel, runner, sync, records } = await aConnection(server);
    const customer = await channel.addCustomer();
    const tags = async () => {
      await sync({ sweeping: 'now' });
      return records().flatMap((record) => (record.kind === 'customer' ? [record.tags] : []));
    };
    const write = (change: 'add' | 'remove', whom = customer) =>
      runner.write({ what: 'segment', name: `Regulars of ${channel.token}`, customer: whom, change });
    for (const change of ['add', 'add'] as const) {
      expect(await write(change)).toEqual({ outcome: 'done', result: 'written' });
      expect(await tags()).toEqual([[`Regulars of ${channel.token}`]]);
    }
    for (const change of ['remove', 'remove'] as const) {
      expect(await write(change)).toEqual({ outcome: 'done', result: 'written' });
      expect(await tags()).toEqual([[]]);
    }
    expect(await write('add', '1')).toEqual({ outcome: 'done', result: 'gone' });
  });
});

/** A connection of a new channel, on the server's clock. */
async function aConnection(server: RunningVendure) {
  const channel = await Channel.make(server, 1);
  const keep = new MemoryKeep(1);
  let logins = 0;
  const runner = new Runner(connectorOf(PAGE_SIZE), settingsOf(server, channel), {
    fetch: (request) => {
      if (!request.headers.has('authorization')) logins += 1;
      return fetchFrom(server, request);
    },
    now: () => instantOfMs(server.nowMs),
    sleep: (ms) => server.pass(ms),
    random: () => 0.5,
    keep,
    openSpool: async () => new MemorySpool(),
    budgets: new Budgets(),
    log: () => {},
  });
  const records = () => keep.records();
  const order = (id: string) => records().find(({ kind, externalId }) => kind === 'order' && externalId === id);
  return {
    channel,
    runner,
    records,
    order,
    logins: () => logins,
    sync: (options: SyncOptions) => runner.sync(options),
  };
}
