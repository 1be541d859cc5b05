import { type Account, type Connector, Denied } from '@clientele/connector-kit';
import { z } from 'zod';
import { asked, type ShopContext } from './asked.js';
import { gid } from './gid.js';
import { hear } from './hear.js';
import { SHOP } from './questions/shop.js';
import { learn } from './said.js';
import { installation, missingScopes } from './scopes.js';
import { type ShopifySettings, settings, sign } from './settings.js';
import { streamsOf } from './streams.js';
import { obtain } from './token.js';
import { LONGEST_PAGE } from './walk.js';

const answered = z.object({
  data: z.object({
    shop: z.object({ id: gid, name: z.string(), currencyCode: z.string(), ianaTimezone: z.string() }),
    currentAppInstallation: installation,
  }),
});

/** Shopify over its Admin API, in pages of so many objects at the most: short ones are for trials. */
export function connectorOf(longestPage: number) {
  return {
    id: 'shopify',
    settings,
    // What counts are points, which answers tell; this only keeps a cheap question from being asked without end.
    limits: { key: ({ shop }) => shop, perSecond: 10, burst: 20, learn },
    sign,
    tokens: { obtain },
    check,
    streams: streamsOf(longestPage),
    hear,
  } satisfies Connector<ShopifySettings>;
}

export const shopify = connectorOf(LONGEST_PAGE);

async function check(context: ShopContext): Promise<Account> {
  const { shop, currentAppInstallation: granted } = answered.parse(await asked(SHOP, {}, context)).data;
  const missing = missingScopes(granted, context.settings);
  if (missing.length > 0) throw new Denied(`the app may not ${missing.join(', ')}: add it to the app's access scopes`);
  return { id: shop.id, name: shop.name, currency: shop.currencyCode, timeZone: shop.ianaTimezone };
}
