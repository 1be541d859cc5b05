import { readFile } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AnotherSite, startSite } from './another-site.js';
import { CHROMIUM, launchChromium } from './chromium.js';
import { openPage, type View } from './open-page.js';
import { type RealServer, startRealServer } from './real-server.js';
import { seriousFaults } from './serious-faults.js';

const TEXT = 'clientele-query-box textarea';
const SIZE = 'clientele-query-box .size';

describe.skipIf(CHROMIUM === undefined)('with a real server', { timeout: 60_000 }, () => {
  let real: RealServer;
  let browser: Browser;

  beforeAll(async () => {
    [real, browser] = await Promise.all([startRealServer(), launchChromium()]);
  }, 120_000);
  afterAll(async () => {
    await browser.close();
    await real[Symbol.asyncDispose]();
  });

  /** Follows a fresh sign-in link, which ends on the page, and chooses a shop there. */
  async function signedIn(shop: string, view: View = {}) {
    const opened = await openPage(browser, view);
    await opened.page.goto(await real.link());
    await opened.page.getByRole('button', { name: shop, exact: true }).click();
    await opened.page.getByRole('heading', { name: shop, exact: true }).waitFor();
    await opened.page.locator('clientele-totals dl').waitFor();
    return opened;
  }

  it('leads from the link to a question, a saved segment, who is in it, and what a change would do', async () => {
    await using opened = await signedIn('pounds');
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
    await box.getByText(/^2 would enter \(£[\d.,]+ spent\)/).waitFor();
    await box.getByText('2 would leave').waitFor();
    expect(await box.locator('.movers').innerText()).toContain('Ada Reyes');
    await box.getByRole('button', { name: 'Save changes' }).click();
    await box.getByText('Saved as', { exact: true }).waitFor();
    await expect.poll(() => segments.getByRole('button').first().innerText()).toMatch(/^Spenders\s+3\s+60%/);
    await expect
      .poll(() => real.server.ask('segment list', { shop: 'pounds' }))
      .toMatchObject([{ name: 'Spenders', query: 'amount_spent < 100', members: 3, state: 'fresh' }]);

    // The answer is asked anew for what was saved.
    await box.locator('.size').getByText('3', { exact: true }).waitFor();
    await expect.poll(() => box.locator('section').getAttribute('aria-busy')).toBe('false');
    await expect.poll(() => box.locator('.movers').count()).toBe(0);
    await box.getByRole('button', { name: 'Download CSV' }).click();
    await box.getByText('0 members in the file. Left out: 3').waitFor();
    await box.getByLabel('Another use').check();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      box.getByRole('button', { name: 'Download', exact: true }).click(),
    ]);
    const lines = (await readFile(await download.path(), 'utf8')).trimEnd().split('\n');
    expect([lines.length, lines[0]]).toEqual([4, 'profile,email,phone,name']);
    const log = await real.server.ask<{ what: string; subject: string }[]>('audit-log', { shop: 'pounds', limit: 50 });
    expect(log.find(({ what }) => what === 'members.exported')?.subject).toMatch(/^seg_/);

    await page.getByLabel('Find a person').fill('lin');
    await page.locator('clientele-people-search').getByRole('button', { name: 'Bo Lind' }).waitFor();
    await page.keyboard.press('Escape');
    await box.getByRole('button', { name: 'Bo Lind' }).click();
    const card = page.locator('clientele-profile');
    await card.getByRole('heading', { name: 'Bo Lind' }).waitFor();
    await card.locator('summary', { hasText: 'Spenders' }).click();
    await card.locator('clientele-reasons li', { hasText: 'Amount spent is less than £100.00' }).waitFor();
    expect(await card.locator('.facts').innerText()).toContain('£40.00');
    expect(await card.locator('.records').innerText()).toContain('c2@small.example');
    expect(wrongs).toEqual([]);
  });

  it('shows each shop its own, in its own currency', async () => {
    await using opened = await signedIn('yen');
    const { page, wrongs } = opened;
    const totals = page.locator('clientele-totals dl');
    await expect.poll(() => totals.innerText()).toMatch(/Profiles\s+1\s/);
    expect(await totals.innerText()).toContain('JP¥40');
    await page.locator('clientele-segments').getByText('No segment yet.').waitFor();
    await page.locator(TEXT).fill('number_of_orders = 1');
    await expect.poll(() => page.locator('clientele-query-box .big').innerText()).toMatch(/1\s+of 1 profile$/);
    await page.getByRole('button', { name: 'pounds' }).click();
    await expect.poll(() => totals.innerText()).toMatch(/Profiles\s+5\s/);
    await expect.poll(() => page.locator(SIZE).innerText()).toBe('3');
    expect(wrongs).toEqual([]);
  });

  it('leads to GraphiQL, which asks about the shop of the page, or of a header', async () => {
    await using opened = await signedIn('yen');
    const { page, wrongs } = opened;
    await page.getByRole('link', { name: 'GraphQL' }).click();
    // Both editors: what is executed before they are there is nothing, and is shown nowhere.
    await page.locator('.graphiql-query-editor .view-lines', { hasText: 'profiles' }).waitFor();
    await page.locator('.result-window .view-lines').waitFor();
    const answered = async (shop: string) => {
      await page.getByRole('button', { name: /^Execute/ }).click();
      await page.locator('.result-window', { hasText: `"${shop}"` }).waitFor();
    };
    await answered('yen');
    await page.getByRole('button', { name: 'Headers' }).click();
    await page.locator('.graphiql-editor-tool .view-lines').last().click();
    await page.keyboard.insertText('{ "X-Clientele-Shop": "tea" }');
    await answered('tea');
    expect(wrongs).toEqual([]);
  });

  it('renames a segment, and deletes it after saying who leaves; one that another refers to stays', async () => {
    const save = (name: string, query: string) => real.server.ask('segment save', { shop: 'tea', name, query });
    await save('Buyers', 'number_of_orders >= 1');
    await save('Rich buyers', "in_segment('buyers') AND amount_spent > 100");
    await using opened = await signedIn('tea', { width: 320 });
    const { page, wrongs } = opened;
    const segments = page.locator('clientele-segments');
    const actions = page.locator('clientele-segment-actions');
    await segments.getByRole('button', { name: /^Buyers/ }).click();
    await actions.getByRole('button', { name: 'Delete' }).click();
    await actions.getByText('“Buyers” cannot be deleted.').waitFor();
    await actions.getByText('“Rich buyers” refers to it: change or delete that one first.').waitFor();
    await page.keyboard.press('Escape');
    expect(await actions.getByRole('button').allInnerTexts()).toEqual([
      'New question',
      'Rename',
      'Add or exclude',
      'On platforms',
      'Delete',
    ]);

    await actions.getByRole('button', { name: 'Rename' }).click();
    await actions.getByLabel('New name').fill('Rich buyers');
    await page.keyboard.press('Enter');
    await actions.getByRole('alert').filter({ hasText: 'There is a segment of that name already' }).waitFor();
    await actions.getByLabel('New name').fill('Who bought');
    await expect.poll(() => page.locator(SIZE).innerText()).toBe('4');
    expect(await seriousFaults(page)).toEqual([]);
    await page.keyboard.press('Enter');
    await segments.getByRole('button', { name: /^Who bought/ }).waitFor();
    await page.locator('clientele-query-box label', { hasText: 'Who bought' }).waitFor();

    await segments.getByRole('button', { name: /^Rich buyers/ }).click();
    await actions.getByRole('button', { name: 'Delete' }).click();
    await actions.getByText('2 profiles would leave it.').waitFor();
    await expect.poll(() => page.locator(SIZE).innerText()).toBe('2');
    expect(await seriousFaults(page)).toEqual([]);
    expect(await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')).toBe(0);
    await actions.getByRole('button', { name: 'Delete segment' }).click();
    await page.getByLabel('Save as a segment').waitFor();
    expect(await page.locator(TEXT).inputValue()).toContain('amount_spent > 100');
    await expect
      .poll(() => segments.getByRole('button').allInnerTexts())
      .toEqual([expect.stringMatching(/^Who bought/), 'From a template', 'Compare and check']);
    const left = await real.server.ask<{ handle: string }[]>('segment list', { shop: 'tea' });
    expect(left.map(({ handle }) => handle)).toEqual(['buyers']);
    expect(wrongs).toEqual([]);
  });

  it('adds people to segments by hand, keeps them out, and takes that back', async () => {
    await real.server.ask('segment save', { shop: 'hands', name: 'Rich', query: 'amount_spent > 100' });
    await real.server.ask('segment snapshot', { shop: 'hands', name: 'Dinner', why: '' });
    const membersOf = async () => {
      const segments = await real.server.ask<{ handle: string; members: number }[]>('segment list', { shop: 'hands' });
      return segments.map(({ handle, members }) => [handle, members]);
    };
    await using opened = await signedIn('hands', { width: 320 });
    const { page, wrongs } = opened;
    const segments = page.locator('clientele-segments');
    const card = page.locator('clientele-profile');
    const byHand = page.locator('clientele-by-hand');
    const decided = byHand.locator('li');
    await segments.getByRole('button', { name: /^Rich/ }).click();
    await expect.poll(() => page.locator(SIZE).innerText()).toBe('2');

    // Somebody in it is excluded; the card, the list of segments and the count of the query follow.
    await page.locator('clientele-members').getByRole('button', { name: 'Ada Reyes' }).click();
    await byHand.getByRole('button', { name: 'Exclude from a segment' }).press('Enter');
    expect(await byHand.getByLabel('Segment').evaluate((field) => Reflect.get(field, 'value'))).not.toBe('');
    expect(await byHand.locator('optgroup').first().getAttribute('label')).toBe('In it now');
    await page.keyboard.press('Escape');
    expect(await byHand.getByLabel('Segment').count()).toBe(0);
    await page.keyboard.press('Enter');
    await byHand.getByLabel('Why').fill('works here');
    expect(await seriousFaults(page)).toEqual([]);
    expect(await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')).toBe(0);
    await page.keyboard.press('Enter');
    await expect
      .poll(() => decided.allInnerTexts())
      .toEqual([expect.stringMatching(/^Excluded from Rich .*: works here/)]);
    await card.getByText('In none at present.').waitFor();
    await byHand.getByRole('button', { name: 'Add to a segment' }).click();
    await byHand.getByLabel('Segment').selectOption({ label: 'Dinner' });
    await byHand.getByRole('button', { name: 'Add', exact: true }).click();
    await card.locator('summary', { hasText: 'Dinner' }).click();
    await card.locator('clientele-reasons li', { hasText: 'by hand' }).first().waitFor();
    await page.getByRole('button', { name: 'Close' }).click();
    await expect.poll(() => page.locator(SIZE).innerText()).toBe('1');
    await expect.poll(() => segments.getByRole('button').first().innerText()).toMatch(/^(Dinner|Rich)\s+1\s+20%/);
    await expect.poll(membersOf).toEqual([
      ['dinner', 1],
      ['rich', 1],
    ]);

    // A change of the query leaves alone what was decided by hand, in whatever form it is written.
    await page.locator(TEXT).fill('FROM customers WHERE amount_spent > 10');
    await page.getByText('2 would enter').waitFor();
    await page.getByText('Nobody would leave').waitFor();
    await expect.poll(() => page.locator(SIZE).innerText()).toBe('3');
    await page.getByRole('button', { name: 'Undo' }).click();

    // A list can be renamed and is not changed by another text.
    await segments.getByRole('button', { name: /^Dinner/ }).click();
    await expect.poll(() => page.locator(SIZE).innerText()).toBe('1');
    await page.getByRole('button', { name: 'Rename' }).click();
    await page.getByLabel('New name').fill('Supper');
    await page.keyboard.press('Enter');
    await page.locator('clientele-query-box label', { hasText: 'Supper' }).waitFor();
    await page.getByText('It is a list, which changes by hand alone.').waitFor();
    await page.getByRole('button', { name: 'Add or exclude' }).press('Enter');
    await page.keyboard.insertText('c2@small.example\n\nnobody@small.example');
    await page.getByRole('button', { name: 'Decide' }).click();
    await page.getByText('1 person added.').waitFor();
    await page.getByRole('alert').filter({ hasText: 'Not decided about line 3 (nobody has that).' }).waitFor();
    expect(await page.getByLabel('One a line').inputValue()).toBe('nobody@small.example');
    expect(await seriousFaults(page)).toEqual([]);
    expect(await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')).toBe(0);
    await expect.poll(() => page.locator(SIZE).innerText()).toBe('2');
    await page.getByRole('radio', { name: /^Take back/ }).check();
    await page.getByLabel('One a line').fill('c2');
    await page.getByRole('button', { name: 'Decide' }).click();
    await page.getByText('1 person neither added nor excluded any more.').waitFor();
    await page.getByRole('button', { name: 'Who was added' }).click();
    expect(await page.locator(TEXT).inputValue()).toBe("added_to('dinner')");
    await expect.poll(() => page.locator(SIZE).innerText()).toBe('1');

    await page.locator(TEXT).fill('number_of_orders = 0');
    await page.getByLabel('Save as a segment').fill('To be asked');
    await page.getByLabel('As a list').check();
    await page.keyboard.press('Enter');
    await page.getByText('It is a list, which changes by hand alone.').waitFor();
    expect(await page.locator(TEXT).inputValue()).toBe("in_segment('to-be-asked')");
    await expect.poll(() => page.locator(SIZE).innerText()).toBe('1');

    await page.getByLabel('Find a person').fill('Ada');
    await page.locator('clientele-people-search').getByRole('button', { name: 'Ada Reyes' }).click();
    await byHand.getByRole('button', { name: 'Take back: Excluded from Rich' }).click();
    await expect.poll(() => decided.count()).toBe(1);
    await card.locator('summary', { hasText: 'Rich' }).waitFor();
    await byHand.getByRole('button', { name: 'Take back: Added to Supper' }).click();
    await expect.poll(membersOf).toEqual([
      ['dinner', 0],
      ['rich', 2],
      ['to-be-asked', 1],
    ]);
    expect(wrongs).toEqual([]);
  });

  it('offers templates where there is no segment, and saves the chosen ones at once', async () => {
    await using opened = await signedIn('new', { width: 320, colorScheme: 'dark' });
    const { page, wrongs } = opened;
    const segments = page.locator('clientele-segments');
    await segments.getByText('No segment yet.').waitFor();
    const lapsed = segments.getByRole('checkbox', { name: /^Lapsed\s+4\s+80%\s+No order for a year/ });
    expect(await lapsed.isChecked()).toBe(true);
    await segments.getByText('Others that hold nobody now').click();
    expect(await segments.getByRole('checkbox', { name: /^Regulars\s+0/ }).isChecked()).toBe(false);
    await segments.getByRole('checkbox', { name: /^Champions/ }).uncheck();
    await segments.getByRole('checkbox', { name: /^Regulars/ }).check();
    expect(await seriousFaults(page)).toEqual([]);
    expect(await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')).toBe(0);
    const chosen = await segments.getByRole('checkbox', { checked: true }).count();
    await segments.getByRole('button', { name: `Save ${chosen} segments` }).click();
    await segments.getByText(`${chosen} segments keep themselves up to date`).waitFor();
    await segments.getByRole('button', { name: /^Lapsed\s+4\s+80%/ }).waitFor();
    expect(await segments.getByRole('button', { name: /^Champions/ }).count()).toBe(0);
    expect(wrongs).toEqual([]);
  });

  it('signs out, and tells whoever comes back by the used link how to get another', async () => {
    await using opened = await openPage(browser, { width: 320 });
    const { page } = opened;
    const link = await real.link();
    await page.goto(link);
    await page.locator('clientele-totals dl').waitFor();
    await page.route('**/sign-out', (route) => route.abort());
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('alert').filter({ hasText: 'You are still signed in' }).waitFor();
    await page.unroute('**/sign-out');
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'The way in is a link in your terminal.' }).waitFor();
    expect(await page.locator('clientele-totals').count()).toBe(0);
    await page.goto(link);
    await page.getByText('Link already used?').waitFor();
  });

  describe('<clientele-profile> on another site', () => {
    let site: AnotherSite;
    let profile: string;
    let key: string;

    beforeAll(async () => {
      const ask = <Output>(verb: string, input: object) =>
        real.server.ask<Output>(verb, { shop: 'elsewhere', ...input });
      site = await startSite(real.address);
      await ask('widget allow', { origin: site.address });
      ({ key } = await ask<{ key: string }>('key create', { name: 'CRM', scopes: ['widgets'] }));
      const query = 'amount_spent > 100 AND (number_of_orders > 9 OR NOT (last_order_date < -9y))';
      await ask('segment save', { name: 'Nested', query });
      const [found] = await ask<{ id: string }[]>('profile find', { text: 'Ada Reyes', limit: 1 });
      profile = found?.id ?? '';
    });
    afterAll(() => site[Symbol.asyncDispose]());

    const token = async (): Promise<string> => {
      const response = await fetch(`${real.address}/widget-tokens`, {
        method: 'POST',
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
        body: JSON.stringify({ profile, origin: site.address }),
      });
      return ((await response.json()) as { token: string }).token;
    };

    it('shows one person by the token that the site hands over, though it is loaded twice', async () => {
      site.show(profile, token);
      await using opened = await openPage(browser, { width: 320 });
      const { page, wrongs } = opened;
      await page.goto(site.address);
      const card = page.locator('clientele-profile');
      await card.getByRole('heading', { name: 'Ada Reyes' }).waitFor();
      await card.locator('summary', { hasText: 'Nested' }).click();
      const reasons = card.locator('clientele-reasons');
      await reasons.locator('li').first().waitFor();
      expect((await reasons.locator('li').allInnerTexts()).map((text) => text.split('\n')[1])).toEqual([
        'Amount spent is more than £100.00',
        'At least one of these',
        'Number of orders is more than 9',
        'Not this',
        'Last order date is before 9 years ago',
      ]);
      expect(await reasons.locator('ul ul ul').innerText()).toContain('Does not hold: found 1 Apr 2024');
      expect(site.tokens()).toBe(1);
      expect(await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')).toBe(0);
      expect(wrongs).toEqual([]);
    });

    it('tries once with a fresh token, then says that the session has ended', async () => {
      site.show(profile, async () => 'no-token');
      await using opened = await openPage(browser, { width: 320 });
      const { page } = opened;
      await page.goto(site.address);
      const card = page.locator('clientele-profile');
      await card.getByText('The session has ended').waitFor();
      expect(site.tokens()).toBe(2);
      site.show(profile, token);
      await card.getByRole('button', { name: 'Try again' }).click();
      await card.getByRole('heading', { name: 'Ada Reyes' }).waitFor();
      expect(site.tokens()).toBe(1);
    });
  });
});
