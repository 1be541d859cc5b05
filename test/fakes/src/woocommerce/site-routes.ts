import type { Behind, Reply, Route } from './route.js';

const CURRENCIES: Readonly<Record<string, readonly [name: string, symbol: string]>> = {
  EUR: ['Euro', '&euro;'],
  GBP: ['Pound sterling', '&pound;'],
  JPY: ['Japanese yen', '&yen;'],
  USD: ['United States (US) dollar', '&#36;'],
};

/** What the site says of itself to anybody. Not among the recordings; after the documentation. */
function getSite({ shop: { site } }: Behind): Reply {
  const { url, zone } = site;
  return {
    body: { name: 'Shop', description: '', url, home: url, timezone_string: zone, namespaces: ['wp/v2', 'wc/v3'] },
  };
}

/** The currency of the shop. Not among the recordings; after the documentation. */
function getCurrency({ shop: { site } }: Behind): Reply {
  const [name, symbol] = CURRENCIES[site.currency] ?? [site.currency, site.currency];
  return { body: { code: site.currency, name, symbol } };
}

export const SITE_ROUTES: readonly Route[] = [
  { path: /^\/$/, takes: 'GET', get: getSite, open: true },
  { path: /^\/wc\/v3\/data\/currencies\/current$/, takes: 'GET', get: getCurrency },
];
