import { hmac } from '@clientele/connector-kit';
import { expect, test } from 'vitest';
import { hear } from './hear.js';
import { settings } from './settings.js';

const SETTINGS = settings.parse({
  shop: 'small.myshopify.com',
  clientId: 'client',
  clientSecret: 'new secret',
  formerClientSecrets: ['old secret'],
});

function hook(topic: string, body: string, { secret = 'new secret', ...headers }: Record<string, string> = {}) {
  const bytes = new TextEncoder().encode(body);
  return {
    url: 'https://clientele.example/hooks/1',
    body: bytes,
    headers: new Headers({
      'x-shopify-topic': topic,
      'x-shopify-shop-domain': SETTINGS.shop,
      'x-shopify-webhook-id': 'delivery-1',
      'x-shopify-hmac-sha256': hmac('sha256', secret, [bytes], 'base64'),
      ...headers,
    }),
  };
}
const heard = (topic: string, body: string) => hear(hook(topic, body), SETTINGS);
const hints = (stream: string, ...ids: string[]) => ids.map((id) => ({ stream, id }));
const about = (...hints: { readonly stream: string; readonly id: string }[]) => ({
  outcome: 'heard',
  id: expect.stringMatching(/^[\w-]{43}$/),
  hints,
});

test.each([
  [
    'orders/create',
    '{"id":820982911946154508,"admin_graphql_api_id":"gid://shopify/Order/820982911946154508"}',
    'orders',
    '820982911946154508',
  ],
  [
    'orders/edited',
    '{"order_edit":{"id":78912328793123782,"order_id":820982911946154508}}',
    'orders',
    '820982911946154508',
  ],
  ['refunds/create', '{"id":890088186047892319,"order_id":820982911946154509}', 'orders', '820982911946154509'],
  ['order_transactions/create', '{"id":1,"order_id":5}', 'orders', '5'],
  [
    'customers/update',
    '{"id":706405506930370084,"note":"id \\"12345678901234567\\"","admin_graphql_api_id":"gid://shopify/Customer/706405506930370084"}',
    'customers',
    '706405506930370084',
  ],
  ['customers_email_marketing_consent/update', '{"customer_id":706405506930370084}', 'customers', '706405506930370084'],
  ['customer.tags_added', '{"customerId":"gid://shopify/Customer/9","tags":["VIP"]}', 'customers', '9'],
  [
    'products/update',
    '{"admin_graphql_api_id":"gid://shopify/Product/788032119674292922"}',
    'products',
    '788032119674292922',
  ],
])('%s is about one thing, to the last digit of its id, whatever topic stands beside it', (topic, body, stream, id) => {
  expect(heard(topic, body)).toEqual(about(...hints(stream, id)));
  expect(heard('customers/delete', body)).toEqual(heard(topic, body));
});

test('what says no more than an id may be any of them', () => {
  const all = ['orders', 'customers', 'products'].flatMap((stream) => hints(stream, '820982911946154508'));
  expect(heard('orders/delete', '{"id":820982911946154508}')).toEqual(about(...all));
});

test('a merge is about both customers', () => {
  const body =
    '{"admin_graphql_api_customer_kept_id":"gid://shopify/Customer/1","admin_graphql_api_customer_deleted_id":"gid://shopify/Customer/2"}';
  expect(heard('customers/merge', body)).toEqual(about(...hints('customers', '1', '2')));
});

test.each([
  ['customers/redact', '{"shop_id":1,"customer":{"id":2},"orders_to_redact":[3]}'],
  ['shop/redact', '{"shop_id":1,"shop_domain":"small.myshopify.com"}'],
  ['bulk_operations/finish', '{"admin_graphql_api_id":"gid://shopify/BulkOperation/1","status":"completed"}'],
])('%s is heard, and nothing is read for it', (topic, body) => {
  expect(heard(topic, body)).toEqual(about());
});

test('the same again, under another topic and id, is the same delivery', () => {
  const again = { 'x-shopify-topic': 'orders/delete', 'x-shopify-webhook-id': 'delivery-2' };
  expect(hear(hook('orders/create', '{"id":1}', again), SETTINGS)).toEqual(heard('orders/create', '{"id":1}'));
});

test('the secret before this one still signs, and no other', () => {
  expect(hear(hook('orders/create', '{"id":1}', { secret: 'old secret' }), SETTINGS)).toMatchObject({
    outcome: 'heard',
  });
  expect(hear(hook('orders/create', '{"id":1}', { secret: 'a secret' }), SETTINGS)).toMatchObject({
    code: 'unverified',
  });
});

test('nothing but the very bytes that were signed is taken', () => {
  const sent = hook('orders/create', '{"id":1,"name":"Zoë"}');
  for (let place = 0; place < sent.body.length; place += 1) {
    const body = sent.body.with(place, (sent.body[place] ?? 0) ^ 1);
    expect(hear({ ...sent, body }, SETTINGS)).toMatchObject({ outcome: 'refused', code: 'unverified' });
  }
  sent.headers.delete('x-shopify-hmac-sha256');
  expect(hear(sent, SETTINGS)).toMatchObject({ code: 'unverified' });
});

test('what was signed for one shop is not taken for another', () => {
  const sent = hook('orders/create', '{"id":1}', { 'x-shopify-shop-domain': 'other.myshopify.com' });
  expect(hear(sent, SETTINGS)).toMatchObject({ code: 'unverified', reason: 'it is of another shop' });
});

test('a connection without a secret takes nothing', () => {
  const none = settings.parse({ shop: SETTINGS.shop, accessToken: 'shpat_1' });
  expect(hear(hook('orders/create', '{"id":1}', { secret: '' }), none)).toMatchObject({ code: 'unverified' });
});
