import fastify from 'fastify';
import { expect, it } from 'vitest';
import { consolePlugin } from './console-plugin.js';

async function aServer() {
  const server = fastify();
  await server.register(consolePlugin);
  return Object.assign(server, { [Symbol.asyncDispose]: () => server.close() });
}

it('serves a page on which nothing inline runs or styles, and which is asked for anew each time', async () => {
  await using server = await aServer();
  const page = await server.inject('/');
  expect(page.statusCode).toBe(200);
  expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
  expect(page.headers['cache-control']).toBe('no-cache');
  expect(page.headers['content-security-policy']).toMatchInlineSnapshot(
    `"default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"`,
  );
  expect(page.body).not.toMatch(/<style|style=|<script(?![^>]*src=)|https?:/);
});

it('serves assets for good under names that change with what is in them', async () => {
  await using server = await aServer();
  const page = await server.inject('/');
  const assets = [...page.body.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, address]) => address ?? '');
  expect(assets).toHaveLength(4);
  for (const address of assets) {
    expect(address).toMatch(/^\/assets\/[\w-]+-[\w-]{8}\.(js|css|svg)$/);
    const asset = await server.inject(address);
    expect(asset.statusCode).toBe(200);
    expect(asset.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect(asset.headers['x-content-type-options']).toBe('nosniff');
    expect(asset.headers['content-type']).not.toBe('application/octet-stream');
  }
});

it('shows all names of the language on a page that needs no script', async () => {
  await using server = await aServer();
  const page = await server.inject('/language');
  expect([page.statusCode, page.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
  expect(page.headers['content-security-policy']).toContain("default-src 'none'");
  expect(page.body).not.toMatch(/<style|style=|<script|https?:|<!-- guide -->/);
  for (const shown of [
    '<code>rfm_group</code>',
    '<code>CHAMPIONS</code>',
    '<code>events.searched</code>',
    'sum_amount',
  ]) {
    expect(page.body).toContain(shown);
  }
  expect(page.body).toContain('<code>number_of_orders &gt;= 2</code>');
  const styles = [...page.body.matchAll(/rel="stylesheet"[^>]* href="([^"]+)"/g)].map(([, address]) => address ?? '');
  expect(styles.length).toBeGreaterThan(0);
  for (const address of styles) expect((await server.inject(address)).statusCode).toBe(200);
  const again = await server.inject({ url: '/language', headers: { 'if-none-match': String(page.headers.etag) } });
  expect([again.statusCode, again.body]).toEqual([304, '']);
});

it('answers 304 to who has the page already', async () => {
  await using server = await aServer();
  const { headers } = await server.inject('/');
  const again = await server.inject({ url: '/', headers: { 'if-none-match': String(headers.etag) } });
  expect([again.statusCode, again.body]).toEqual([304, '']);
});

it('gives the widget to pages of other origins', async () => {
  await using server = await aServer();
  const widget = await server.inject('/widgets/profile.js');
  expect(widget.statusCode).toBe(200);
  expect(widget.headers).toMatchObject({
    'access-control-allow-origin': '*',
    'cross-origin-resource-policy': 'cross-origin',
    'content-type': 'text/javascript; charset=utf-8',
  });
  expect(widget.body).toContain('clientele-profile');
});

it.each([
  '/index.html',
  '/language.html',
  '/shopify',
  '/shopify.html',
  '/assets/',
  '/assets/../index.js',
  '/..%2findex.js',
  '/%2e%2e/index.js',
])('has nothing else to give: %s', async (address) => {
  await using server = await aServer();
  expect((await server.inject(address)).statusCode).toBe(404);
});
