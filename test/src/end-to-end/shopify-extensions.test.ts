import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { startShopify } from '@clientele/fakes';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bundledExtension } from './bundled-extension.js';
import { Clientele } from './clientele.js';
import { Server } from './server.js';
import { withShopify } from './with-shopify.js';

const TEAPOT = '8100001';

interface Told {
  readonly settings: { readonly pageKeys: readonly string[] };
}
interface Heard {
  readonly [name: string]: (event: object) => Promise<void>;
}

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'clientele-storefront-'));
});
afterAll(async () => {
  await rm(directory, { recursive: true, force: true });
});

it('what a customer of Shopify did in its online store is theirs, also before they signed in', {
  timeout: 240_000,
}, async () => {
  await using shopify = await startShopify({ now: Date.now });
  const { shop, app } = shopify.fake;
  const ada = shop.addCustomer({ email: 'ada@example.com', firstName: 'Ada' }).id;
  const bo = shop.addCustomer({ email: 'bo@example.com', firstName: 'Bo' }).id;
  for (const customer of [ada, bo]) shop.placeOrder({ lines: [{ quantity: 1 }], customer });
  const token = { CLIENTELE_SHOPIFY_ACCESS_TOKEN: app.customToken() };
  const data = join(directory, 'data');
  await using server = await Server.startIn(withShopify(shopify.url), data);
  const clientele = new Clientele(data, token);
  expect(await clientele.run('connect', 'shopify', `shop=${shop.facts.domain}`)).toMatchObject({ status: 0 });
  const { telling } = await clientele.json<{ telling: Told }>('connect', 'events', `usersOf=${shop.facts.domain}`);
  const [pageKey = ''] = telling.settings.pageKeys;
  const { address } = await server.ask<{ address: string }>('connection webhooks', { connection: 'events' });
  await server.ask('sync');

  const before = await visit({ address, pageKey }, null);
  await before.product_viewed?.(anEvent('product_viewed', { productVariant: { product: { id: TEAPOT } } }));
  const signedIn = await visit({ address, pageKey }, ada);
  await signedIn.search_submitted?.(anEvent('search_submitted', { searchResult: { query: 'teapot' } }));

  const query = `storefront.product_viewed MATCHES (id = '${TEAPOT}') AND events.searched MATCHES (property.query = 'teapot')`;
  const of = async (asked: string) => (await server.ask<{ count: number }>('segment count', { query: asked })).count;
  await expect.poll(() => of(`${query} AND number_of_orders = 1`), { timeout: 60_000, interval: 200 }).toBe(1);
  expect(await of(`${query} AND customer_email_domain = 'example.com'`)).toBe(1);
  expect(await of('number_of_orders = 1')).toBe(2);
});

it('the templates of the segment editor come in one script, which needs nothing', async () => {
  const script = await bundledExtension('segment-templates/src/segment-templates.ts');
  const extension: () => { templates: readonly { query: string }[] } = runInNewContext(`${script}; extension`);
  const { templates } = extension();
  expect(templates.length).toBeGreaterThan(15);
  expect(templates.map(({ query }) => query)).toContain("rfm_group = 'CHAMPIONS'");
});

/** What the extension hears of on a page. */
async function visit(settings: object, customer: string | null): Promise<Heard> {
  const heard: Record<string, (event: object) => Promise<void>> = {};
  const pixel = {
    settings,
    init: { data: { customer: customer === null ? null : { id: customer } } },
    analytics: {
      subscribe: (name: string, hear: (event: object) => Promise<void>) => {
        heard[name] = hear;
      },
    },
    browser: { sessionStorage: { getItem: async () => null, setItem: async () => undefined } },
  };
  const shopify = { extend: (_: string, tell: (given: typeof pixel) => void) => tell(pixel) };
  // A worker of the browser has these, and no page.
  runInNewContext(await bundledExtension('storefront-events/src/index.ts'), { shopify, fetch, URLSearchParams });
  return heard;
}

function anEvent(name: string, data: object): object {
  const location = { host: 'shop.example', pathname: '/', search: '' };
  const context = { document: { title: 'Shop', referrer: '', location } };
  return { id: `sh-${name}`, name, clientId: 'device-1', timestamp: new Date().toISOString(), context, data };
}
