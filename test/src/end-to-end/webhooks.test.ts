import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunningWooCommerce, recordedDeliveries, seedShop, startWooCommerce, TOPICS } from '@clientele/fakes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Server } from './server.js';

/** Nothing else has these texts. */
const CREDENTIALS = { key: 'ck_77d0a1c3e9', secret: 'cs_5be2908f4d' };
const RECORDED = recordedDeliveries();
const MEGABYTE = 1_048_576;

interface Webhooks {
  readonly address: string;
  readonly waiting: number;
}

let directory: string;
let shop: RunningWooCommerce;
let data: string;
/** One for all: each test leaves it running. */
let server: Server;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'clientele-webhooks-'));
  data = join(directory, 'data');
  shop = await startWooCommerce({ now: Date.now, credentials: CREDENTIALS, zone: 'Europe/London' });
  seedShop(shop.fake.shop, { seed: 3, orders: 20 });
  server = await Server.start(data);
  await connectTo(server);
});
afterAll(async () => {
  // There is none where it did not even start.
  const ended = await server?.stop();
  await shop[Symbol.asyncDispose]();
  await rm(directory, { recursive: true, force: true });
  expect(ended).toMatchObject({ status: 0, err: '' });
});

/** Connects the shop, and pulls all of it. */
async function connectTo(one: Server): Promise<void> {
  const { key: consumerKey, secret: consumerSecret } = CREDENTIALS;
  const settings = { address: shop.url, consumerKey, consumerSecret, webhookSecrets: [RECORDED.secret] };
  await one.ask('connect', { kind: 'woocommerce', settings });
  await one.ask('sync');
}

async function send(address: string, body: string, headers: Readonly<Record<string, string>>): Promise<number> {
  return (await fetch(address, { method: 'POST', body, headers })).status;
}

const asked = { connection: 'woocommerce' };
const webhooks = () => server.ask<Webhooks>('connection webhooks', asked);
const taken = () => expect.poll(async () => (await webhooks()).waiting, { timeout: 60_000, interval: 200 }).toBe(0);

async function countsOf(one: Server): Promise<unknown> {
  const { records, profiles, revenue } = await one.ask('status');
  return { records, profiles, revenue };
}

describe('a platform that tells what is new', { timeout: 240_000 }, () => {
  it('is believed where a real shop signed it, once, and not where that was changed, cut short or too large', async () => {
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
  });

  it('is taken at its word once, also where the server is killed behind its answer', async () => {
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
    expect(await server.ask('sync')).toMatchObject({ accepted: 0, refused: 0 });
    await using uncut = await Server.start(join(directory, 'uncut'));
    await connectTo(uncut);
    expect(await countsOf(server)).toEqual(await countsOf(uncut));
    expect(await server.ask('profile find', { text: 'new@example.com', limit: 2 })).toHaveLength(1);
    expect(await server.ask('audit')).toMatchObject({ mismatches: 0 });
  });
});
