import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { BusyShop } from './busy-shop.js';
import { Server, type Victim } from './server.js';
import { storeDifferences } from './store-differences.js';

const LONG = process.env.CLIENTELE_TEST_LONG === '1';
const ORDERS = Number(process.env.CLIENTELE_TEST_SHOP_ORDERS ?? (LONG ? 200_000 : 600));
/** Orders on a page. */
const PAGE = 100;
const KILLS = LONG ? 6 : 2;
const FAILING = LONG ? 0.01 : 0.05;
const SEED = Number(process.env.CLIENTELE_TEST_SEED ?? 1);
const AUDITED = LONG ? { sample: 2_000 } : {};
const MINUTES = LONG ? 120 : 5;
const LOOK = { timeout: MINUTES * 60_000, interval: LONG ? 5_000 : 200 };
const CREDENTIALS = { key: 'ck_busy', secret: 'cs_busy' };
const WEB = { connection: 'woocommerce' };

let directory: string;
let server: Server;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'clientele-faults-'));
});
// There is none where it did not even start.
afterEach(() => server?.[Symbol.asyncDispose]());
afterAll(() => rm(directory, { recursive: true, force: true }));

const startShop = () => BusyShop.start({ seed: SEED, orders: ORDERS, failing: FAILING, credentials: CREDENTIALS });

/** Starts a server and connects it to the shop, of which it has pulled nothing yet. */
async function connect(data: string, { url: address }: BusyShop): Promise<void> {
  server = await Server.start(data);
  const { key: consumerKey, secret: consumerSecret } = CREDENTIALS;
  const settings = { address, consumerKey, consumerSecret, requestsPerSecond: '50' };
  await server.ask('connect', { kind: 'woocommerce', settings, shopNamed: true });
}

/** Waits until everything is pulled, and the profiles are derived. */
async function caughtUp(): Promise<void> {
  const state = async () => (await server.ask<{ state: string }[]>('connections'))[0]?.state;
  await expect.poll(state, LOOK).toBe('fine');
  // The profiles follow in the shop's turn, as this does.
  await server.ask('sync');
}

const secondsSince = (began: number) => Math.round((performance.now() - began) / 1000);

it.runIf(LONG)('a large shop is pulled where nothing goes wrong', { timeout: MINUTES * 60_000 }, async () => {
  await using shop = await startShop();
  const data = join(directory, 'calm');
  await connect(data, shop);
  const began = performance.now();
  await server.ask('sync');
  console.log(
    `${ORDERS} orders without a fault: ${secondsSince(began)} s; ${Math.round(server.processorSeconds())} s of a core in the server.`,
  );
  await server.stop();
  expect(await storeDifferences(data, WEB.connection, await shop.truth(join(directory, 'calm.jsonl')))).toEqual([]);
});

it('a shop that changes while it is read, over a network that fails, is in the end as it truly is, however often the server is killed', {
  timeout: MINUTES * 60_000,
}, async () => {
  await using shop = await startShop();
  const data = join(directory, 'busy');
  await connect(data, shop);
  const { secret } = await server.ask<{ secret: string }>('connection rotate-secret', { ...WEB, hours: 1 });
  const tell = async () => {
    const { address } = await server.ask<{ address: string }>('connection webhooks', WEB);
    await shop.ask({ kind: 'tell', address, secret });
  };
  await tell();
  await shop.ask({ kind: 'trouble' });
  const began = performance.now();
  // Nobody waits for the first pull, which is killed; the others are begun by the server itself.
  server.ask('sync').catch(() => {});
  for (let kill = 1; kill <= KILLS; kill += 1) {
    await shop.asked(Math.floor((kill * ORDERS) / PAGE / (KILLS + 1)));
    const victim: Victim = kill % 2 === 0 ? 'server' : 'both';
    server.kill(victim);
    expect((await server.end).signal).toBe('SIGKILL');
    server = await Server.start(data);
    await tell();
  }
  await caughtUp();
  const seconds = secondsSince(began);
  const figures = await shop.ask({ kind: 'settle' });
  console.log(
    `${ORDERS} orders, ${KILLS} kills: ${seconds} s; ${figures.happened} changes meanwhile, ${figures.told} webhooks, ` +
      `${figures.failed} of ${figures.requests} requests failed; ${Math.round(figures.processorSeconds)} s of a core in the shop.`,
  );
  expect(figures.failed).toBeGreaterThan(0);
  expect(figures.told).toBeGreaterThan(0);
  const waiting = async () => (await server.ask<{ waiting: number }>('connection webhooks', WEB)).waiting;
  await expect.poll(waiting, LOOK).toBe(0);

  // Whatever no change time shows is found once everything is read again; once more, which takes long, nothing is new.
  expect(await server.ask('sync', { full: true })).toMatchObject({ refused: 0, connections: [{ outcome: 'done' }] });
  if (!LONG) expect(await server.ask('sync', { full: true })).toMatchObject({ accepted: 0, refused: 0 });
  expect(await server.ask('audit', AUDITED)).toMatchObject({ mismatches: 0 });
  expect(await server.stop()).toMatchObject({ status: 0 });
  const truth = await shop.truth(join(directory, 'busy.jsonl'));
  expect(truth.size).toBeGreaterThan(ORDERS);
  expect(await storeDifferences(data, WEB.connection, truth)).toEqual([]);
});
