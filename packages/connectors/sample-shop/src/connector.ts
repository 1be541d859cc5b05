import type { Connector } from '@clientele/connector-kit';
import { z } from 'zod';
import { hear } from './hear.js';
import { type ShopSettings, settings, sign } from './settings.js';
import { customers, orders } from './streams.js';

/** The most that the shop puts on a page. */
const PAGE_SIZE = 100;

const account = z.object({ id: z.string(), currency: z.string(), zone: z.string() });

/** The connector. `pageSize` is for trials, which are short. */
export function connectorOf(pageSize: number) {
  return {
    id: 'sample-shop',
    settings,
    limits: { key: ({ address }) => address, perSecond: 2, burst: 5 },
    sign,
    async check({ settings: { address }, ask }) {
      const { id, currency, zone } = account.parse((await ask({ url: `${address}/shop` })).body);
      return { id, currency, timeZone: zone };
    },
    streams: { customers: customers(pageSize), orders: orders(pageSize) },
    hear,
    hooks: { secrets: 'hookSecrets' },
  } satisfies Connector<ShopSettings>;
}

export const connector = connectorOf(PAGE_SIZE);
