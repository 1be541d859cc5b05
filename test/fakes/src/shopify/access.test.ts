import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { aShopify } from './asking.js';
import { startShopify } from './fake.js';

const CLIENT = { client_id: 'fake-client-id', client_secret: 'fake-client-secret' };
const EXCHANGE = {
  ...CLIENT,
  grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
  subject_token_type: 'urn:ietf:params:oauth:token-type:id_token',
  requested_token_type: 'urn:shopify:params:oauth:token-type:offline-access-token',
  expiring: '1',
};

interface Tokens {
  readonly access_token: string;
  readonly expires_in: number;
  readonly refresh_token: string;
  readonly error?: string;
}

/** A shop whose tokens are asked for, and tried. */
function aDoor() {
  const shopify = aShopify();
  const tokens = async (body: object) => {
    const response = await shopify.post('/admin/oauth/access_token', body);
    return { status: response.status, ...((await response.json()) as Tokens) };
  };
  const isGood = async (token: string) => {
    const query = { query: '{ shop { id } }' };
    const headers = { 'x-shopify-access-token': token };
    return (await shopify.post('/admin/api/2026-10/graphql.json', query, headers)).status === 200;
  };
  const refresh = (token: string) => tokens({ ...CLIENT, grant_type: 'refresh_token', refresh_token: token });
  return { ...shopify, tokens, isGood, refresh };
}

test('a session token is exchanged for access that ends in an hour; one that is stale or forged is refused', async () => {
  const { fake, clock, tokens, isGood } = aDoor();
  const exchange = (subject_token: string) => tokens({ ...EXCHANGE, subject_token });
  const granted = await exchange(fake.app.sessionToken());
  expect(granted.expires_in).toBe(3600);
  expect(await isGood(granted.access_token)).toBe(true);
  for (const token of [
    fake.app.sessionToken({ exp: clock.time / 1000 - 60 }),
    fake.app.sessionToken({ aud: 'another' }),
    fake.app.sessionToken({ dest: 'https://other.myshopify.com' }),
    fake.app.sessionToken({}, 'another secret'),
    'nonsense',
  ])
    expect(await exchange(token)).toMatchObject({ status: 400, error: 'invalid_subject_token' });
  clock.time += 3_600_000;
  expect(await isGood(granted.access_token)).toBe(false);
});

test('a refresh token rotates; the one before holds until the new one is used', async () => {
  const { fake, tokens, isGood, refresh } = aDoor();
  const first = await tokens({ ...EXCHANGE, subject_token: fake.app.sessionToken() });
  const second = await refresh(first.refresh_token);
  const again = await refresh(first.refresh_token);
  expect(again.refresh_token).toBe(second.refresh_token);
  expect(await isGood(again.access_token)).toBe(true);
  const third = await refresh(second.refresh_token);
  expect(third.refresh_token).not.toBe(second.refresh_token);
  expect(await refresh(first.refresh_token)).toMatchObject({ status: 400, error: 'invalid_grant' });
});

test('a code is good once; an app that is taken out loses everything, and is told so', async () => {
  const { fake, tokens, isGood } = aDoor();
  fake.webhooks.subscribe('app/uninstalled', 'https://app.example/hooks', { byApp: true });
  const code = fake.app.authorizationCode();
  const { access_token } = await tokens({ ...CLIENT, code });
  expect(await isGood(access_token)).toBe(true);
  expect((await tokens({ ...CLIENT, code })).status).toBe(400);
  expect((await tokens({ ...CLIENT, grant_type: 'client_credentials' })).expires_in).toBe(86_399);
  expect((await tokens({ ...CLIENT, client_secret: 'wrong', code })).status).toBe(401);
  fake.uninstall();
  expect(await isGood(access_token)).toBe(false);
  expect(fake.webhooks.take().map(({ headers }) => headers['x-shopify-topic'])).toEqual(['app/uninstalled']);
  expect(JSON.stringify(fake.log)).not.toContain(access_token);
});

test('webhooks are signed over their bytes, doubled, reordered and dropped as told, with ids to the last digit', async () => {
  const { fake, shop } = aShopify();
  fake.webhooks.subscribe('orders/create', 'https://app.example/hooks');
  fake.webhooks.fail({ seed: 1, doubled: 0.5, reordered: 0.5 });
  const placed = Array.from({ length: 20 }, () => shop.placeOrder({ lines: [{ quantity: 1 }] }).id);
  const taken = fake.webhooks.take();
  for (const { body, headers } of taken) {
    const signature = createHmac('sha256', 'fake-client-secret').update(body).digest('base64');
    expect(headers['x-shopify-hmac-sha256']).toBe(signature);
  }
  const told = taken.map(({ body }) => /^\{"id":(\d+)/.exec(body)?.[1] ?? '');
  expect(taken.length).toBeGreaterThan(placed.length);
  expect(new Set(told)).toEqual(new Set(placed));
  expect(told.filter((id, place) => told.indexOf(id) === place)).not.toEqual(placed);
  expect(new Set(taken.map(({ headers }) => headers['x-shopify-webhook-id'])).size).toBe(placed.length);
  expect(fake.webhooks.take()).toEqual([]);
});

test('a subscription made over the interface is deleted after eight failures; one of the app stays', async () => {
  const { fake, shop, ask } = aShopify();
  fake.webhooks.subscribe('customers/update', 'https://app.example/hooks', { byApp: true });
  const { data } = await ask(`mutation { webhookSubscriptionCreate(topic: CUSTOMERS_UPDATE,
    webhookSubscription: { uri: "https://app.example/more" }) { webhookSubscription { topic uri } userErrors { message } } }`);
  expect(data.webhookSubscriptionCreate).toEqual({
    webhookSubscription: { topic: 'CUSTOMERS_UPDATE', uri: 'https://app.example/more' },
    userErrors: [],
  });
  shop.changeCustomer(shop.addCustomer().id, { note: 'hello' });
  for (let time = 0; time < 8; time += 1) await fake.webhooks.deliver(async () => 503);
  expect([...fake.webhooks.subscriptions.values()].map(({ byApp }) => byApp)).toEqual([true]);
});

test('over a wire it answers the same, and its files are found there', async () => {
  let time = 0;
  await using server = await startShopify({ now: () => time });
  server.fake.shop.addCustomer();
  const token = server.fake.app.customToken();
  const ask = async (query: string) => {
    const response = await fetch(`${server.url}/admin/api/2026-07/graphql.json`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-shopify-access-token': token },
      body: JSON.stringify({ query }),
    });
    return (await response.json()) as { readonly data: { readonly currentBulkOperation: { readonly url: string } } };
  };
  await ask(
    'mutation { bulkOperationRunQuery(query: "{ customers { edges { node { id } } } }") { userErrors { message } } }',
  );
  time += 10_000;
  const { data } = await ask('{ currentBulkOperation { url } }');
  expect(await (await fetch(data.currentBulkOperation.url)).text()).toMatch(/^\{"id":"gid:\\\/\\\/shopify\\\/Customer/);
});
