import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ACCESS_SCOPES } from '@clientele/connector-shopify';
import { type RunningShopify, startShopify } from '@clientele/fakes';
import type { Browser } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { leadToShopify } from '../end-to-end/lead-to-shopify.js';
import { Server } from '../end-to-end/server.js';
import { CHROMIUM, launchChromium } from './chromium.js';
import { seriousFaults } from './serious-faults.js';
import { ADMIN_ORIGIN, APP_ORIGIN, type Framing, openFramed } from './shopify-admin/framed-app.js';
import { unknownToPolaris } from './shopify-admin/polaris-elements.js';

const APP = { clientId: 'app-4f0d2b7a91', secret: 'app-secret-e83c65d1f2' };
const COMPLIANCE_PATH = '/shopify/webhooks/compliance';
const [ONCE, TWICE] = [9, 3];
const isDone = () => true;

describe.skipIf(CHROMIUM === undefined)("the app within Shopify's admin", { timeout: 60_000 }, () => {
  let directory: string;
  let shopify: RunningShopify;
  let server: Server;
  let browser: Browser;

  // Each test, and each try of one, has a server and a shop of its own.
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'clientele-shopify-page-'));
    shopify = await startShopify({ now: Date.now, app: APP });
    const { shop } = shopify.fake;
    for (let n = 0; n < ONCE + TWICE; n += 1) {
      const { id } = shop.addCustomer({ email: `somebody${n}@home.example`, tags: ['met at a fair'] });
      for (let placed = 0; placed < (n < TWICE ? 2 : 1); placed += 1) {
        shop.placeOrder({ customer: id, lines: [{ quantity: 1 }] });
      }
    }
    const environment = {
      SHOPIFY_CLIENT_ID: APP.clientId,
      SHOPIFY_CLIENT_SECRET: APP.secret,
      NODE_OPTIONS: leadToShopify(shopify.url),
    };
    [server, browser] = await Promise.all([
      Server.startIn(environment, join(directory, 'data'), '--public-url', APP_ORIGIN),
      launchChromium(),
    ]);
  }, 120_000);
  afterEach(async () => {
    await browser?.close();
    await server?.stop();
    await shopify[Symbol.asyncDispose]();
    await rm(directory, { recursive: true, force: true });
  });

  const framed = (other: Partial<Framing> = {}) =>
    openFramed(browser, {
      origin: ADMIN_ORIGIN,
      shop: shopify.fake.shop.facts.domain,
      address: server.address,
      token: () => shopify.fake.app.sessionToken(),
      ...other,
    });

  it('is installed by being opened, reads the shop, and what is saved there is seen in Shopify', {
    retry: 2,
  }, async () => {
    const { facts, customers } = shopify.fake.shop;
    await using opened = await framed();
    const { page, frame, wrongs } = opened;
    await frame.getByRole('heading', { name: facts.name, exact: true }).waitFor();
    await frame.getByText('Your shop is being read for the first time').waitFor();
    const scopes = await frame
      .locator('[data-scope]')
      .evaluateAll((items) => items.map((item) => item.getAttribute('data-scope')));
    expect(scopes.toSorted()).toEqual([...ACCESS_SCOPES].toSorted());

    const asked = { shop: facts.domain.replace('.myshopify.com', '') };
    await server.ask('sync', { ...asked, connection: 'shopify' });
    await frame
      .locator('[data-finding]', { hasText: `${TWICE} of the ${ONCE + TWICE} who bought came back` })
      .waitFor();
    await frame.getByText('Your customers', { exact: true }).waitFor();
    await frame
      .locator('clientele-segments')
      .getByRole('button', { name: /^Save \d+ segments?$/ })
      .waitFor();

    const box = frame.locator('clientele-query-box');
    await box.locator('textarea').fill('number_of_orders >= 2');
    await expect.poll(() => box.locator('.size').innerText()).toBe(String(TWICE));
    await box.getByRole('button', { name: 'Save', exact: true }).click();
    await box.getByLabel('Save as a segment').fill('Came back');
    await box.getByLabel('Save as a segment').press('Enter');
    await frame
      .locator('clientele-segments')
      .getByRole('button', { name: /^Came back/ })
      .waitFor();

    await box.getByRole('button', { name: 'On platforms' }).click();
    await box.getByRole('button', { name: 'Keep as a tag on shopify' }).click();
    await box.getByText(`Of ${TWICE} members: ${TWICE} customers would get it`).waitFor();
    await box.getByRole('button', { name: 'Write it there' }).click();
    await box.getByText(`${TWICE} customers by us.`).waitFor();
    const tagged = [...customers.values()].filter(({ tags }) => tags.includes('came-back'));
    expect(tagged).toHaveLength(TWICE);
    expect(tagged.every(({ tags }) => tags.includes('met at a fair'))).toBe(true);

    const { segments, queryMembers } = shopify.fake.shop;
    queryMembers.set('number_of_orders >= 2', TWICE);
    await box.getByRole('button', { name: 'Keep as a segment on shopify' }).click();
    await box.getByText(`${TWICE} customers there, ${TWICE} customers of it here. It would be made.`).waitFor();
    await box.getByText('The platform counts its own customers').waitFor();
    expect([...segments.values()]).toEqual([]);
    await box.getByRole('button', { name: 'Write it there' }).click();
    await box.getByText('by its query number_of_orders >= 2').waitFor();
    expect([...segments.values()]).toMatchObject([{ name: 'came-back', query: 'number_of_orders >= 2' }]);

    const connections = frame.locator('clientele-connections');
    await connections.getByRole('button', { name: /^shopify/ }).click();
    await connections.getByRole('button', { name: 'Disconnect', exact: true }).click();
    await connections.getByRole('button', { name: 'Disconnect shopify' }).click();
    await connections.locator('.health', { hasText: 'Disconnected' }).waitFor();
    await expect(server.ask('sync', { ...asked, connection: 'shopify' })).rejects.toThrow('disconnected');
    await connections.getByRole('button', { name: 'Connect again' }).click();
    // Whoever looks at the page brings access back.
    await connections.getByRole('button', { name: 'Read now' }).waitFor();
    await expect
      .poll(() => server.ask('sync', { ...asked, connection: 'shopify' }).then(isDone, () => false))
      .toBe(true);

    const privacy = frame.locator('clientele-privacy');
    await privacy.getByText('Nobody has asked for a copy').waitFor();
    const [copied] = customers.values();
    shopify.fake.webhooks.subscribe('customers/data_request', `${server.address}${COMPLIANCE_PATH}`, { byApp: true });
    shopify.fake.complain('customers/data_request', copied?.id ?? '');
    await shopify.fake.webhooks.deliver(
      async ({ url, headers, body }) => (await fetch(url, { method: 'POST', headers, body })).status,
    );
    await privacy.evaluate((panel) => 'refresh' in panel && (panel as { refresh(): void }).refresh());
    const download = page.waitForEvent('download');
    await privacy.getByRole('button', { name: 'Download the copy' }).click();
    const copy = JSON.parse(await readFile(await (await download).path(), 'utf8'));
    expect(copy.profiles).toMatchObject([{ records: { customers: [{ email: copied?.email }] } }]);
    await privacy.getByText('The copy is in personal-data.json').waitFor();
    await privacy.getByRole('button', { name: 'It was handed over' }).click();
    await privacy.getByText('The request is answered.').waitFor();
    await privacy.getByRole('button', { name: 'Erase everything of this shop' }).click();
    const erase = privacy.getByRole('button', { name: 'Erase everything', exact: true });
    await privacy.getByLabel('To erase it').fill('another shop');
    expect(await erase.isDisabled()).toBe(true);

    expect(await unknownToPolaris(frame)).toEqual([]);
    expect(await seriousFaults(frame)).toEqual([]);
    for (const width of [1280, 700, 320]) {
      await page.setViewportSize({ width, height: 800 });
      const sideways = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
      expect([width, await frame.evaluate<number>(sideways)]).toEqual([width, 0]);
    }
    expect(await page.context().cookies()).toEqual([]);

    await privacy.getByLabel('To erase it').fill(facts.name);
    await erase.click();
    await frame.getByText('Everything of your shop is being erased here').waitFor();
    expect(await frame.locator('clientele-totals').count()).toBe(0);
    const requests = await server.ask<readonly { what: string; doneAt: string | null }[]>('requests', asked);
    expect(requests).toMatchObject([{ what: 'export-person' }, { what: 'erase-shop' }]);
    expect(wrongs).toEqual([]);
  });

  it('is shown by nobody but the admin of that shop', async () => {
    await using opened = await framed({ origin: 'https://another.example' });
    await expect.poll(() => opened.wrongs.join('\n')).toContain('frame-ancestors');
    expect(await opened.frame.locator('clientele-shopify-page').count()).toBe(0);
  });

  it('opens no shop to the token of another', async () => {
    const token = () => shopify.fake.app.sessionToken({ dest: 'https://another-shop.myshopify.com' });
    await using opened = await framed({ token });
    await opened.frame.getByText('You are not signed in here').waitFor();
    expect(await opened.frame.locator('clientele-totals').count()).toBe(0);
  });
});
