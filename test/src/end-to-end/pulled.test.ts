import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunningWooCommerce, seedShop, startWooCommerce } from '@clientele/fakes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Clientele, type Ran } from './clientele.js';
import { Server } from './server.js';

/** Nothing else has these texts. */
const CREDENTIALS = { key: 'ck_4f0d2b7a91', secret: 'cs_e83c65d1f2' };
const SECRETS = {
  CLIENTELE_WOOCOMMERCE_CONSUMER_KEY: CREDENTIALS.key,
  CLIENTELE_WOOCOMMERCE_CONSUMER_SECRET: CREDENTIALS.secret,
};
const ORDERS = 520;

interface ConnectionRow {
  readonly state: string;
  readonly refused: number;
  readonly streams: readonly { readonly name: string; readonly objects: number }[];
}

let directory: string;
let shop: RunningWooCommerce;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'clientele-pulled-'));
  shop = await startWooCommerce({ now: Date.now, credentials: CREDENTIALS, zone: 'Europe/London' });
  seedShop(shop.fake.shop, { seed: 3, orders: ORDERS });
});
afterAll(async () => {
  await shop[Symbol.asyncDispose]();
  await rm(directory, { recursive: true, force: true });
});

/** What must be the same however a pull was cut short. */
async function outcomeOf(clientele: Clientele): Promise<unknown> {
  const { records, profiles, revenue, pendingBatches } = await clientele.json('status');
  const { mismatches } = await clientele.json('audit');
  return { records, profiles, revenue, pendingBatches, mismatches };
}

describe('a shop that is connected', { timeout: 240_000 }, () => {
  it('is pulled whole, then what is new; its secrets are nowhere', async () => {
    const data = join(directory, 'alone');
    const clientele = new Clientele(data, SECRETS);
    const ran: Ran[] = [];
    const run = async (...args: readonly string[]) => {
      const one = await clientele.run(...args);
      ran.push(one);
      return one;
    };
    expect(await run('connect', 'woocommerce', `address=${shop.url}`, '--name', 'web')).toMatchObject({ status: 0 });
    expect(await run('sync', '--json')).toMatchObject({ status: 0 });
    expect(JSON.parse(ran.at(-1)?.out ?? '')).toMatchObject({ orders: ORDERS, refused: 0 });

    const guests = [...shop.fake.shop.orders.values()].filter((order) => order.customer_id === 0);
    shop.fake.shop.changeOrder(guests[0]?.id ?? 0, (order) => {
      order.billing = { ...order.billing, email: 'moved@example.com' };
    });
    expect(await run('sync', 'web', '--json')).toMatchObject({ status: 0 });
    expect(JSON.parse(ran.at(-1)?.out ?? '')).toMatchObject({ orders: 1, refused: 0 });
    const [row] = await clientele.json<ConnectionRow[]>('connections');
    expect(row).toMatchObject({ name: 'web', connector: 'woocommerce', state: 'fine', refused: 0 });
    expect(row?.streams).toContainEqual(expect.objectContaining({ name: 'orders', objects: ORDERS }));
    expect(await run('profile', 'find', 'moved@example.com')).toMatchObject({ status: 0 });

    // One that cannot be read is kept, and read again once it can be, though nothing else moves it.
    const broken = guests[1]?.id ?? 0;
    shop.fake.shop.changeOrder(broken, (order) => Object.assign(order, { currency: 'pounds' }));
    expect(await run('sync', 'web')).toMatchObject({ status: 0 });
    expect(await clientele.json('refused')).toMatchObject([{ connection: 'web', place: `orders ${broken}` }]);
    shop.fake.shop.changeUnseen(broken, (order) => Object.assign(order, { currency: 'GBP' }));
    expect(await clientele.json('refused', '--retry')).toEqual([]);

    // A key that is taken back, and one that somebody writes where it does not belong.
    const wrong = new Clientele(data, { ...SECRETS, CLIENTELE_WOOCOMMERCE_CONSUMER_SECRET: `${CREDENTIALS.secret}0` });
    const denied = await wrong.run('connect', 'woocommerce', `address=${shop.url}`, '--name', 'web');
    expect(denied).toMatchObject({ status: 2, err: expect.stringMatching(/denies access \(401\); check/) });
    const shown = await run('connect', 'woocommerce', `consumerKey=${CREDENTIALS.key}`);
    expect(shown).toMatchObject({ status: 2, err: expect.stringMatching(/does not belong on the command line/) });

    const printed = [...ran, denied].map(({ out, err }) => out + err).join('\n');
    const files = await readdir(data, { recursive: true, withFileTypes: true });
    const written = files.filter((file) => file.isFile()).map((file) => join(file.parentPath, file.name));
    expect(written.length).toBeGreaterThan(10);
    for (const secret of Object.values(CREDENTIALS)) {
      expect(printed).not.toContain(secret);
      for (const file of written) expect((await readFile(file)).includes(secret), file).toBe(false);
    }
  });

  it('is told to be out of reach, and what to do', async () => {
    const nobody = new Clientele(join(directory, 'nobody'), SECRETS);
    const missing = await new Clientele(join(directory, 'nobody')).run('connect', 'woocommerce');
    expect(missing).toMatchObject({ status: 2 });
    expect(missing.err).toMatch(
      /write address=… behind woocommerce; consumerKey and consumerSecret are secret: set CL/,
    );
    expect(await nobody.run('connect', 'shopware')).toMatchObject({ status: 2 });
    expect(await nobody.run('connect', 'woocommerce', 'address=http://shop.example')).toMatchObject({ status: 2 });
  });

  it('comes by itself while a server runs, and loses and doubles nothing where that is killed', async () => {
    const uncut = new Clientele(join(directory, 'uncut'), SECRETS);
    await uncut.json('connect', 'woocommerce', `address=${shop.url}`);
    await uncut.json('sync');
    const expected = await outcomeOf(uncut);
    expect(expected).toMatchObject({ records: { products: 4 }, mismatches: 0, pendingBatches: 0 });

    const data = join(directory, 'served');
    const clientele = new Clientele(data, SECRETS);
    await clientele.json('connect', 'woocommerce', `address=${shop.url}`);
    const before = shop.fake.log.length;
    let server = await Server.start(data);
    await expect.poll(() => shop.fake.log.length, { timeout: 60_000 }).toBeGreaterThan(before + 6);
    server.kill('server');
    expect((await server.end).signal).toBe('SIGKILL');
    server = await Server.start(data);
    const state = async () => (await server.ask<ConnectionRow[]>('connections'))[0]?.state;
    await expect.poll(state, { timeout: 120_000, interval: 500 }).toBe('fine');
    // The profiles follow in the shop's turn, as this does.
    await clientele.json('sync');
    expect(await outcomeOf(clientele)).toEqual(expected);
    const stopped = await server.stop();
    expect(stopped).toMatchObject({ status: 0 });
    for (const secret of Object.values(CREDENTIALS)) expect(stopped.out + stopped.err).not.toContain(secret);
  });
});
