import type { ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Clientele, ended } from '../end-to-end/clientele.js';
import { CHROMIUM, launchChromium } from './chromium.js';
import { openPage } from './open-page.js';
import { PEOPLE, writeSmallShop } from './small-shop.js';

const TEXT = 'clientele-query-box textarea';
const SIZE = 'clientele-query-box .size';

describe.skipIf(CHROMIUM === undefined)('the console of a real server', { timeout: 60_000 }, () => {
  let directory: string;
  let clientele: Clientele;
  let server: ChildProcess;
  let browser: Browser;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'clientele-console-'));
    clientele = new Clientele(join(directory, 'data'));
    const [pounds, yen] = [join(directory, 'pounds.jsonl'), join(directory, 'yen.jsonl')];
    await writeSmallShop(pounds, PEOPLE, 'GBP');
    await writeSmallShop(yen, PEOPLE.slice(1, 2), 'JPY');
    await clientele.json('import', pounds, '--shop', 'pounds', '--currency', 'GBP', '--timezone', 'Europe/London');
    server = clientele.start('start', '--port', '0');
    if (server.stdout === null) throw new Error('the server has no output');
    for await (const line of createInterface({ input: server.stdout })) if (line.includes('ready')) break;
    await clientele.json('import', yen, '--shop', 'yen', '--currency', 'JPY', '--timezone', 'Asia/Tokyo');
    browser = await launchChromium();
  }, 120_000);
  afterAll(async () => {
    await browser.close();
    const end = ended(server);
    server.kill('SIGTERM');
    await end;
    await rm(directory, { recursive: true, force: true });
  });

  /** Follows a fresh sign-in link, which ends on the page. */
  async function signedIn() {
    const opened = await openPage(browser);
    const { link } = await clientele.json<{ link: string }>('sign-in');
    await opened.page.goto(link);
    await opened.page.locator('clientele-totals dl').waitFor();
    return opened;
  }

  it('leads from the link to a question, a saved segment, who is in it, and what a change would do', async () => {
    await using opened = await signedIn();
    const { page, wrongs } = opened;
    const box = page.locator('clientele-query-box');
    const segments = page.locator('clientele-segments');
    await page.locator(TEXT).fill('amount_spend >= 40');
    await box.locator('.problem', { hasText: 'Did you mean amount_spent?' }).waitFor();
    await page.locator(TEXT).fill('amount_spent>=40');
    await expect.poll(() => page.locator(SIZE).innerText()).toBe('3');

    await box.getByRole('button', { name: 'Save', exact: true }).click();
    await box.getByText("A segment's name has 1 to 200 characters; this one has 0.").waitFor();
    await box.getByLabel('Save as a segment').fill('Spenders');
    await page.keyboard.press('Enter');
    await box.getByText('Saved as', { exact: true }).waitFor();
    expect(await page.locator(TEXT).inputValue()).toBe('amount_spent >= 40');
    await expect.poll(() => segments.getByRole('button').first().innerText()).toMatch(/^Spenders\s+3\s+60%/);

    await page.locator(TEXT).fill('amount_spent < 100');
    await box.getByText('2 would enter').waitFor();
    await box.getByText('2 would leave').waitFor();
    expect(await box.locator('.movers').innerText()).toContain('Ada Reyes');
    await box.getByRole('button', { name: 'Save changes' }).click();
    await box.getByText('Saved as', { exact: true }).waitFor();
    await expect.poll(() => segments.getByRole('button').first().innerText()).toMatch(/^Spenders\s+3\s+60%/);
    expect(await clientele.json('segment', 'list', '--shop', 'pounds')).toMatchObject([
      { name: 'Spenders', query: 'amount_spent < 100', members: 3 },
    ]);

    await box.getByRole('button', { name: 'Bo Lind' }).click();
    const card = page.locator('clientele-profile');
    await card.getByRole('heading', { name: 'Bo Lind' }).waitFor();
    await card.locator('summary', { hasText: 'Spenders' }).click();
    await card.locator('clientele-reasons li', { hasText: 'amount_spent < 100' }).waitFor();
    expect(await card.locator('.facts').innerText()).toContain('£40.00');
    expect(wrongs).toEqual([]);
  });

  it('shows each shop its own, in its own currency', async () => {
    await using opened = await signedIn();
    const { page, wrongs } = opened;
    const totals = page.locator('clientele-totals dl');
    await page.getByRole('button', { name: 'yen' }).click();
    await expect.poll(() => totals.innerText()).toMatch(/Customers\s+1\s/);
    expect(await totals.innerText()).toContain('JP¥40');
    await page.locator('clientele-segments').getByText('Save a query and it stays here').waitFor();
    await page.locator(TEXT).fill('number_of_orders = 1');
    await expect.poll(() => page.locator('clientele-query-box .big').innerText()).toMatch(/1\s+of 1 customer$/);
    await page.getByRole('button', { name: 'pounds' }).click();
    await expect.poll(() => totals.innerText()).toMatch(/Customers\s+5\s/);
    await expect.poll(() => page.locator(SIZE).innerText()).toBe('3');
    expect(wrongs).toEqual([]);
  });

  it('sends whoever comes by a used link to the page, which says how to get another', async () => {
    await using opened = await openPage(browser, { width: 320 });
    const { link } = await clientele.json<{ link: string }>('sign-in');
    expect((await fetch(link, { redirect: 'manual' })).status).toBe(303);
    await opened.page.goto(link);
    await opened.page.getByText('Link already used?').waitFor();
  });
});
