import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHROMIUM, launchChromium } from './chromium.js';
import { openConsole, type View } from './open-page.js';
import { type PageServer, startPageServer } from './page-server.js';
import { seriousFaults } from './serious-faults.js';

describe.skipIf(CHROMIUM === undefined)('connections', () => {
  let browser: Browser;
  let server: PageServer;

  beforeAll(async () => {
    [browser, server] = await Promise.all([launchChromium(), startPageServer()]);
  });
  afterAll(async () => {
    await browser.close();
    await server[Symbol.asyncDispose]();
  });

  async function opened(view: View = {}) {
    const { page, wrongs, ...rest } = await openConsole(browser, server, view);
    const connections = page.locator('clientele-connections');
    await connections.locator('li').first().waitFor();
    return { page, wrongs, connections, ...rest };
  }

  it('says of each how it fares, how fresh it is and how far a first reading has come', async () => {
    await using at = await opened();
    const { connections, wrongs } = at;
    await connections
      .getByText(
        'Records come from 4 connections: till cannot be reached; market is not wholly here yet; 2 things that',
      )
      .waitFor();
    const said = await connections.locator('li').allInnerTexts();
    expect(said[0]).toMatch(/files.*– Imported.*Last stored 29 May 2024, 17:40\./s);
    expect(said[1]).toMatch(
      /… First reading.*1 of 3 kinds of things read to the end, 18,204 there so far\. Of orders, 6,200 of some 20,400 are there, and it takes about 11 minutes yet\./s,
    );
    expect(said[2]).toMatch(/! Not reached.*denies access \(401\)/s);
    expect(said[3]).toMatch(/✓ Up to date.*4,310 orders, 2,011 customers.*2 refused, 2 webhooks to be taken/s);
    expect(wrongs).toEqual([]);
  });

  it('shows one closer by the keyboard: streams, webhooks, what was refused, and tries that again', async () => {
    await using at = await opened();
    const { page, connections, wrongs } = at;
    await connections.getByRole('button', { name: /^web / }).focus();
    await page.keyboard.press('Enter');
    const detail = connections.locator('clientele-connection');
    await detail
      .getByText('Changes show within 5 minutes; deletions and what appears late within 24 hours.')
      .first()
      .waitFor();
    await detail.getByText(`${server.address}/hooks/kysx36bm6qcjc7ycuu22pdhjx6by5a4z`).waitFor();
    await detail.getByText('2 to be taken, the oldest since 1 Jun 2024, 12:59.').waitFor();

    await detail.getByRole('cell', { name: '2 times, last 31 May 2024, 07:00' }).waitFor();
    await detail.getByRole('cell', { name: 'Once' }).waitFor();

    await detail.getByRole('button', { name: /^See what came.*orders 1207/ }).click();
    await detail.locator('pre', { hasText: '"currency": "pounds"' }).waitFor();
    await detail.getByRole('button', { name: /^Try again.*orders 1207/ }).click();
    await detail.getByText('It still cannot be read.').waitFor();
    await detail.getByRole('button', { name: 'Try all 2 again' }).click();
    await expect
      .poll(() =>
        server.gateway.asked.filter(({ operation }) => operation === 'RetryRefused').map((one) => one.variables),
      )
      .toEqual([
        { id: 'web', refused: 'refused-1' },
        { id: 'web', refused: null },
      ]);
    expect(wrongs).toEqual([]);
  });

  it('asks again while something goes on, and not while nobody sees it', async () => {
    await using at = await opened();
    const { page } = at;
    const asked = () => server.gateway.asked.filter(({ operation }) => operation === 'Connections').length;
    const turn = async (visibility: string) => {
      await page.evaluate(`Object.defineProperty(document, 'visibilityState', { value: '${visibility}', configurable: true });
        document.dispatchEvent(new Event('visibilitychange'))`);
    };
    await turn('hidden');
    await page.clock.install();
    const hidden = asked();
    await page.clock.fastForward(600_000);
    expect(asked()).toBe(hidden);
    await turn('visible');
    await expect.poll(asked).toBeGreaterThan(hidden);
    await at.connections.locator('li').first().waitFor();
    const seen = asked();
    await expect
      .poll(async () => {
        await page.clock.fastForward(2_000);
        return asked();
      })
      .toBeGreaterThan(seen + 1);
  });

  it.each([
    { width: 320, colorScheme: 'light' },
    { width: 700, colorScheme: 'dark' },
    { width: 1280, colorScheme: 'light' },
  ] as const)('is whole at $width px, $colorScheme, and nobody is kept out', async (view) => {
    await using at = await opened(view);
    const { page, connections } = at;
    await connections.getByRole('button', { name: /^web / }).click();
    await connections.locator('clientele-connection table').first().waitFor();
    const overflow = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
    expect(overflow).toBeLessThanOrEqual(0);
    expect(await seriousFaults(page)).toEqual([]);
    if (process.env.SHOTS !== undefined) {
      await connections.screenshot({ path: `${process.env.SHOTS}/connections-${view.width}-${view.colorScheme}.png` });
    }
  });
});
