import { readFile } from 'node:fs/promises';
import { events } from '@clientele/connector-events';
import type { Json } from '@clientele/connector-kit';
import { API_VERSIONS } from '@clientele/connector-shopify';
import { fetchOf, ShopifyFake } from '@clientele/fakes';
import { EVENT_NAMES, type EventRecord, instant, readRecord, type SourceRecord } from '@clientele/model';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Pixel, PixelEvent } from '../extensions/storefront-events/src/pixel.ts';
import { aPixelEvent, PIXEL_DATA, type PixelEventName, pageAt } from './pixel-event.fixture.js';

const FOLDER = new URL('../extensions/storefront-events/', import.meta.url);
const ADDRESS = 'https://c.example/hooks/abc';
const NOW = instant('2026-05-04T10:00:00Z');
const SETTINGS = events.settings.parse({
  usersOf: 'shop.myshopify.com',
  writeKeys: ['a-write-key'],
  pageKeys: ['a-page-key'],
});

/** What the entrance made of all that was sent. */
let records: SourceRecord[];
let bodies: string[];
/** Whether there is a network. */
let online: boolean;
/** What the browser keeps for a visit. */
let session: Map<string, string>;

beforeEach(() => {
  records = [];
  bodies = [];
  online = true;
  session = new Map();
  vi.stubGlobal('fetch', entrance);
  // The browser's clock is right.
  vi.useFakeTimers({ now: Date.parse(NOW), toFake: ['Date'] });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** The entrance for events, as it takes what a browser sends. */
async function entrance(url: string, { body, method, ...rest }: RequestInit): Promise<Response> {
  if (!online) throw new TypeError('Failed to fetch');
  expect({ method, ...rest }).toEqual({ method: 'POST', keepalive: true });
  bodies.push(String(body));
  const heard = events.hear(
    { url, headers: new Headers(), body: new TextEncoder().encode(String(body)) },
    SETTINGS,
    NOW,
  );
  if (heard.outcome !== 'heard') throw new Error(JSON.stringify(heard));
  expect(JSON.parse(heard.answer?.body ?? '')).toMatchObject({ success: true, refused: [] });
  records.push(...(heard.objects ?? []).flatMap(({ stream, object }) => recordsOf(stream, object)));
  return new Response(heard.answer?.body ?? '');
}

function recordsOf(name: string, object: Json): SourceRecord[] {
  const stream = Object.entries(events.streams).find(([each]) => each === name)?.[1];
  const said = stream?.decode(object, SETTINGS);
  if (said === undefined || 'gone' in said) throw new Error(`nothing is read of ${name}`);
  return said.map((input) => {
    const reading = readRecord(input);
    if (reading.outcome === 'refused') throw new Error(reading.reason);
    return reading.record;
  });
}

/** A page of the online store on which the extension is loaded, as Shopify loads it. */
async function open(customer: { readonly id: string } | null = null) {
  const heard = new Map<string, (event: PixelEvent) => unknown>();
  const pixel: Pixel = {
    settings: { address: ADDRESS, pageKey: 'a-page-key' },
    init: { data: { customer } },
    analytics: { subscribe: (name, hear) => heard.set(name, hear) },
    browser: {
      sessionStorage: {
        getItem: async (key) => session.get(key) ?? null,
        setItem: async (key, value) => session.set(key, value),
      },
    },
  };
  vi.stubGlobal('shopify', { extend: (point: string, tell: (pixel: Pixel) => void) => point === POINT && tell(pixel) });
  vi.resetModules();
  await import(new URL('src/index.ts', FOLDER).href);
  return {
    heard: [...heard.keys()],
    happens: async (name: PixelEventName, more: Partial<PixelEvent> = {}) => heard.get(name)?.(aPixelEvent(name, more)),
  };
}
const POINT = 'WebPixel::Render';

const eventsIn = (all: readonly SourceRecord[]) =>
  all.filter((record): record is EventRecord => record.kind === 'event');

test('what Shopify tells of a page becomes our events, each by the name that the language has for it', async () => {
  const page = await open();
  const names = Object.entries(EVENT_NAMES).filter(([, { shopify }]) => shopify !== null && shopify in PIXEL_DATA);
  expect(page.heard.toSorted()).toEqual([...names.map(([, { shopify }]) => shopify), 'checkout_completed'].sort());
  for (const [ours, { shopify }] of names) {
    records = [];
    await page.happens(shopify as PixelEventName);
    expect(eventsIn(records), ours).toMatchObject([
      {
        name: ours,
        at: '2026-05-04T09:59:00.000Z',
        channel: { kind: 'online_store' },
        customer: '~device:device-1',
        anonymousId: 'device-1',
      },
    ]);
  }
});

test.each<[PixelEventName, Partial<EventRecord>]>([
  [
    'product_viewed',
    {
      product: '8100001',
      properties: {
        locale: 'en-GB',
        page_path: '/products/teapot',
        page_title: 'Teapot – Shop',
        product_id: '8100001',
        variant_id: '45100001',
        name: 'Teapot',
        variant: 'Blue',
        sku: 'POT-1',
        category: 'Pots',
        brand: 'Potters',
        price: 24.5,
        currency: 'GBP',
      },
    },
  ],
  ['collection_viewed', { properties: expect.objectContaining({ collection_id: '4400001', category: 'Pots' }) }],
  ['search_submitted', { properties: expect.objectContaining({ query: 'teapot' }) }],
  ['product_added_to_cart', { product: '8100001', properties: expect.objectContaining({ quantity: 2, price: 24.5 }) }],
  ['product_removed_from_cart', { product: '8100001', properties: expect.objectContaining({ quantity: 1 }) }],
  [
    'cart_viewed',
    { properties: expect.objectContaining({ value: 49, currency: 'GBP', 'products.product_id': ['8100001'] }) },
  ],
  ['checkout_started', { properties: expect.objectContaining({ value: 49, 'products.product_id': ['8100001'] }) }],
])('%s says what it is about', async (name, said) => {
  await (await open()).happens(name);
  expect(eventsIn(records)).toMatchObject([said]);
});

test('what is missing from an event keeps nothing out', async () => {
  const page = await open();
  for (const name of ['product_viewed', 'product_added_to_cart', 'cart_viewed', 'collection_viewed'] as const) {
    await page.happens(name, { data: { cart: null, cartLine: null, productVariant: null, collection: null } });
  }
  expect(eventsIn(records)).toHaveLength(4);
});

test('who has signed in is told of once in a visit, and what they do is theirs', async () => {
  const page = await open({ id: '7300001' });
  await page.happens('page_viewed');
  await (await open({ id: '7300001' })).happens('product_viewed');
  expect(bodies.map((body) => JSON.parse(body).batch.map(({ type }: { type: string }) => type))).toEqual([
    ['identify', 'page'],
    ['track'],
  ]);
  expect(eventsIn(records).map(({ customer }) => customer)).toEqual(['7300001', '7300001']);
  const accounts = records.flatMap((record) => (record.kind === 'customer' ? [record.accounts] : []));
  expect(accounts).toContainEqual([
    { realm: 'shop.myshopify.com', id: '7300001' },
    { realm: 'shop.myshopify.com devices', id: 'device-1' },
  ]);
});

test('who checks out as a guest is known from then on; the order itself comes from the shop', async () => {
  const page = await open();
  await page.happens('product_viewed');
  await page.happens('checkout_completed');
  expect(eventsIn(records)).toHaveLength(1);
  expect(records).toContainEqual(
    expect.objectContaining({ accounts: expect.arrayContaining([{ realm: 'shop.myshopify.com', id: '7300001' }]) }),
  );
  expect(bodies.join('')).not.toMatch(/ada@example\.com|c0ffee|5500001/);
});

test('without a network the visit goes on, and who it is will be told with what comes next', async () => {
  const page = await open({ id: '7300001' });
  online = false;
  await page.happens('page_viewed');
  online = true;
  await page.happens('product_viewed');
  expect(JSON.parse(bodies.join('')).batch).toMatchObject([{ type: 'identify' }, { event: 'Product Viewed' }]);
});

test.each([
  ['/', '/'],
  ['/collections/pots/products/teapot', '/collections/pots/products/teapot'],
  ['/en-gb/products/teapot', '/en-gb/products/teapot'],
  ['/search', '/search'],
  ['/checkouts/cn/c0ffee/information', '/checkouts'],
  ['/en-gb/checkouts/cn/c0ffee', '/en-gb'],
  ['/account/reset/7300001/c0ffee', '/account'],
  ['/63000001/orders/c0ffee', '/63000001'],
])('of the page %s is told %s', async (path, told) => {
  await (await open()).happens('page_viewed', { context: pageAt(path) });
  expect(eventsIn(records)[0]?.properties.page_path).toBe(told);
});

test('of where somebody came from, the site and the campaign', async () => {
  const page = await open();
  const from = 'https://news.example/letters/c0ffee?to=ada@example.com';
  await page.happens('page_viewed', { context: pageAt('/', from, '?utm_source=newsletter&utm_id=7&key=c0ffee') });
  await page.happens('page_viewed', { context: pageAt('/', 'https://shop.example/account/reset/c0ffee') });
  expect(eventsIn(records).map(({ properties }) => properties)).toEqual([
    {
      locale: 'en-GB',
      page_path: '/',
      page_title: 'Teapot – Shop',
      page_referrer: 'https://news.example/',
      utm_source: 'newsletter',
      utm_id: '7',
    },
    { locale: 'en-GB', page_path: '/', page_title: 'Teapot – Shop' },
  ]);
  expect(bodies.join('')).not.toMatch(/c0ffee|ada@/);
});

test('its configuration asks for the settings that it has, and for visitors who allow it', async () => {
  const text = await readFile(new URL('shopify.extension.toml', FOLDER), 'utf8');
  const fields = [...text.matchAll(/^ *\[settings\.fields\.(\w+)\]$/gm)].map(([, name]) => name);
  const { settings }: Pick<Pixel, 'settings'> = { settings: { address: ADDRESS, pageKey: 'a-page-key' } };
  expect(fields).toEqual(Object.keys(settings));
  expect(text).toMatch(/^analytics = true\nmarketing = true\n/m);
});

test.each(API_VERSIONS)('Shopify %s takes the call by which the page about it turns it on', async (version) => {
  const page = await readFile(new URL('../README.md', import.meta.url), 'utf8');
  const [, body = ''] = /-d '(\{.*?\n {5}\})'/s.exec(page) ?? [];
  const { settings } = JSON.parse(body).variables;
  expect(Object.keys(settings)).toEqual(['address', 'pageKey']);
  const fake = new ShopifyFake({ now: () => Date.parse(NOW), app: { scopes: ['write_pixels'] } });
  const headers = { 'x-shopify-access-token': fake.app.customToken(), 'content-type': 'application/json' };
  const url = `https://${fake.shop.facts.domain}/admin/api/${version}/graphql.json`;
  const answer = await fetchOf(fake)(new Request(url, { method: 'POST', headers, body }));
  expect(await answer.json()).toMatchObject({ data: { webPixelCreate: { userErrors: [] } } });
  expect(fake.shop.webPixel?.settings).toEqual(settings);
});
