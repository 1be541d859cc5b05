import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Clientele } from './clientele.js';
import { Server } from './server.js';

const LONG = process.env.CLIENTELE_TEST_LONG === '1';
const MINUTES = 60_000;

const DEMO = fileURLToPath(new URL('../../../apps/cli/demo/online-retail/', import.meta.url));
const OLDER = join(DEMO, 'online-retail-2009-2010.parquet');
const NEWER = join(DEMO, 'online-retail-2010-2011.csv.gz');

const GOLDEN = {
  records: { orders: 40_076, ordersWithCustomer: 36_969, customers: 5_942 },
  profiles: 5_942,
  revenue: {
    gross: '20522661.858',
    grossOfCustomers: '17431533.178',
    net: '18909744.118',
    netOfCustomers: '16343651.038',
    currency: 'GBP',
    ordersWithoutRate: 0,
  },
  refused: 0,
  pendingBatches: 0,
};

/** The twelve templates that the demonstration's shops begin with, by what a shop must know. */
const KNOWN_BY_ORDERS = [
  ...['At risk', 'Big spenders', 'Champions', 'Lapsed'],
  ...['New this month', 'One-time buyers', 'Regulars', 'Slipping away'],
];
const KNOWN_BY_MORE = ['Discount lovers', 'Gift buyers', 'Shop and online', 'Win back by e-mail'];

let directory: string;
let clientele: Clientele;
let server: Server;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'clientele-demo-'));
  clientele = new Clientele(join(directory, 'data'));
  server = await Server.start(join(directory, 'data'), '--demo');
}, 5 * MINUTES);
afterAll(async () => {
  await server.stop();
  await rm(directory, { recursive: true, force: true });
});

describe('the demonstration', { timeout: 2 * MINUTES }, () => {
  it('is counted exactly', async () => {
    expect(await server.ask('status')).toMatchObject(GOLDEN);
    const buyers = await server.ask('segment count', { query: 'number_of_orders >= 1' });
    expect(buyers).toMatchObject({ count: 5_878, of: 5_942 });
  });

  it.each([
    ['demo', KNOWN_BY_ORDERS],
    ['five-channels', [...KNOWN_BY_ORDERS, ...KNOWN_BY_MORE]],
  ] as const)('%s begins with templates, each with some in it and many not', async (shop, names) => {
    const { profiles } = await server.ask<{ profiles: number }>('status', { shop });
    const segments = await server.ask<{ name: string; members: number }[]>('segment list', { shop });
    expect(segments.map(({ name }) => name).sort()).toEqual([...names].sort());
    const shares = segments.map(({ name, members }) => [name, members / profiles] as const);
    expect(shares.filter(([, share]) => share <= 0 || share >= 0.6)).toEqual([]);
  });

  it.runIf(LONG)('is the same in the other order, imported twice', { timeout: 10 * MINUTES }, async () => {
    const ask = ['--shop', 'backwards'];
    await clientele.json('import', NEWER, OLDER, '--as', 'online-retail', ...ask);
    expect(await clientele.json('status', ...ask)).toMatchObject(GOLDEN);
    const again = await clientele.json('import', NEWER, OLDER, '--as', 'online-retail', ...ask);
    expect(again).toMatchObject({ accepted: 0, unchanged: 1_067_370, refused: 0 });
    expect(await clientele.json('status', ...ask)).toMatchObject(GOLDEN);
    expect(await clientele.json('audit', ...ask)).toMatchObject({ mismatches: 0 });
  });

  it.runIf(LONG)(
    'audits to no mismatch with all templates saved in both shops',
    { timeout: 30 * MINUTES },
    async () => {
      const data = join(directory, 'all-templates');
      const all = new Clientele(data);
      const another = await Server.start(data, '--demo');
      try {
        for (const shop of ['demo', 'five-channels']) {
          const templates = await all.json<{ saved: boolean }[]>('segment', 'templates', '--save-all', '--shop', shop);
          expect(templates.filter(({ saved }) => saved)).toHaveLength(40);
          expect(await all.json('audit', '--shop', shop)).toMatchObject({ segments: 40, mismatches: 0 });
        }
      } finally {
        await another.stop();
      }
    },
  );
});
