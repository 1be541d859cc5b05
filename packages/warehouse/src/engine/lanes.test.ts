import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type ClickHouseClient, createClient } from '@clickhouse/client';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createEngineClient, type Engine, type Lane, laneHeaders, startEngine } from './index.ts';

let directory: string;
let engine: Engine;
let client: ClickHouseClient;
/** Never ends by itself within a test. */
const ENDLESS = 'SELECT count() FROM numbers(1000000000000) WHERE sipHash64(number) = 1';

/** How long to look again and again for what must come about. */
const PATIENT = { timeout: 20_000, interval: 10 };

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'clientele-lanes-'));
  engine = await startEngine({ directory });
  client = createEngineClient(engine);
});

afterAll(async () => {
  await client.close();
  await engine.stop();
  await rm(directory, { recursive: true });
});

async function ask(query: string, lane: Lane, signal?: AbortSignal): Promise<unknown[]> {
  const http_headers = laneHeaders(lane);
  const abort = signal === undefined ? {} : { abort_signal: signal };
  const result = await client.query({ query, format: 'JSONEachRow', http_headers, ...abort });
  return result.json();
}

/** The lanes' sessions that have a query now, but for the one that asks. */
async function running(): Promise<unknown[]> {
  const query = `SELECT Settings['log_comment'] AS session FROM system.processes WHERE query NOT LIKE '%system.processes%' ORDER BY 1`;
  return (await ask(query, 'quick')).map((row) => (row as { session: string }).session);
}

test('twenty aborted heavy queries leave nothing behind', async () => {
  const callers = Array.from({ length: 20 }, () => new AbortController());
  const asked = callers.map((caller) => ask(ENDLESS, 'heavy', caller.signal));
  await vi.waitFor(async () => expect(await running()).toEqual(['heavy-1']), PATIENT);
  for (const caller of callers) caller.abort();
  for (const outcome of await Promise.allSettled(asked)) expect(outcome.status).toBe('rejected');
  // Answered although the queries before it in the lane would never end; and then nothing of them is left.
  expect(await ask('SELECT 1 AS one', 'heavy')).toEqual([{ one: 1 }]);
  expect(await running()).toEqual([]);
});

test('the lanes do not wait for one another, and each takes its number', async () => {
  const caller = new AbortController();
  const asked = [1, 2, 3].map(() => ask(ENDLESS, 'heavy', caller.signal));
  await vi.waitFor(async () => expect(await running()).toEqual(['heavy-1']), PATIENT);
  asked.push(ask(ENDLESS, 'quick', caller.signal));
  await vi.waitFor(async () => expect(await running()).toEqual(['heavy-1', expect.stringMatching(/^quick-/)]), PATIENT);
  caller.abort();
  await Promise.allSettled(asked);
  await vi.waitFor(async () => expect(await running()).toEqual([]), PATIENT);
});

test('a heavy statement has one thread in little memory, and more where it asks for them', async () => {
  const threads = async (settings: string) => {
    const rows = await ask(`EXPLAIN PIPELINE SELECT sum(number) FROM numbers_mt(100000000)${settings}`, 'heavy');
    return JSON.stringify(rows).includes('NumbersRange × 2') ? 2 : 1;
  };
  expect(await threads('')).toBe(1);
  expect(await threads(' SETTINGS max_threads = 2')).toBe(2);
});

test('what a killed query leaves in its session is in no later answer', async () => {
  const lanes = ['look-up', 'look-up', 'quick', 'quick', 'heavy'] as const;
  for (let round = 0; round < 12; round += 1) {
    const caller = new AbortController();
    const asked = lanes.map((lane) => ask(ENDLESS, lane, caller.signal));
    await delay(round % 6);
    caller.abort();
    await Promise.allSettled(asked);
    const answers = await Promise.all(lanes.map((lane) => ask(`SELECT ${round} AS round`, lane)));
    expect(answers).toEqual(lanes.map(() => [{ round }]));
  }
});

test('a look-up waits behind nothing but look-ups', async () => {
  const caller = new AbortController();
  const asked = [1, 2, 3].flatMap(() => [ask(ENDLESS, 'quick', caller.signal), ask(ENDLESS, 'heavy', caller.signal)]);
  await vi.waitFor(async () => {
    const rows = await ask(
      `SELECT count() AS busy FROM system.processes WHERE query LIKE '%1000000000000%'`,
      'look-up',
    );
    // Three of them, and the one that asks.
    expect(rows).toEqual([{ busy: '4' }]);
  }, PATIENT);
  expect(await ask('SELECT 1 AS one', 'look-up')).toEqual([{ one: 1 }]);
  caller.abort();
  await Promise.allSettled(asked);
});

test('a quick query has one thread, and every query a longest time', async () => {
  const settings = (name: string, lane: Lane) => ask(`SELECT toString(getSetting('${name}')) AS value`, lane);
  for (const lane of ['look-up', 'quick'] as const)
    expect(await settings('max_threads', lane)).toEqual([{ value: '1' }]);
  expect(await settings('max_execution_time', 'quick')).toEqual([{ value: '30' }]);
  expect(await settings('max_execution_time', 'heavy')).toEqual([{ value: '3600' }]);
  await expect(ask(`${ENDLESS} SETTINGS max_execution_time = 0.1`, 'quick')).rejects.toMatchObject({ code: '159' });
});

test('without a lane a question is quick and a write is heavy', async () => {
  await using plain = createClient({ url: engine.url, password: engine.password });
  const result = await plain.query({ query: `SELECT getSetting('log_comment') AS session`, format: 'JSONEachRow' });
  expect(await result.json()).toEqual([{ session: expect.stringMatching(/^quick-/) }]);
  await plain.command({ query: 'CREATE OR REPLACE TABLE lane (a String) ENGINE = MergeTree ORDER BY a' });
  await plain.command({ query: `INSERT INTO lane SELECT getSetting('log_comment')` });
  expect(await ask('SELECT a FROM lane', 'quick')).toEqual([{ a: 'heavy-1' }]);
});
