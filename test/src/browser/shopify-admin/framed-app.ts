import type { Browser, Frame, Route } from 'playwright-core';
import { type OpenPage, openPage, type View } from '../open-page.js';
import { APP_BRIDGE, POLARIS } from './shopify-scripts.js';

/** Where the app is, for people and for Shopify. */
export const APP_ORIGIN = 'https://clientele.example';
/** The admin of all shops. */
export const ADMIN_ORIGIN = 'https://admin.shopify.com';

export interface Framing {
  /** Who shows the app within a page of its own. */
  readonly origin: string;
  /** The shop's own domain. */
  readonly shop: string;
  /** Where the app's server listens. */
  readonly address: string;
  /** A session token, as Shopify gives one each time that App Bridge asks. */
  readonly token: () => string;
}

export interface FramedApp extends OpenPage {
  /** The app, within the page. */
  readonly frame: Frame;
}

/** A page of that origin with the app in a frame, as Shopify's admin opens it. Nothing of it comes from the internet. */
export async function openFramed(browser: Browser, framing: Framing, view: View = {}): Promise<FramedApp> {
  const { origin, shop, address, token } = framing;
  const opened = await openPage(browser, view);
  const { page } = opened;
  const script = (body: string) => (route: Route) => route.fulfill({ contentType: 'text/javascript', body });
  await page.route('https://cdn.shopify.com/shopifycloud/app-bridge.js', script(APP_BRIDGE));
  await page.route('https://cdn.shopify.com/shopifycloud/polaris.js', script(POLARIS));
  await page.route(`${APP_ORIGIN}/**`, async (route) => {
    const { pathname, search } = new URL(route.request().url());
    // The server closes what was idle, maybe just then. A page that was closed meanwhile wants no answer.
    const url = `${address}${pathname}${search}`;
    const response = await route.fetch({ url, maxRetries: 3 }).catch(() => undefined);
    await (response === undefined ? route.abort() : route.fulfill({ response })).catch(() => {});
  });
  await page.route(`${origin}/token`, (route) => route.fulfill({ contentType: 'text/plain', body: token() }));
  const asked = new URLSearchParams({ shop, host: btoa(`admin.shopify.com/store/${shop}`), embedded: '1' });
  await page.route(`${origin}/`, (route) =>
    route.fulfill({ contentType: 'text/html', body: frameAround(`${APP_ORIGIN}/shopify?${asked}`) }),
  );
  await page.goto(`${origin}/`);
  const frame = page.frames().find((each) => each !== page.mainFrame());
  if (frame === undefined) throw new Error('there is no frame');
  return { ...opened, frame, [Symbol.asyncDispose]: () => opened[Symbol.asyncDispose]() };
}

function frameAround(address: string): string {
  return `<!doctype html><html lang="en"><title>Admin</title><link rel="icon" href="data:,">
    <style>html, body, iframe { margin: 0; border: 0; inline-size: 100%; block-size: 100%; display: block }</style>
    <iframe title="Clientele" src="${address.replaceAll('&', '&amp;')}"></iframe>
    <script>
      addEventListener('message', async ({ data, ports, origin }) => {
        if (data !== 'idToken' || origin !== '${APP_ORIGIN}') return;
        const answer = await fetch('/token');
        ports[0].postMessage(await answer.text());
      });
    </script></html>`;
}
