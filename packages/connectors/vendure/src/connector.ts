import type { Connector } from '@clientele/connector-kit';
import { z } from 'zod';
import { asked } from './asked.js';
import { ACCOUNT } from './questions.js';
import { saidStatus } from './said-status.js';
import { obtain } from './session.js';
import { settings, sign, type VendureSettings } from './settings.js';
import { customers, orders, products } from './streams.js';
import { holds, write } from './write.js';

/** A tenth of the most that Vendure puts on a page: it asks its database several times for each object. */
const PAGE_SIZE = 100;

const account = z.object({
  data: z.object({ activeChannel: z.object({ code: z.string(), token: z.string(), defaultCurrencyCode: z.string() }) }),
});

/** Vendure over its Admin API. It sends no webhooks, so there is nothing to hear. `pageSize` is for trials, which are short. */
export function connectorOf(pageSize: number) {
  return {
    id: 'vendure',
    settings,
    // Vendure has no limit of its own; this leaves most of one server to its customers.
    limits: { key: ({ address }) => new URL(address).host, perSecond: 4, burst: 10, learn: saidStatus },
    sign,
    tokens: { obtain },
    async check(context) {
      const { activeChannel } = account.parse(await asked(ACCOUNT, {}, context)).data;
      return { id: activeChannel.token, name: activeChannel.code, currency: activeChannel.defaultCurrencyCode };
    },
    streams: { products: products(pageSize), customers: customers(pageSize), orders: orders(pageSize) },
    write,
    holds,
    writes: ['tag', 'group', 'segment'],
  } satisfies Connector<VendureSettings>;
}

export const vendure = connectorOf(PAGE_SIZE);
