import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunningWooCommerce, seedShop, startWooCommerce, TOPICS } from '@clientele/fakes';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { everyVerb } from './every-verb.js';
import { everythingKept } from './everything-kept.js';
import { Server } from './server.js';
import { startTokenPlatform, type TokenPlatform } from './token-platform.js';

/** Nothing else has these texts. */
const KEYS = { key: 'ck_5d1f0e77a9+/', secret: 'cs_b2c49960fe=?' };
const PASSWORD = 'vendure-password/4c1e9a';
const TOKEN = 'vendure-session/77aa01bc';
/** Not secret, and stored: whoever does not find this finds nothing. */
const MARKER = 'marked-5e0c44@example.com';

let directory: string;
let shop: RunningWooCommerce;
let platform: TokenPlatform;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'clientele-secrets-'));
  shop = await startWooCommerce({ now: Date.now, credentials: KEYS, zone: 'Europe/London' });
  seedShop(shop.fake.shop, { seed: 3, orders: 20 });
  platform = await startTokenPlatform(TOKEN);
});
afterAll(async () => {
  await shop[Symbol.asyncDispose]();
  await platform[Symbol.asyncDispose]();
  await rm(directory, { recursive: true, force: true });
});

/** A secret as it is, in an address, and in base64. */
function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret);
  return [secret, encodeURIComponent(secret), bytes.toString('base64'), bytes.toString('base64url')];
}

/** What a verb takes, of any verb. */
const ANYTHING = {
  connection: 'web',
  query: 'number_of_orders > 0',
  text: 'guest',
  name: 'Some',
  segment: 'some',
  id: 'some',
  profile: 'p_1',
  full: true,
  retry: true,
  scopes: ['read:profiles'],
  origin: 'https://crm.example.com',
  limit: 9,
};

it('keeps secrets out of its files, its stores, its log and all that it answers', { timeout: 240_000 }, async () => {
  const { fake } = shop;
  const data = join(directory, 'data');
  await using server = await Server.start(data);
  const told: { readonly place: string; readonly text: string }[] = [];
  const ask = async (verb: string, input: object): Promise<unknown> => {
    const answer = await server.ask<unknown>(verb, input).catch((error: Error) => error.message);
    told.push({ place: verb, text: JSON.stringify(answer) });
    return answer;
  };
  // In the address of each request is where keys are read most easily.
  const address = { address: shop.url, keysIn: 'address', requestsPerSecond: '50' };
  const woocommerce = { kind: 'woocommerce', name: 'web', shopNamed: true };
  const settings = { ...address, consumerKey: KEYS.key, consumerSecret: KEYS.secret };
  await ask('connect', { ...woocommerce, settings: { ...settings, consumerSecret: `${KEYS.secret}0` } });
  expect(await ask('connect', { ...woocommerce, settings })).toMatchObject({ outcome: 'connected' });
  const session = { address: platform.address, username: 'robot', password: PASSWORD };
  const vendure = { kind: 'vendure', name: 'other', settings: session, shopNamed: true };
  expect(await ask('connect', vendure)).toMatchObject({ outcome: 'connected' });

  // These two are shown once, and nowhere again.
  const hook = await server.ask<{ address: string; secret: string }>('connection rotate-secret', {
    connection: 'web',
    hours: 1,
  });
  const { key } = await server.ask<{ key: string }>('key create', { name: 'CRM', scopes: ['read:profiles'] });

  // What goes well, and what goes wrong in each way.
  for (const topic of TOPICS) fake.webhooks.subscribe(topic, hook.address, hook.secret);
  expect(await ask('sync', {})).toMatchObject({ orders: 20 });
  const [first, second] = [...fake.shop.orders.values()];
  fake.shop.changeOrder(first?.id ?? 0, (order) => {
    order.billing = { ...order.billing, email: MARKER };
  });
  fake.shop.changeOrder(second?.id ?? 0, (order) => Object.assign(order, { currency: 'pounds' }));
  await fake.webhooks.deliver();
  const doors = [hook.address, `${hook.address}/more`, hook.address.replace(/.$/, '0')];
  for (const door of doors) {
    const headers = { 'x-wc-webhook-signature': hook.secret, authorization: `Bearer ${key}` };
    const answer = await fetch(door, { method: 'POST', body: '{', headers });
    told.push({ place: `${answer.status} at the door`, text: await answer.text() });
  }
  const graphql = new URL('/graphql', hook.address);
  for (const query of ['{', '{ nothing }', '{ profile(id: "x") { id } }', `{ shop(key: "${'x'.repeat(9)}") { id } }`]) {
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
    const answer = await fetch(graphql, { method: 'POST', body: JSON.stringify({ query }), headers });
    told.push({ place: `GraphQL ${query}`, text: await answer.text() });
  }
  await ask('sync', { connection: 'web', full: true });
  const shownOnce = ['connect', 'connection rotate-secret', 'key create', 'sign-in'];
  for (const verb of await everyVerb()) if (!shownOnce.includes(verb)) await ask(verb, ANYTHING);
  expect(JSON.stringify(told)).toMatch(/USER_INPUT|does not take the request/);

  const { out, err, status } = await server.stop();
  expect(status).toBe(0);
  told.push({ place: 'the log', text: out + err });
  const kept: { readonly place: string; readonly text: string }[] = [];
  for await (const one of everythingKept(data)) kept.push(one);
  const having = (text: string, among = kept) =>
    among.filter((one) => formsOf(text).some((form) => one.text.includes(form))).map(({ place }) => place);
  expect(having(MARKER).filter((place) => place.startsWith('the warehouse: '))).not.toEqual([]);
  const basic = `${KEYS.key}:${KEYS.secret}`;
  for (const secret of [KEYS.key, KEYS.secret, basic, PASSWORD, TOKEN, hook.secret, key]) {
    expect(having(secret), secret).toEqual([]);
    expect(having(secret, told), secret).toEqual([]);
  }
  // Whoever knows the address of webhooks can send some: it is where it is looked up, and shown to whoever asks for it.
  const token = new URL(hook.address).pathname.split('/')[2] ?? '';
  expect(having(token, told)).toEqual(['connection webhooks']);
  expect(having(token).filter((place) => !/ledger\.sqlite(-wal|-shm|: hook_doors)?$/.test(place))).toEqual([]);
});
