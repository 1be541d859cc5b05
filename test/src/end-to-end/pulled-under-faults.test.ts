import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { BusyShop } from './busy-shop.js';
import type { BusyShopOptions } from './busy-shop-messages.js';
import { Server, type Victim } from './server.js';
import { storeDifferences } from './store-differences.js';
import { withShopify } from './with-shopify.js';

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

type Platform = BusyShopOptions['platform'];
const PLATFORMS: readonly Platform[] = ['woocommerce', 'shopify'];

let directory: string;
let server: Server;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'clientele-faults-'));
});
// There is none where it did not even start.
afterEach(() => server?.[Symbol.asyncDispose]());
afterAll(() => rm(directory, { recursive: true, force: true }));

const startShop = (platform: Platform) => BusyShop.start({ platform, seed: SEED, orders: ORDERS, failing: FAILING });

/** A server whose network has the shop. */
const startServer = (data: string, { url }: BusyShop) => Server.startIn(withShopify(url), data);

/** Starts a server and connects it to the shop, of which it has pulled nothing yet. */
async function connect(data: string, kind: Platform, shop: BusyShop): Promise<void> {
  server = await startServer(data, shop);
  await server.ask('connect', { kind, settings: shop.settings, shopNamed: true });
}

/** Waits until everything is pulled, and the profiles are derived. */
async function caughtUp(): Promise<void> {
  const state = async () => (await server.ask<{ state: string }[]>('connections'))[0]?.state;
  await expect.poll(state, LOOK).toBe('fine');
  // The profiles follow in the shop's turn, as this does.
  await server.ask('sync');
}

async function rotatedSecret(connection: string): Promise<string> {
  return (await server.ask<{ secret: string }>('connection rotate-secret', { connection, hours: 1 })).secret;
}

const secondsSince = (began: number) => Math.round((performance.now() - began) / 1000);

interface Calm {
  /** How many requests brought some of the shop. */
  readonly pages: number;
  readonly differences: readonly string[];
}
const calm = new Map<Platform, Promise<Calm>>();

/** Pulls a shop in which nothing goes wrong and nothing happens, once. */
function pulledCalmly(platform: Platform): Promise<Calm> {
  const pulled = calm.get(platform) ?? pullCalmly(platform);
  calm.set(platform, pulled);
  return pulled;
}

async function pullCalmly(platform: Platform): Promise<Calm> {
  await using shop = await startShop(platform);
  const data = join(directory, `calm-${platform}`);
  await connect(data, platform, shop);
  const began = performance.now();
  await server.ask('sync');
  console.log(
    `${ORDERS} orders on ${platform} without a fault: ${secondsSince(began)} s; ${Math.round(server.processorSeconds())} s of a core in the server; ${shop.pages} requests brought them.`,
  );
  await server.stop();
  const differences = await storeDifferences(data, platform, await shop.truth(join(directory, 'calm.jsonl')));
  return { pages: shop.pages, differences };
}

/** At how many requests that bring some of the shop the server is killed. By a bulk operation, few bring everything. */
async function killedEvery(platform: Platform): Promise<number> {
  const pages = LONG ? (await pulledCalmly(platform)).pages : ORDERS / PAGE;
  return Math.max(1, Math.floor(pages / (KILLS + 1)));
}

it.runIf(LONG).each(PLATFORMS)(
  'a large shop on %s is pulled where nothing goes wrong',
  {
    timeout: MINUTES * 60_000,
  },
  async (platform) => {
    expect((await pulledCalmly(platform)).differences).toEqual([]);
  },
);

it.each(
  // The kit's laws kill a reading of Shopify's at any request; what they cannot has its time here.
  PLATFORMS.filter((platform) => LONG || platform === 'woocommerce'),
)(
  'a shop on %s that changes while it is read, over a network that fails, is in the end as it truly is, however often the server is killed',
  {
    timeout: MINUTES * 60_000,
  },
  async (connection) => {
    const every = await killedEvery(connection);
    await using shop = await startShop(connection);
    const data = join(directory, connection);
    await connect(data, connection, shop);
    const secret = connection === 'shopify' ? '' : await rotatedSecret(connection);
    const tell = async () => {
      const { address } = await server.ask<{ address: string }>('connection webhooks', { connection });
      await shop.ask({ kind: 'tell', address, secret });
    };
    await tell();
    await shop.ask({ kind: 'trouble' });
    const began = performance.now();
    // Nobody waits for the first pull, which is killed; the others are begun by the server itself.
    server.ask('sync').catch(() => {});
    for (let kill = 1; kill <= KILLS; kill += 1) {
      await shop.asked(kill * every);
      const victim: Victim = kill % 2 === 0 ? 'server' : 'both';
      server.kill(victim);
      expect((await server.end).signal).toBe('SIGKILL');
      server = await startServer(data, shop);
      await tell();
    }
    await caughtUp();
    const seconds = secondsSince(began);
    const figures = await shop.ask({ kind: 'settle' });
    console.log(
      `${ORDERS} orders on ${connection}, ${KILLS} kills: ${seconds} s; ${figures.happened} changes meanwhile, ${figures.told} webhooks, ` +
        `${figures.failed} of ${figures.requests} requests failed; ${Math.round(figures.processorSeconds)} s of a core in the shop.`,
    );
    expect(figures.failed).toBeGreaterThan(0);
    expect(figures.told).toBeGreaterThan(0);
    const waiting = async () => (await server.ask<{ waiting: number }>('connection webhooks', { connection })).waiting;
    await expect.poll(waiting, LOOK).toBe(0);

    // Whatever no change time shows is found once everything is read again; once more, which takes long, nothing is new.
    const settled = performance.now();
    expect(await server.ask('sync', { full: true })).toMatchObject({ refused: 0, connections: [{ outcome: 'done' }] });
    console.log(`everything read again: ${secondsSince(settled)} s.`);
    if (!LONG) expect(await server.ask('sync', { full: true })).toMatchObject({ accepted: 0, refused: 0 });
    expect(await server.ask('audit', AUDITED)).toMatchObject({ mismatches: 0 });
    console.log(`audited, too: ${secondsSince(settled)} s.`);
    expect(await server.stop()).toMatchObject({ status: 0 });
    const truth = await shop.truth(join(directory, `${connection}.jsonl`));
    expect(truth.size).toBeGreaterThan(ORDERS);
    expect(await storeDifferences(data, connection, truth)).toEqual([]);
  },
);
