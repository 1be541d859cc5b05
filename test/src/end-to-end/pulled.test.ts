import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunningWooCommerce, seedShop, startWooCommerce } from '@clientele/fakes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Clientele } from './clientele.js';
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

describe('a shop that is connected', { timeout: 240_000 }, () => {
  it('is pulled whole, then what is new', async () => {
    const data = join(directory, 'alone');
    const clientele = new Clientele(data, SECRETS);
    const run = (...args: readonly string[]) => clientele.run(...args);
    await using server = await Server.start(data);
    expect(await run('connect', 'woocommerce', `address=${shop.url}`, '--name', 'web')).toMatchObject({ status: 0 });
    expect(await server.ask('sync')).toMatchObject({ orders: ORDERS, refused: 0 });

    const guests = [...shop.fake.shop.orders.values()].filter((order) => order.customer_id === 0);
    shop.fake.shop.changeOrder(guests[0]?.id ?? 0, (order) => {
      order.billing = { ...order.billing, email: 'moved@example.com' };
    });
    expect(await server.ask('sync', { connection: 'web' })).toMatchObject({ orders: 1, refused: 0 });
    const [row] = await server.ask<ConnectionRow[]>('connections');
    expect(row).toMatchObject({ name: 'web', connector: 'woocommerce', state: 'fine', refused: 0 });
    expect(row?.streams).toContainEqual(expect.objectContaining({ name: 'orders', objects: ORDERS }));
    expect(await server.ask('profile find', { text: 'moved@example.com', limit: 2 })).toHaveLength(1);

    // A segment is kept on the accounts of its members, follows it, and is taken back. Of few: writing takes its time.
    const regulars = () =>
      [...shop.fake.shop.customers.values()].filter(({ meta_data }) =>
        meta_data.some(({ key, value }) => key === 'clientele_tag_regulars' && value === 'yes'),
      ).length;
    await server.ask('segment save', { name: 'regulars', query: 'number_of_orders >= 6' });
    const kept = { segment: 'regulars', to: 'web', as: 'tag' };
    const { planned } = await server.ask<{ planned: { add: number } }>('segment write-back', { ...kept, dryRun: true });
    expect(regulars()).toBe(0);
    const wrote = await server.ask<{ added: number; gone: number }>('segment write-back', kept);
    expect(wrote).toMatchObject({ outcome: 'done', number: 1, removed: 0 });
    expect(wrote.added).toBeGreaterThan(0);
    expect(wrote.added + wrote.gone).toBe(planned.add);
    expect(regulars()).toBe(wrote.added);
    await server.ask('segment save', { name: 'regulars', query: 'number_of_orders > 1000' });
    expect(await server.ask('segment write-back', kept)).toMatchObject({ added: 0, removed: wrote.added });
    expect(regulars()).toBe(0);
    expect(await server.ask('segment write-backs')).toMatchObject([
      { number: 1, segment: 'regulars', name: 'regulars' },
    ]);
    expect(await server.ask('segment take-back', { number: 1 })).toMatchObject({ outcome: 'done', left: false });
    expect(await server.ask('segment write-backs')).toEqual([]);

    // One that cannot be read is kept, and read again once it can be, though nothing else moves it.
    const broken = guests[1]?.id ?? 0;
    shop.fake.shop.changeOrder(broken, (order) => Object.assign(order, { currency: 'pounds' }));
    expect(await server.ask('sync', { connection: 'web' })).toMatchObject({ refused: 1 });
    expect(await server.ask('refused')).toMatchObject([{ connection: 'web', place: `orders ${broken}` }]);
    shop.fake.shop.changeUnseen(broken, (order) => Object.assign(order, { currency: 'GBP' }));
    expect(await server.ask('refused', { retry: true })).toEqual([]);

    // A key that is taken back, and one that somebody writes where it does not belong.
    const wrong = new Clientele(data, { ...SECRETS, CLIENTELE_WOOCOMMERCE_CONSUMER_SECRET: `${CREDENTIALS.secret}0` });
    const denied = await wrong.run('connect', 'woocommerce', `address=${shop.url}`, '--name', 'web');
    expect(denied).toMatchObject({ status: 2, err: expect.stringMatching(/denies access \(401\); check/) });
    const shown = await run('connect', 'woocommerce', `consumerKey=${CREDENTIALS.key}`);
    expect(shown).toMatchObject({ status: 2, err: expect.stringMatching(/does not belong on the command line/) });
    expect(shown.out + shown.err).not.toContain(CREDENTIALS.key);
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
});
