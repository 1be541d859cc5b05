import type { Connector } from '@clientele/connector-kit';
import { z } from 'zod';
import { hear } from './hear.js';
import { at, PER_SECOND, settings, sign, type WooCommerceSettings } from './settings.js';
import { customers, orders, products } from './streams.js';
import { write } from './write.js';

/** The most that WooCommerce puts on a page. */
const PAGE_SIZE = 100;

const site = z.object({ url: z.string(), name: z.string().optional(), timezone_string: z.string().optional() });
const currency = z.object({ code: z.string() });

/** WooCommerce over its REST interface, version 3. `pageSize` is for trials, which are short. */
export function connectorOf(pageSize: number) {
  return {
    id: 'woocommerce',
    settings,
    limits: {
      key: ({ address }) => new URL(address).host,
      perSecond: PER_SECOND,
      burst: 10,
      pace: ({ requestsPerSecond }) => requestsPerSecond,
    },
    sign,
    async check({ settings, ask }) {
      const shop = site.parse((await ask({ url: at(settings, '/') })).body);
      const { code } = currency.parse((await ask({ url: at(settings, '/wc/v3/data/currencies/current') })).body);
      return {
        id: shop.url,
        currency: code,
        ...(shop.name !== undefined && { name: shop.name }),
        ...(shop.timezone_string && { timeZone: shop.timezone_string }),
      };
    },
    streams: { products: products(pageSize), customers: customers(pageSize), orders: orders(pageSize) },
    hear,
    hooks: { secrets: 'webhookSecrets' },
    write,
    writes: ['tag', 'group', 'segment'],
  } satisfies Connector<WooCommerceSettings>;
}

export const woocommerce = connectorOf(PAGE_SIZE);
