import fastify from 'fastify';
import { expect, it } from 'vitest';
import { shopifyPlugin } from './shopify-plugin.js';

async function aServer() {
  const server = fastify();
  await server.register(shopifyPlugin, { clientId: 'an"id' });
  return Object.assign(server, { [Symbol.asyncDispose]: () => server.close() });
}

const frameAncestors = (policy: unknown) => /frame-ancestors (.*?)(?:;|$)/.exec(String(policy))?.[1];

it('may be framed by the admin of the shop that opens it, and knows the app', async () => {
  await using server = await aServer();
  const page = await server.inject('/shopify?shop=super-toys.myshopify.com&host=YWRtaW4&embedded=1');
  expect([page.statusCode, page.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
  const policy = page.headers['content-security-policy'];
  expect(frameAncestors(policy)).toBe('https://super-toys.myshopify.com https://admin.shopify.com');
  expect(policy).toContain("script-src 'self' https://cdn.shopify.com;");
  expect(page.headers).toMatchObject({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
  expect(page.headers['set-cookie']).toBeUndefined();
  expect(page.body).not.toMatch(/<style|style=|<script(?![^>]*src=)/);

  // App Bridge is to be the first script, and to find the app's id before it.
  const head = /shopify-api-key" content="([^"]*)"[\s\S]*?src="([^"]*)"[\s\S]*?src="([^"]*)"/.exec(page.body)?.slice(1);
  const cdn = 'https://cdn.shopify.com/shopifycloud';
  expect(head).toEqual(['an&quot;id', `${cdn}/app-bridge.js`, `${cdn}/polaris.js`]);
});

it.each([
  '',
  '?shop=',
  '?shop=evil.example',
  '?shop=a.myshopify.com.evil.example',
  '?shop=a.myshopify.com%20https://evil.example',
  '?shop=a.myshopify.com%0d%0ax-evil:%201',
  '?shop=a.myshopify.com&shop=b.myshopify.com',
  '?shop=*.myshopify.com',
])('may be framed by nobody where no shop opens it, and says how to get there: %s', async (asked) => {
  await using server = await aServer();
  const page = await server.inject(`/shopify${asked}`);
  expect([page.statusCode, frameAncestors(page.headers['content-security-policy'])]).toEqual([400, "'none'"]);
  expect(page.body).toContain('Open Clientele in Shopify');
  expect(page.body).not.toMatch(/<script|https?:|evil/);
});
