import { type Account, type Connector, Denied } from '@clientele/connector-kit';
import { z } from 'zod';
import { asked, type ShopContext } from './asked.js';
import { gid } from './gid.js';
import { hear } from './hear.js';
import { metafieldDefinitions } from './metafield-definitions.js';
import { SHOP } from './questions/shop.js';
import { learn } from './said.js';
import { installation, missingScopes, showsAllOrders } from './scopes.js';
import { segments } from './segments.js';
import { type ShopifySettings, settings, sign } from './settings.js';
import { type Reading, streamsOf } from './streams.js';
import { obtain } from './token.js';
import { LONGEST_PAGE } from './walk.js';
import { wholeSegments } from './whole-segments.js';
import { holds, write } from './write.js';
import { refusesName } from './written-name.js';

const answered = z.object({
  data: z.object({
    shop: z.object({ id: gid, name: z.string(), currencyCode: z.string(), ianaTimezone: z.string() }),
    currentAppInstallation: installation,
  }),
});

/** How a shop is read, unless it is for a trial. */
export const READING: Reading = {
  longestPage: LONGEST_PAGE,
  // A bulk operation takes from some seconds to minutes. With the points of the smallest plan, so many pages take about as long.
  pagesBeforeBulk: 20,
  pieceBytes: 8 * 1_048_576,
  // Some 400 orders: what a page of the stores may well be.
  partBytes: 1_048_576,
};

/** Shopify over its Admin API. */
export function connectorOf(reading: Reading) {
  return {
    id: 'shopify',
    settings,
    // What counts are points, which answers tell; this only keeps a cheap question from being asked without end.
    limits: { key: ({ shop }) => shop, perSecond: 20, burst: 40, learn },
    sign,
    tokens: { obtain },
    check,
    streams: streamsOf(reading),
    hear,
    write,
    holds,
    writes: ['tag', 'metafield', 'segment'],
    refusesName,
    segments,
    attributes: metafieldDefinitions,
    wholeSegments,
  } satisfies Connector<ShopifySettings>;
}

export const shopify = connectorOf(READING);

const ONLY_NEW_ORDERS =
  'the app lacks the access scope read_all_orders, so Shopify shows only the orders of the last 60 days: what customers spent ' +
  'and when they began to buy is told from those alone';

async function check(context: ShopContext): Promise<Account> {
  const { shop, currentAppInstallation: granted } = answered.parse(await asked(SHOP, {}, context)).data;
  const missing = missingScopes(granted, context.settings);
  if (missing.length > 0) throw new Denied(`the app may not ${missing.join(', ')}: add it to the app's access scopes`);
  const account = { id: shop.id, name: shop.name, currency: shop.currencyCode, timeZone: shop.ianaTimezone };
  return showsAllOrders(granted) ? account : { ...account, warnings: [ONLY_NEW_ORDERS] };
}
