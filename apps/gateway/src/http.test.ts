import { afterAll, beforeAll, expect, test } from 'vitest';
import { TestGateway } from './gateway.fixture.js';

let gateway: TestGateway;

beforeAll(async () => {
  gateway = await TestGateway.open();
});
afterAll(() => gateway[Symbol.asyncDispose]());

test('tells whether it lives, and whether it can answer', async () => {
  const get = async (url: string) => (await gateway.app.inject({ url })).statusCode;
  expect([await get('/health/live'), await get('/health/ready')]).toEqual([200, 200]);
  gateway.intercept(() => Promise.reject(new Error('the disk with SELECT 1 is gone')));
  expect([await get('/health/live'), await get('/health/ready')]).toEqual([200, 503]);
  const { body } = await gateway.app.inject({ url: '/health/ready' });
  gateway.intercept(undefined);
  expect(body).toBe('{"status":"unavailable"}');
});

test.each(['/health/live', '/nowhere', '/sign-in', '/graphiql'])('answers %s with the strict headers', async (url) => {
  const { headers } = await gateway.app.inject({ url });
  expect(headers).toMatchObject({
    'content-security-policy': expect.stringContaining("default-src 'none'"),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
  });
  expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
  expect(headers['content-security-policy']).not.toMatch(/unsafe-eval|https?:|\*/);
});

test('says with a problem document that there is nothing at an address', async () => {
  const { statusCode, headers, body } = await gateway.app.inject({ url: '/nowhere' });
  expect([statusCode, headers['content-type']]).toEqual([404, expect.stringContaining('application/problem+json')]);
  expect(JSON.parse(body)).toMatchObject({ status: 404, code: 'not-found' });
});

test('lets a page that is registered after it bring its own policy', async () => {
  await using other = await TestGateway.open();
  other.app.get('/', (_, reply) =>
    reply.header('content-security-policy', "default-src 'self'").type('text/html').send('<p>'),
  );
  const { headers } = await other.app.inject({ url: '/' });
  expect(headers['content-security-policy']).toBe("default-src 'self'");
});

test('shows GraphiQL to who is signed in only, from its own files', async () => {
  const headers = await gateway.session();
  const page = await gateway.app.inject({ url: '/graphiql/', headers });
  expect([page.statusCode, page.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
  const links = [...page.body.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, link]) => link ?? '');
  const assets = links.filter((link) => !link.startsWith('data:'));
  expect(assets.length).toBeGreaterThan(1);
  for (const url of assets) {
    expect(url).toMatch(/^\/graphiql\/assets\//);
    const asset = await gateway.app.inject({ url, headers });
    expect([asset.statusCode, asset.headers['cache-control']]).toEqual([200, 'private, max-age=31536000, immutable']);
  }
  const policy = String(page.headers['content-security-policy']);
  expect(policy).toContain("script-src 'self';");
  for (const url of ['/graphiql/', '/graphiql/assets/none.js', assets[0] ?? '']) {
    const { statusCode, headers: answered } = await gateway.app.inject({ url });
    expect([statusCode, answered.location]).toEqual([303, '/']);
  }
});

test.each(['../package.json', '..%2f..%2fpackage.json', 'assets/../../index.js', '%2e%2e/index.js'])(
  'gives no file from elsewhere: %s',
  async (path) => {
    const { statusCode, body } = await gateway.app.inject({
      url: `/graphiql/${path}`,
      headers: await gateway.session(),
    });
    expect(statusCode).toBe(404);
    expect(body).not.toContain('gateway');
  },
);
