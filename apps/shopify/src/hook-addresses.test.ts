import { hmac } from '@clientele/connector-kit';
import type { Delivery, ShopifyFake } from '@clientele/fakes';
import { instantOfMs, type Shop, shopId } from '@clientele/model';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type AppProcess, AppWorld, deliver, KEYS, tokenRequests } from './app.fixture.js';

const DAY_MS = 86_400_000;

let world: AppWorld;
let fake: ShopifyFake;
let running: AppProcess;
let shop: Shop;

beforeEach(async () => {
  world = await AppWorld.open();
  fake = world.shopify();
  running = world.process();
  await running.app.tokens.read(fake.app.sessionToken());
  const made = await world.ledger.shops.get(shopId('super-toys'));
  if (made === undefined) throw new Error('the app is not installed');
  shop = made;
});
afterEach(() => world[Symbol.asyncDispose]());

const send = (delivery: Delivery) => deliver(running.app, delivery);
const waiting = async () =>
  (await world.ledger.inbox.waiting(shop.id, 'shopify', { limit: 99 })).map(({ heard }) => Object(heard).hints);

function told(): Delivery {
  const [one] = fake.webhooks.take();
  if (one === undefined) throw new Error('nothing was told');
  return one;
}

/** The same request with other headers. */
function withHeaders(delivery: Delivery, headers: Readonly<Record<string, string>>): Delivery {
  return { ...delivery, headers: { ...delivery.headers, ...headers } };
}

function signed(topic: string, body: object, path = '/shopify/webhooks'): Delivery {
  const text = JSON.stringify(body);
  return {
    url: `https://clientele.example${path}`,
    body: text,
    headers: {
      'x-shopify-topic': topic,
      'x-shopify-shop-domain': fake.shop.facts.domain,
      'x-shopify-hmac-sha256': hmac('sha256', KEYS.clientSecret, [text], 'base64'),
    },
  };
}

test('what happens in a shop is kept for its connection, once; forged or of another shop it is refused', async () => {
  const { id } = fake.shop.placeOrder({ lines: [{ quantity: 1 }] });
  const one = told();
  expect([await send(one), await send(one)]).toEqual([200, 200]);
  expect(await waiting()).toEqual([[{ stream: 'orders', id }]]);
  const other = world.shopify('other');
  await running.app.tokens.read(other.app.sessionToken());
  expect(await send({ ...one, body: one.body.replace(id, '7') })).toBe(401);
  expect(await send(withHeaders(one, { 'x-shopify-hmac-sha256': '' }))).toBe(401);
  expect(await waiting()).toHaveLength(1);
});

test('a shop that nobody knows learns nothing, and is told that all is well where it is signed', async () => {
  const unknown = { 'x-shopify-shop-domain': 'nobody.myshopify.com' };
  const one = signed('orders/create', { id: 1 });
  expect(await send(withHeaders(one, unknown))).toBe(200);
  expect(await send(withHeaders({ ...one, body: '{"id":2}' }, unknown))).toBe(401);
  expect(await waiting()).toEqual([]);
});

test('only what is signed of a shop takes the app out of it', async () => {
  const other = world.shopify('other');
  await running.app.tokens.read(other.app.sessionToken());
  other.uninstall();
  const [theirs] = other.webhooks.take();
  if (theirs === undefined) throw new Error('nothing was told');
  expect(await send(withHeaders(theirs, { 'x-shopify-shop-domain': fake.shop.facts.domain }))).toBe(401);
  expect(await send({ ...theirs, body: theirs.body.replaceAll('other', 'super-toys') })).toBe(401);
  expect(await running.connections.due(shop)).toEqual(['shopify']);
  expect(await send(signed('app/uninstalled', { id: 1 }))).toBe(400);
});

test('what the app may do besides is known, and what it may read besides is read', async () => {
  await running.connections.sync(shop, 'shopify');
  const domain = fake.shop.facts.domain;
  const before = fake.log.length;
  const signedIn = tokenRequests(fake);
  const scopes = [...fake.app.facts.scopes, 'read_store_credit_accounts'];
  expect(await send(signed('app/scopes_update', { current: scopes }))).toBe(200);
  expect(await world.ledger.appInstallations.find('shopify', domain)).toMatchObject({ scopes });
  const isRead = () => fake.log.length > before && !running.connections.isUnderWay(shop, 'shopify');
  await expect.poll(isRead).toBe(true);
  const asked = fake.log.length;
  expect(tokenRequests(fake)).toBe(signedIn + 1);
  expect(await send(signed('app/scopes_update', { current: scopes.slice(1) }))).toBe(200);
  expect(fake.log).toHaveLength(asked);
});

test('what Shopify tells of a shop that was disconnected here is answered, and nothing of it is kept', async () => {
  await running.connections.disconnect(shop, 'shopify', 'it was disconnected');
  fake.webhooks.take();
  fake.shop.placeOrder({ lines: [{ quantity: 1 }] });
  expect(await send(told())).toBe(200);
  expect((await world.ledger.inbox.states(shop.id)).get('shopify')).toBeUndefined();
});

test('what the law asks for is kept before it is answered, encrypted, with its day; once', async () => {
  const { id } = fake.shop.addCustomer({ email: 'ada@home.example', phone: '+49301234567' });
  const order = fake.shop.placeOrder({ customer: id, lines: [{ quantity: 1 }] });
  fake.webhooks.take();
  fake.complain('customers/data_request', id);
  fake.complain('customers/redact', id);
  fake.uninstall();
  fake.redactShop();
  const deliveries = fake.webhooks.take();
  for (const one of [...deliveries, ...deliveries]) expect(await send(one)).toBe(200);
  const about = { customer: id, email: 'ada@home.example', phone: '+49301234567', orders: [order.id] };
  const nobody = { customer: null, email: null, phone: null, orders: [] };
  const dueAt = instantOfMs(world.nowMs + 30 * DAY_MS);
  const kept = await world.ledger.complianceRequests.list(shop.id);
  expect(kept.map(({ number: _, ...rest }) => rest)).toEqual(
    [
      { what: 'export-person', about },
      { what: 'erase-person', about },
      { what: 'erase-shop', about: nobody },
    ].map((one) => expect.objectContaining({ ...one, connection: 'shopify', dueAt, doneAt: null, failure: null })),
  );
  expect(await world.stored()).not.toContain('ada@home.example');
});

test('a request of one kind never passes for another, nor for one of another shop', async () => {
  const { id } = fake.shop.addCustomer();
  fake.webhooks.take();
  fake.complain('customers/data_request', id);
  const asked = told();
  for (const topic of ['customers/redact', 'shop/redact']) {
    expect(await send(withHeaders(asked, { 'x-shopify-topic': topic }))).toBe(400);
  }
  expect(await send(withHeaders(asked, { 'x-shopify-topic': 'orders/create' }))).toBe(400);
  expect(await send({ ...asked, body: asked.body.replace('data_request', 'x') })).toBe(401);
  const other = world.shopify('other');
  await running.app.tokens.read(other.app.sessionToken());
  expect(await send(withHeaders(asked, { 'x-shopify-shop-domain': other.shop.facts.domain }))).toBe(401);
  expect(await world.ledger.complianceRequests.list(shop.id)).toEqual([]);
});
