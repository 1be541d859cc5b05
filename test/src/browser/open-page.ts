import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import type { PageServer } from './page-server.js';

/** A page of its own, with what went wrong on it: broken content policy, errors, failed loads. */
export interface OpenPage extends AsyncDisposable {
  readonly page: Page;
  readonly wrongs: readonly string[];
}

export interface View {
  readonly width?: number;
  readonly colorScheme?: 'light' | 'dark';
  readonly forcedColors?: 'active';
}

export async function openPage(browser: Browser, view: View = {}): Promise<OpenPage> {
  const options: BrowserContextOptions = {
    viewport: { width: view.width ?? 1280, height: 800 },
    colorScheme: view.colorScheme ?? 'light',
    forcedColors: view.forcedColors ?? 'none',
    reducedMotion: 'reduce',
  };
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const wrongs: string[] = [];
  page.on('pageerror', (error) => wrongs.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') wrongs.push(message.text());
  });
  return { page, wrongs, [Symbol.asyncDispose]: () => context.close() };
}

/** The console, all of it loaded. */
export async function openConsole(browser: Browser, server: PageServer, view: View = {}): Promise<OpenPage> {
  const opened = await openPage(browser, view);
  await opened.page.goto(server.address);
  await opened.page.locator('clientele-query-box tbody tr').first().waitFor();
  await opened.page.locator('clientele-rfm-map .cell').first().waitFor();
  await opened.page.locator('clientele-segments li').first().waitFor();
  return opened;
}
