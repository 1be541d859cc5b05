import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHROMIUM, launchChromium } from './chromium.js';
import { openConsole, openPage } from './open-page.js';
import { startPageServer } from './page-server.js';

const ELEMENTS = [
  { element: 'clientele-totals', operation: 'ShopTotals', shown: 'dl', empty: 'Import orders and the totals' },
  {
    element: 'clientele-rfm-map',
    operation: 'RfmGrid',
    shown: 'svg.map',
    empty: 'The map appears with the first orders',
  },
  { element: 'clientele-segments', operation: 'Segments', shown: 'li button', empty: 'No segment yet' },
  { element: 'clientele-connections', operation: 'Connections', shown: 'li h3', empty: 'Nothing is connected yet' },
  { element: 'clientele-privacy', operation: 'Privacy', shown: 'li', empty: 'Nobody has asked for a copy' },
  { element: 'clientele-query-box', operation: 'Preview', shown: '.size', empty: 'The shop has no profiles' },
  { element: 'clientele-profile', operation: 'Profile', shown: 'article', empty: 'There is no such profile' },
] as const;

let browser: Browser | undefined;
beforeAll(async () => {
  if (CHROMIUM !== undefined) browser = await launchChromium();
});
afterAll(() => browser?.close());

describe.skipIf(CHROMIUM === undefined).each(ELEMENTS)('$element', ({ element, operation, shown, empty }) => {
  /** The console with the element on it; the profile's is in the drawer of the first member. */
  const withElement = async (...mood: Parameters<Awaited<ReturnType<typeof startPageServer>>['gateway']['behave']>) => {
    if (browser === undefined) throw new Error('the browser was not started');
    const server = await startPageServer();
    server.gateway.behave(...mood);
    const opened = element === 'clientele-profile' ? await openConsole(browser, server) : await openPage(browser);
    const { page } = opened;
    if (element === 'clientele-profile') await page.locator('clientele-query-box tbody button').first().click();
    else await page.goto(server.address);
    const close = async () => {
      await opened[Symbol.asyncDispose]();
      await server[Symbol.asyncDispose]();
    };
    return { gateway: server.gateway, page, at: page.locator(element), [Symbol.asyncDispose]: close };
  };

  it('says that it is loading', async () => {
    await using opened = await withElement('silent', operation);
    await opened.at.locator('.skeleton').first().waitFor();
    expect(await opened.at.locator(shown).count()).toBe(0);
  });

  it('says what to do where there is nothing', async () => {
    await using opened = await withElement('empty', operation);
    await opened.at.getByText(empty).waitFor();
  });

  it('keeps what it has when a refresh fails, marks it, and tries again', async () => {
    await using opened = await withElement('well', operation);
    const { at, gateway } = opened;
    await at.locator(shown).first().waitFor();
    gateway.behave('failing', operation);
    await at.evaluate((it) => Reflect.get(it, 'refresh').call(it));
    await at.getByText('Not up to date.').waitFor();
    expect(await at.locator(shown).count()).toBeGreaterThan(0);
    gateway.behave('well', operation);
    await at.getByRole('button', { name: 'Try again' }).click();
    await at.getByText('Not up to date.').waitFor({ state: 'detached' });
  });

  it('says what failed, and tries again', async () => {
    await using opened = await withElement('failing', operation);
    const { at, gateway } = opened;
    await at.getByText('Something went wrong here; it is noted under 7f3a.').waitFor();
    expect(await at.locator(shown).count()).toBe(0);
    gateway.behave('well', operation);
    await at.getByRole('button', { name: 'Try again' }).click();
    await at.locator(shown).first().waitFor();
  });

  it('says what is not allowed', async () => {
    await using opened = await withElement('forbidden', operation);
    await opened.at.getByText('This needs the scope read.').waitFor();
    expect(await opened.at.locator(shown).count()).toBe(0);
  });
});
