import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHROMIUM, launchChromium } from './chromium.js';
import { openPage } from './open-page.js';
import { startPageServer } from './page-server.js';

/** A site of another origin under a strict policy: one tag and a few lines of its own. */
async function startSite(gateway: string) {
  let tokens = 0;
  const files: Readonly<Record<string, readonly [type: string, body: () => string]>> = {
    '/': [
      'text/html',
      () => `<!doctype html><html lang="en-GB"><title>Another site</title>
        <script type="module" src="${gateway}/widgets/profile.js"></script>
        <script type="module" src="${gateway}/widgets/profile.js?again"></script>
        <script type="module" src="/own.js"></script>
        <main><clientele-profile endpoint="${gateway}/graphql" profile-id="profile-15749"></clientele-profile></main>`,
    ],
    '/own.js': [
      'text/javascript',
      () => `document.querySelector('clientele-profile').getToken = async () => (await fetch('/token')).text();`,
    ],
    '/token': ['text/plain', () => `token-${++tokens}`],
  };
  const server = createServer((request, response) => {
    const [type, body] = files[request.url ?? ''] ?? ['text/plain', () => ''];
    const policy = `default-src 'none'; script-src 'self' ${gateway}; style-src 'self'; connect-src 'self' ${gateway}`;
    response.writeHead(200, { 'content-type': type, 'content-security-policy': policy }).end(body());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const close = async () => {
    server.closeAllConnections();
    server.close();
  };
  return { address: `http://localhost:${port}`, tokens: () => tokens, [Symbol.asyncDispose]: close };
}

describe.skipIf(CHROMIUM === undefined)('<clientele-profile> on another site', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());

  it('shows one person by the token that the site hands over, though it is loaded twice', async () => {
    await using server = await startPageServer();
    await using site = await startSite(server.address);
    await using opened = await openPage(browser, { width: 320 });
    const { page, wrongs } = opened;
    await page.goto(site.address);
    const card = page.locator('clientele-profile');
    await card.getByRole('heading', { name: 'Customer 15749' }).waitFor();
    await card.locator('summary').first().click();
    await card.locator('clientele-reasons li').first().waitFor();
    expect(server.gateway.asked.map(({ operation, authorization }) => `${operation} ${authorization}`)).toEqual([
      'Profile Bearer token-1',
      'Reasons Bearer token-1',
    ]);
    expect(await page.content()).not.toContain('token-1');
    expect(await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')).toBe(0);
    expect(wrongs).toEqual([]);
  });

  it('tries once with a fresh token, then says that the session has ended', async () => {
    await using server = await startPageServer();
    await using site = await startSite(server.address);
    server.gateway.behave('signed-out');
    await using opened = await openPage(browser, { width: 320 });
    const { page } = opened;
    await page.goto(site.address);
    const card = page.locator('clientele-profile');
    await card.getByText('The session has ended').waitFor();
    await expect.poll(() => site.tokens()).toBe(2);
    server.gateway.behave('well');
    await card.getByRole('button', { name: 'Try again' }).click();
    await card.getByRole('heading', { name: 'Customer 15749' }).waitFor();
    expect(site.tokens()).toBe(3);
  });
});
