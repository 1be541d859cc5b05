import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunningWooCommerce, recordedDeliveries, seedShop, startWooCommerce, TOPICS } from '@clientele/fakes';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Clientele } from './clientele.js';
import { Server } from './server.js';

/** Nothing else has these texts. */
const CREDENTIALS = { key: 'ck_77d0a1c3e9', secret: 'cs_5be2908f4d' };
const RECORDED = recordedDeliveries();
const ENVIRONMENT = {
  CLIENTELE_WOOCOMMERCE_CONSUMER_KEY: CREDENTIALS.key,
  CLIENTELE_WOOCOMMERCE_CONSUMER_SECRET: CREDENTIALS.secret,
  CLIENTELE_WOOCOMMERCE_WEBHOOK_SECRETS: RECORDED.secret,
};
const MEGABYTE = 1_048_576;

interface Webhooks {
  readonly address: string;
  readonly waiting: number;
}

let directory: string;
let shop: RunningWooCommerce;
let data: string;
let clientele: Clientele;
let server: Server;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'clientele-webhooks-'));
  data = join(directory, 'data');
  clientele = new Clientele(data, ENVIRONMENT);
  shop = await startWooCommerce({ now: Date.now, credentials: CREDENTIALS, zone: 'Europe/London' });
  seedShop(shop.fake.shop, { seed: 3, orders: 20 });
  await clientele.json('connect', 'woocommerce', `address=${shop.url}`);
  await clientele.json('sync');
});
// There is none where it did not even start.
afterEach(() => server?.[Symbol.asyncDispose]());
afterAll(async () => {
  await shop[Symbol.asyncDispose]();
  await rm(directory, { recursive: true, force: true });
});

async function send(address: string, body: string, headers: Readonly<Record<string, string>>): Promise<number> {
  return (await fetch(address, { method: 'POST', body, headers })).status;
}

const asked = { connection: 'woocommerce' };
const webhooks = () => server.ask<Webhooks>('connection webhooks', asked);
const taken = () => expect.poll(async () => (await webhooks()).waiting, { timeout: 60_000, interval: 200 }).toBe(0);

async function countsOf(one: Clientele): Promise<unknown> {
  const { records, profiles, revenue } = await one.json('status');
  return { records, profiles, revenue };
}

describe('a platform that tells what is new', { timeout: 240_000 }, () => {
  it('is believed where a real shop signed it, once, and not where that was changed, cut short or too large', async () => {
    server = await Server.start(data);
    const { address } = await webhooks();
    const { deliveries } = RECORDED;
    const statuses: number[] = [];
    for (const { rawBody, headers } of [...deliveries, ...deliveries])
      statuses.push(await send(address, rawBody, headers));
    expect(new Set(statuses)).toEqual(new Set([200]));
    const one = deliveries.find(({ headers }) => headers['x-wc-webhook-signature'] !== undefined);
    if (one === undefined) throw new Error('nothing signed was recorded');
    const { rawBody, headers } = one;
    expect(await send(address, rawBody.replace('{', '{ '), headers)).toBe(401);
    expect(await send(address, rawBody.slice(0, -1), headers)).toBe(401);
    expect(await send(address, rawBody, {})).toBe(401);
    expect(await send(`${address.slice(0, -1)}${address.endsWith('a') ? 'b' : 'a'}`, rawBody, headers)).toBe(404);
    expect(await send(address, 'x'.repeat(MEGABYTE + 1), headers)).toBe(413);
    await taken();
    // Played again, it is no news: nothing waits, and the shop is asked nothing.
    const asked = shop.fake.log.length;
    for (const { rawBody, headers } of deliveries) expect(await send(address, rawBody, headers)).toBe(200);
    expect([(await webhooks()).waiting, shop.fake.log.length]).toEqual([0, asked]);
    expect(await server.stop()).toMatchObject({ status: 0, err: '' });
  });

  it('is taken at its word once, also where the server is killed behind its answer', async () => {
    server = await Server.start(data);
    const { address, secret } = await server.ask<{ address: string; secret: string }>('connection rotate-secret', {
      ...asked,
      hours: 1,
    });
    const { webhooks: told, faults, shop: theirs } = shop.fake;
    for (const topic of TOPICS) told.subscribe(topic, address, secret);
    await told.deliver();
    const ids = [...theirs.orders.values()].map(({ id }) => id);
    for (const id of ids.slice(0, 4)) {
      theirs.changeOrder(id, (order) => {
        order.billing = { ...order.billing, email: `moved-${id}@example.com` };
      });
    }
    theirs.erase(ids[4] ?? 0);
    const [product] = theirs.products.values();
    const lines = [{ product: product?.id ?? 0, quantity: 2 }];
    theirs.placeOrder({ lines, billing: { email: 'new@example.com' } });
    // Nothing can be read back, so that everything still waits when the server is killed.
    faults.plan({ seed: 1, rate: 1, faults: [{ kind: 'reset' }] });
    told.fail({ seed: 1, doubled: 0.5, reordered: 0.5 });
    const sent = await told.deliver();
    expect(sent).toBeGreaterThan(6);
    expect([...told.subscriptions.values()].map(({ failures }) => failures)).toEqual(TOPICS.map(() => 0));
    server.kill('server');
    expect((await server.end).signal).toBe('SIGKILL');
    faults.plan(undefined);

    const before = shop.fake.log.length;
    server = await Server.start(data);
    await taken();
    expect(shop.fake.log.length).toBeGreaterThan(before);
    // The profiles follow in the shop's turn, as this does; nothing is left to be pulled of what was told.
    const synced = await clientele.json('sync');
    expect(synced).toMatchObject({ accepted: 0, refused: 0 });
    const uncut = new Clientele(join(directory, 'uncut'), ENVIRONMENT);
    await uncut.json('connect', 'woocommerce', `address=${shop.url}`);
    await uncut.json('sync');
    expect(await countsOf(clientele)).toEqual(await countsOf(uncut));
    expect((await clientele.run('profile', 'find', 'new@example.com')).status).toBe(0);
    expect(await clientele.json('audit')).toMatchObject({ mismatches: 0 });

    expect(await server.stop()).toMatchObject({ status: 0 });
  });
});
