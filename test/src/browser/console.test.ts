import { readFile } from 'node:fs/promises';
import { checkQuery } from '@clientele/segmentation';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHROMIUM, launchChromium } from './chromium.js';
import { openConsole, openPage, type View } from './open-page.js';
import { startPageServer } from './page-server.js';
import { GRID, SEGMENTS } from './recorded-shop.js';
import { seriousFaults } from './serious-faults.js';

const TEXT = 'clientele-query-box textarea';
const SIZE = 'clientele-query-box .size';

/** What has the focus, through shadow roots: a tag, and what it is called. */
const FOCUSED = `(() => {
  let at = document.activeElement;
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  return at.tagName.toLowerCase() + ' ' + (at.getAttribute('aria-label') ?? at.textContent).trim().replace(/\\s+/g, ' ');
})()`;

const sideways = (page: Page) => page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');

describe.skipIf(CHROMIUM === undefined)('the console', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());

  const views: readonly View[] = [
    { width: 1280, colorScheme: 'light' },
    { width: 1280, colorScheme: 'dark' },
    { width: 320, colorScheme: 'light' },
    { width: 320, colorScheme: 'dark' },
    { width: 1280, forcedColors: 'active' },
  ];
  it.each(views)('breaks no policy, scrolls only downwards and has no serious fault: %o', async (view) => {
    await using server = await startPageServer();
    await using opened = await openConsole(browser, server, view);
    const { page, wrongs } = opened;
    expect(await sideways(page)).toBe(0);
    expect(await seriousFaults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Show as table' }).click();
    await page.getByRole('button', { name: 'One-time buyers' }).click();
    await page.locator(TEXT).fill('number_of_orders = 2');
    await page.getByText('8 would enter').waitFor();
    await page.getByText('Keep it, and save this as another segment').click();
    expect(await sideways(page)).toBe(0);
    expect(await seriousFaults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Download CSV' }).click();
    await page.getByText('1 member in the file.').waitFor();
    await page.getByLabel('Find a person').fill('15');
    await page.locator('clientele-people-search li').first().waitFor();
    expect(await sideways(page)).toBe(0);
    expect(await seriousFaults(page)).toEqual([]);
    await page.locator('clientele-query-box tbody button').first().click();
    await page.locator('clientele-profile summary').first().click();
    await page.getByText('3 of 4 orders: 541431, 537626, 536415').waitFor();
    expect(await sideways(page)).toBe(0);
    expect(await seriousFaults(page)).toEqual([]);
    expect(wrongs).toEqual([]);
  });

  it('says what the figures mean, in the currency of the shop, and which day it is there', async () => {
    await using server = await startPageServer();
    await using opened = await openConsole(browser, server);
    await opened.page.getByText('The clock stands at 10 December 2011.').waitFor();
    await opened.page.getByText('£8,911,407.90').waitFor();
    await opened.page.getByText('Champions: 16% of buyers bring 60% of customers’ revenue.').waitFor();
    expect(await opened.page.getByRole('navigation').innerText()).toMatch(/Marlow & Finch\s+generated/);
  });

  it('says where it shows another shop than the one in the address', async () => {
    await using server = await startPageServer();
    await using opened = await openPage(browser);
    const { page } = opened;
    await page.goto(`${server.address}?shop=nobody`);
    const said = page.getByText('The shop of this address is not open to you; this is another.');
    await said.waitFor();
    await page.getByRole('navigation').getByRole('button').first().click();
    await expect.poll(() => said.count()).toBe(0);
  });

  it('shows in the table what the map shows', async () => {
    await using server = await startPageServer();
    await using opened = await openConsole(browser, server);
    const { page } = opened;
    const cells = await page
      .locator('clientele-rfm-map .cell')
      .evaluateAll((all) => all.map((cell) => cell.getAttribute('aria-label')));
    await page.locator('clientele-rfm-map .cell[tabindex="0"]').focus();
    await page.keyboard.press('t');
    const rows = await page.locator('clientele-rfm-map tbody tr').allInnerTexts();
    const said = rows.map((row) => {
      const [group, recency, value, profiles, revenue, share] = row.split(/\t/).map((cell) => cell.trim());
      const noun = profiles === '1' ? 'profile' : 'profiles';
      return `${group}, recency ${recency}, value ${value}: ${profiles} ${noun} with ${revenue}, ${share} of customers’ revenue.`;
    });
    expect(said).toEqual(cells);
    expect(said).toHaveLength(GRID.length);
    expect(rows[4]).toContain('£4,057,514');
  });

  it('opens a group by the mouse, a segment by its row', async () => {
    await using server = await startPageServer();
    await using opened = await openConsole(browser, server);
    const { page } = opened;
    await page.locator('clientele-rfm-map [data-place="5:5"]').click();
    await expect.poll(() => page.locator(TEXT).inputValue()).toBe("rfm_group = 'CHAMPIONS'");
    await expect.poll(() => page.locator(SIZE).innerText()).toBe('684');
    await page.locator('clientele-query-box label', { hasText: 'Champions, the whole group' }).waitFor();
    expect(await page.locator('clientele-rfm-map .readout').innerText()).toMatch(
      /: 424 profiles .* The whole group has 684\.$/,
    );
    await page.getByRole('button', { name: 'One-time buyers' }).click();
    await expect.poll(() => page.locator(TEXT).inputValue()).toBe('number_of_orders = 1');
    await expect.poll(() => page.locator(SIZE).innerText()).toBe('1,493');
  });

  it('shows more segments by the cursor, and moves to the first of them', async () => {
    await using server = await startPageServer();
    await using opened = await openConsole(browser, server);
    const { page } = opened;
    const rows = page.locator('clientele-segments li');
    await page.getByText(`${SEGMENTS.length} segments keep themselves up to date`).waitFor();
    expect(await rows.count()).toBe(10);
    const stale = "Behind by the day that began. Changes with records, and at the shop's midnight.";
    expect(await rows.filter({ hasText: 'Newcomers' }).innerText()).toContain(stale);
    expect(await page.getByText('Behind by').count()).toBe(1);
    await page.getByRole('button', { name: 'Show 2 more' }).press('Enter');
    await expect.poll(() => rows.count()).toBe(SEGMENTS.length);
    await expect.poll(() => page.evaluate<string>(FOCUSED)).toMatch(/^button From May/);
    expect(await page.getByRole('button', { name: /^Show .* more$/ }).count()).toBe(0);
    await page
      .getByText(`${SEGMENTS.length} segments keep themselves up to date, but for 1 that cannot be counted`)
      .waitFor();
    const failure = page.locator('clientele-segments .failure');
    expect(await failure.innerText()).toContain('The last count failed; this is the size before. It refers to');
    expect(await failure.evaluate(({ scrollWidth, clientWidth }) => scrollWidth <= clientWidth)).toBe(true);
  });

  it('can be walked by the keyboard: shops, map, segments, query, member and back', async () => {
    await using server = await startPageServer();
    await using opened = await openConsole(browser, server);
    const { page } = opened;
    const press = async (...keys: string[]) => {
      for (const key of keys) await page.keyboard.press(key);
      return page.evaluate<string>(FOCUSED);
    };
    expect(await press('Tab')).toMatch(/^input/);
    expect(await press('Tab')).toBe('button Online Retail');
    expect(await press('Tab', 'Tab')).toBe('button Sign out');
    expect(await press('Tab')).toBe('button Show as table');
    expect(await press('Tab')).toMatch(/^g Champions, recency 5, value 5/);
    expect(await press('ArrowLeft')).toMatch(/^g Loyal, recency 5, value 4/);
    expect(await press('ArrowUp', 'ArrowDown', 'ArrowDown')).toMatch(/^g Loyal, recency 3, value 4/);
    // One tab stop for the whole map, and it is the cell last visited.
    expect(await press('Tab')).toMatch(/^button One-time buyers/);
    expect(await press('Shift+Tab')).toMatch(/^g Loyal, recency 3, value 4/);
    expect(await press('Enter')).toMatch(/^textarea/);
    expect(await page.locator(TEXT).inputValue()).toBe("rfm_group = 'LOYAL'");
    await page.locator('clientele-query-box tbody button').first().focus();
    await press('Enter');
    await page.locator('clientele-profile article').waitFor();
    await press('Escape');
    await expect.poll(() => page.evaluate<string>(FOCUSED)).toBe('button Customer record 12346 Dormant');
  });

  it('shows all members page by page, and a few again', async () => {
    await using server = await startPageServer();
    await using opened = await openConsole(browser, server);
    const { page } = opened;
    const rows = page.locator('clientele-members tbody tr');
    await page.getByRole('button', { name: 'One-time buyers' }).click();
    await page.getByRole('button', { name: 'Show all 1,493 members' }).press('Enter');
    await expect.poll(() => rows.count()).toBe(50);
    await expect.poll(() => page.evaluate<string>(FOCUSED)).toBe('button Customer record 30000 Active');
    await page.getByText('50 of 1,493 shown').waitFor();
    await page.getByRole('button', { name: 'Show 50 more' }).press('Enter');
    await expect.poll(() => page.evaluate<string>(FOCUSED)).toBe('button Customer record 30050 Active');
    await page.getByRole('button', { name: 'Show 50 more' }).click();
    await expect.poll(() => rows.count()).toBe(120);
    expect(await page.getByRole('button', { name: 'Show 50 more' }).count()).toBe(0);
    // When somebody has left, all that is shown is read anew.
    await page.locator('clientele-members').evaluate((members) => Reflect.set(members, 'total', 1_492));
    await page.getByText('120 of 1,492 shown').waitFor();
    const read = () => server.gateway.asked.filter(({ operation }) => operation === 'Members').at(-1)?.variables;
    await expect.poll(read).toEqual({ query: 'one-time-buyers', first: 120, after: null });
    await page.getByRole('button', { name: 'Show fewer' }).click();
    expect(await rows.count()).toBe(8);
    server.gateway.behave('failing', 'Members');
    await page.getByRole('button', { name: 'Show all 1,492 members' }).click();
    await page.getByRole('alert').filter({ hasText: 'it is noted under 7f3a' }).waitFor();
  });

  it('hands members over as a file, after saying who is left out for the stated use', async () => {
    await using server = await startPageServer();
    await using opened = await openConsole(browser, server);
    const { page, wrongs } = opened;
    await page.getByRole('button', { name: 'One-time buyers' }).click();
    await expect.poll(() => page.locator(SIZE).innerText()).toBe('1,493');
    await page.getByRole('button', { name: 'Download CSV' }).click();
    const said = page.locator('clientele-members-file [role=status]');
    await expect
      .poll(() => said.innerText())
      .toBe(
        '1 member in the file. Left out: 140 whom the shop leaves alone; 1,200 of whom no source says that they want it; 1 unsubscribed.',
      );
    await page.getByLabel('With their names').check();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download', exact: true }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('One-time buyers.csv');
    expect(await readFile(await download.path(), 'utf8')).toContain('p_1,ann@home.example,,Ann');
    await page.getByRole('button', { name: 'Download CSV' }).click();
    await page.getByLabel('Without the 10% whom the shop leaves alone').uncheck();
    await expect.poll(() => said.innerText()).not.toContain('leaves alone');
    await page.getByLabel('Another use: everybody').check();
    await page.getByText('8 members in the file.').waitFor();
    expect(await page.getByLabel('With their names').count()).toBe(0);
    await page.getByRole('button', { name: 'Download', exact: true }).click();
    const query = 'one-time-buyers';
    const named = { for: 'email', columns: ['profile', 'email', 'name'], withoutHoldOut: true };
    await expect.poll(() => server.gateway.files).toEqual([{ query, ...named }, { query }]);
    expect(wrongs).toEqual([]);
  });

  it('tells of a person by which addresses they are known, and traits that are called alike apart', async () => {
    await using server = await startPageServer();
    await using opened = await openConsole(browser, server, { width: 320 });
    const { page } = opened;
    await page.locator('clientele-members').getByRole('button', { name: 'ann@home.example' }).click();
    const card = page.locator('clientele-profile');
    await card.getByRole('heading', { name: 'ann@home.example' }).waitFor();
    expect(await card.locator('.records li').allInnerTexts()).toEqual(['Online retail\n15749\nann@home.example']);
    await card.locator('summary', { hasText: 'All traits' }).click();
    const rows = await card.locator('[part=traits] tr').allInnerTexts();
    expect(rows.filter((row) => row.startsWith('Orders'))).toEqual([
      'Orders number_of_orders\t3',
      'Orders attributes.orders\tby telephone',
    ]);
    expect(rows).toContain('Average order\t£14,844.77');
    expect(await seriousFaults(page)).toEqual([]);
    expect(await sideways(page)).toBe(0);
  });

  it('finds people while their name is written, and opens the one that is chosen', async () => {
    await using server = await startPageServer();
    await using opened = await openConsole(browser, server, { width: 320 });
    const { page } = opened;
    const found = page.locator('clientele-people-search li');
    await page.getByLabel('Find a person').fill('nobody');
    await page.getByText('Nobody is found by “nobody”.').waitFor();
    await page.getByLabel('Find a person').fill('15749');
    await expect.poll(() => found.allInnerTexts()).toEqual(['ann@home.example\nPreviously loyal']);
    await page.keyboard.press('Escape');
    expect(await found.count()).toBe(0);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await expect.poll(() => page.evaluate<string>(FOCUSED)).toBe('button ann@home.example Previously loyal');
    await page.keyboard.press('Enter');
    await page.locator('clientele-profile article').waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(() => page.evaluate<string>(FOCUSED)).toMatch(/^input/);
    expect(await found.count()).toBe(0);
  });

  it('shows an error at its place with a way to fix it, and leaves the last answer in sight', async () => {
    await using server = await startPageServer();
    await using opened = await openConsole(browser, server);
    const { page } = opened;
    await page.locator(TEXT).fill('number_of_orders = 1 AND ammount_spent > 5');
    const problem = page.locator('clientele-query-box .problem');
    await problem.waitFor();
    expect(await problem.innerText()).toContain("There is no attribute 'ammount_spent'.");
    expect(await problem.innerText()).toContain("Did you mean 'amount_spent'?");
    expect(await page.locator(TEXT).getAttribute('aria-invalid')).toBe('true');
    expect(await page.locator(SIZE).innerText()).toBe('8');
    await problem.getByRole('button', { name: 'Go to line 1, column 26' }).click();
    expect(await page.locator(TEXT).evaluate((field) => Reflect.get(field, 'selectionStart'))).toBe(25);
    await page.locator(TEXT).fill('number_of_orders = 1');
    await expect.poll(() => page.locator(SIZE).innerText()).toBe('1,493');
    expect(await problem.count()).toBe(0);
    await page.locator('clientele-query-box [aria-live]', { hasText: '1,493 profiles, 34%' }).waitFor();
  });

  it('offers what may come next: keys choose, take and close, and the text keeps the focus', async () => {
    await using server = await startPageServer();
    await using opened = await openConsole(browser, server, { width: 320 });
    const { page, wrongs } = opened;
    const text = page.locator(TEXT);
    const list = page.getByRole('listbox', { name: 'What may come next' });
    const chosen = list.getByRole('option', { selected: true });
    await text.fill('');
    await text.pressSequentially('customer_cou');
    await expect.poll(() => chosen.innerText()).toContain('customer_countries');
    expect(await text.getAttribute('aria-activedescendant')).toBe(await chosen.getAttribute('id'));
    await page.keyboard.press('Tab');
    expect(await text.inputValue()).toBe('customer_countries ');
    await list.getByRole('option', { name: 'NOT CONTAINS' }).waitFor();
    // Nothing is chosen where no word is begun, so that Enter is a new line.
    expect(await chosen.count()).toBe(0);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    expect(await chosen.innerText()).toContain('NOT CONTAINS');
    await page.keyboard.press('Enter');
    await list.getByRole('option', { name: /'GB'.*5,410 profiles/ }).waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    expect(await sideways(page)).toBe(0);
    await text.pressSequentially("'d");
    await expect.poll(() => list.getByRole('option').count()).toBe(1);
    await list.getByRole('option').click();
    expect(await text.inputValue()).toBe("customer_countries NOT CONTAINS 'DE'");
    await expect.poll(() => page.locator(SIZE).innerText()).toBe('8');
    expect(await list.count()).toBe(0);
    await page.keyboard.press('Control+Space');
    await list.getByRole('option', { name: 'AND' }).waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(() => list.count()).toBe(0);
    expect(await page.evaluate<string>(FOCUSED)).toMatch(/^textarea/);
    await page.keyboard.press('Tab');
    expect(await page.evaluate<string>(FOCUSED)).not.toMatch(/^textarea/);
    expect(wrongs).toEqual([]);
  });

  it('says below the count what is odd about a query, and leads to its place', async () => {
    await using server = await startPageServer();
    await using opened = await openConsole(browser, server, { width: 320 });
    const { page } = opened;
    const remarks = page.getByRole('list', { name: 'What is odd about the query' });
    await page.locator(TEXT).fill("rfm_group = 'LOYAL' AND number_of_orders >= 0");
    await remarks.getByText('holds for everybody, whatever the shop has').waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    expect(await sideways(page)).toBe(0);
    await remarks.getByRole('button', { name: 'Go to line 1, column 25' }).click();
    expect(await page.locator(TEXT).evaluate((field) => Reflect.get(field, 'selectionStart'))).toBe(24);
    await page.locator(TEXT).fill("rfm_group = 'LOYAL'");
    await expect.poll(() => remarks.count()).toBe(0);
  });

  it('says below the count which segments that it refers to are not current', async () => {
    await using server = await startPageServer();
    await using opened = await openConsole(browser, server);
    await opened.page.locator(TEXT).fill("in_segment('new')");
    await opened.page.getByText("The segment 'new' was not evaluated yet").waitFor();
  });

  it('says why a segment is not saved, and saves none of an empty text', async () => {
    await using server = await startPageServer();
    await using opened = await openConsole(browser, server);
    const { page } = opened;
    server.gateway.behave('forbidden', 'CreateSegment');
    await page.getByLabel('Save as a segment').fill('Mine');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').filter({ hasText: 'This needs the scope read.' }).waitFor();
    server.gateway.behave('signed-out', 'CreateSegment');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('alert').filter({ hasText: 'The session has ended: sign in again, then save.' }).waitFor();
    expect(await page.getByLabel('Save as a segment').inputValue()).toBe('Mine');
    await page.locator(TEXT).fill(' ');
    await expect.poll(() => page.getByLabel('Save as a segment').count()).toBe(0);
  });

  it('lets the newest query win, whatever order the answers come in', async () => {
    await using server = await startPageServer();
    await using opened = await openConsole(browser, server);
    const { page } = opened;
    const slow = 'last_order_date < -180d';
    const release = server.gateway.hold(slow);
    await page.locator(TEXT).fill(slow);
    await expect.poll(() => server.gateway.asked.some(({ variables }) => variables.query === slow)).toBe(true);
    await page.locator(TEXT).fill('number_of_orders = 1');
    await expect.poll(() => page.locator(SIZE).innerText()).toBe('1,493');
    release();
    // Whatever is asked now is answered after the query that was kept back.
    await page.locator('clientele-segments').evaluate((it) => Reflect.get(it, 'refresh').call(it));
    expect(await page.locator(SIZE).innerText()).toBe('1,493');
  });

  it('says of what a share of revenue is, so that the figures give the percent', async () => {
    await using server = await startPageServer();
    await using opened = await openConsole(browser, server);
    const share = opened.page.locator('clientele-query-box .shares > div').last();
    expect((await share.innerText()).replace(/\s+/g, ' ')).toBe('of customers’ revenue, £193,493 of £8,911,408 2.2%');
  });

  it('shows how to ask: examples that can be asked, and names for the place where one writes', async () => {
    await using server = await startPageServer();
    await using opened = await openConsole(browser, server, { width: 320 });
    const { page, wrongs } = opened;
    const how = page.locator('clientele-how-to-ask');
    await how.getByText('How to ask').click();
    const examples = await how.locator('dd button').allInnerTexts();
    expect(examples.length).toBeGreaterThan(8);
    expect(examples.map((example) => [example, checkQuery(example).outcome])).toEqual(
      examples.map((example) => [example, 'valid']),
    );
    await how.getByRole('button', { name: 'amount_spent > 500' }).click();
    expect(await page.locator(TEXT).inputValue()).toBe('amount_spent > 500');
    expect(await how.getByRole('link', { name: 'All names of the language' }).getAttribute('href')).toBe('/language');
    await how.getByText(/About a person: \d+ names/).click();
    expect(await sideways(page)).toBe(0);
    expect(await seriousFaults(page)).toEqual([]);
    await page.locator(TEXT).fill('number_of_orders = 1 AND');
    await how.getByRole('button', { name: 'customer_countries' }).click();
    expect(await page.locator(TEXT).inputValue()).toMatch(/^number_of_orders = 1 AND customer_countries ?$/);
    expect(wrongs).toEqual([]);
  });

  it('offers templates beside saved segments too', async () => {
    await using server = await startPageServer();
    await using opened = await openConsole(browser, server);
    const { page } = opened;
    await page.getByRole('button', { name: 'From a template' }).click();
    const offered = page.locator('clientele-templates');
    await offered.getByRole('checkbox', { name: /^Lapsed/ }).waitFor();
    expect(await offered.getByRole('checkbox', { checked: true }).count()).toBe(0);
    expect(await offered.locator('fieldset').count()).toBe(4);
    const loyalty = offered.getByRole('group', { name: 'loyalty' });
    await loyalty.getByText('What to do with it').click();
    await loyalty.getByText('A first look.').waitFor();
    await offered.getByText('Others that hold nobody now').click();
    await offered.getByText('Had something wrapped. Needs orders.').waitFor();
    expect(await offered.getByRole('checkbox', { checked: true }).count()).toBe(0);
    expect(await seriousFaults(page)).toEqual([]);
  });

  it('compares segments and says what is worth a look when asked, in 320 pixels too', async () => {
    await using server = await startPageServer();
    await using opened = await openConsole(browser, server, { width: 320 });
    const { page, wrongs } = opened;
    const open = page.getByRole('button', { name: 'Compare and check' });
    expect(server.gateway.asked.some(({ operation }) => operation === 'SegmentInsights')).toBe(false);
    await open.click();
    const insights = page.locator('clientele-segment-insights');
    await insights.getByText('1,204 profiles, 20 % of all, are in no segment').waitFor();
    const unreachable = insights.getByText('subscribed to neither');
    expect(await Promise.all((await unreachable.all()).map((line) => line.isVisible()))).toEqual([
      ...[true, true],
      ...[false, false],
    ]);
    await insights.getByText('2 more like this').click();
    await unreachable.last().waitFor();
    const first = insights.getByRole('row', { name: /^Lapsed and At risk/ });
    expect((await first.innerText()).replaceAll(/\s+/g, ' ')).toMatch(/^Lapsed and At risk 512 57%/);
    expect(await insights.getByText('3 pairs with less in common.').count()).toBe(1);
    expect(await seriousFaults(page)).toEqual([]);
    expect(await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')).toBe(0);
    expect(wrongs).toEqual([]);
    server.gateway.behave('failing', 'SegmentInsights');
    await open.click();
    await open.click();
    await insights.getByText('Something went wrong here; it is noted under 7f3a.').waitFor();
    server.gateway.behave('empty', 'SegmentInsights');
    await insights.getByRole('button', { name: 'Try again' }).click();
    await insights.getByText('No two segments have a member in common').waitFor();
  });

  it('asks about the shop that was chosen, and remembers it in the address', async () => {
    await using server = await startPageServer();
    await using opened = await openConsole(browser, server);
    const { page } = opened;
    server.gateway.asked.length = 0;
    await page.getByRole('navigation', { name: 'Shops' }).getByRole('button', { name: 'Marlow & Finch' }).click();
    const operations = () => [...new Set(server.gateway.asked.map(({ operation }) => operation))].sort();
    const all = ['Check', 'Connections', 'Preview', 'Privacy', 'RfmGrid', 'Segments', 'ShopTotals'];
    await expect.poll(operations).toEqual(all);
    expect(new Set(server.gateway.asked.map(({ shop }) => shop))).toEqual(new Set(['five-channels']));
    expect(await page.locator('clientele-console h1').innerText()).toBe('Marlow & Finch');
    expect([await page.title(), new URL(page.url()).search]).toEqual(['Marlow & Finch · Clientele', '?shop=five']);
    expect(await page.locator('clientele-console .title').innerText()).toContain('everybody in it is made up');
    await page.reload();
    await page.locator('clientele-totals dl').waitFor();
    expect(await page.locator('clientele-console h1').innerText()).toBe('Marlow & Finch');
  });

  it('tells how to begin where there is no shop, and sees one that was made meanwhile', async () => {
    await using server = await startPageServer();
    server.gateway.behave('empty', 'Shops');
    await using opened = await openPage(browser, { width: 320 });
    const { page } = opened;
    await page.goto(server.address);
    await page.getByRole('heading', { name: 'A shop begins with its orders.' }).waitFor();
    await page.getByRole('button', { name: 'I have imported' }).click();
    await page.getByText('npx clientele import orders.csv').waitFor();
    expect(await sideways(page)).toBe(0);
    expect(await seriousFaults(page)).toEqual([]);
    server.gateway.behave('well', 'Shops');
    await page.evaluate('document.dispatchEvent(new Event("visibilitychange"))');
    await page.locator('clientele-totals dl').waitFor();
  });

  it('tells who is not signed in how to get the link', async () => {
    await using server = await startPageServer();
    server.gateway.behave('signed-out');
    await using opened = await openPage(browser, { width: 320 });
    const { page } = opened;
    await page.goto(server.address);
    await page.getByRole('heading', { name: 'The way in is a link in your terminal.' }).waitFor();
    expect(await page.locator('clientele-totals').count()).toBe(0);
    expect(await sideways(page)).toBe(0);
    expect(await seriousFaults(page)).toEqual([]);
    server.gateway.behave('well');
    await page.getByRole('button', { name: 'I have signed in' }).click();
    await page.locator('clientele-totals dl').waitFor();
  });

  it.each([
    ['the page looks again', 'document.dispatchEvent(new Event("visibilitychange"))', 'well'],
    ['only a member’s card asks', undefined, 'signed-out'],
  ] as const)('shows nothing of the shop once a session has ended elsewhere and %s', async (_, look, profile) => {
    await using server = await startPageServer();
    await using opened = await openConsole(browser, server);
    const { page } = opened;
    server.gateway.behave(profile, 'Profile');
    await page.locator('clientele-query-box tbody button').first().waitFor();
    if (look !== undefined) {
      await page.locator('clientele-query-box tbody button').first().click();
      await page.locator('clientele-profile summary').first().waitFor();
      server.gateway.behave('signed-out');
      await page.evaluate(look);
    } else await page.locator('clientele-query-box tbody button').first().click();
    await page.getByRole('heading', { name: 'The way in is a link in your terminal.' }).waitFor();
    for (const shown of ['clientele-totals', 'clientele-segments', 'clientele-profile']) {
      expect(await page.locator(shown).count()).toBe(0);
    }
    server.gateway.behave('well');
    server.gateway.behave('well', 'Profile');
    await page.getByRole('button', { name: 'I have signed in' }).click();
    await page.locator('clientele-totals dl').waitFor();
    expect(await page.locator('clientele-profile').count()).toBe(0);
  });
});
