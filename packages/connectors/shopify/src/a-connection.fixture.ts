import { Budgets, MemoryKeep, MemorySpool, Runner } from '@clientele/connector-kit';
import { fetchOf, ShopifyFake } from '@clientele/fakes';
import { instantOfMs } from '@clientele/model';
import { shopify } from './connector.js';
import type { ApiVersion } from './settings.js';

/** A connection of a fake shop, by a token that does not end, on a clock that waiting moves on. */
export function aConnection(apiVersion: ApiVersion) {
  let nowMs = Date.UTC(2026, 10, 1);
  const fake = new ShopifyFake({ now: () => nowMs });
  const accessToken = fake.app.customToken();
  const settings = shopify.settings.parse({ shop: fake.shop.facts.domain, apiVersion, accessToken });
  const answered = fetchOf(fake);
  const runner = new Runner(shopify, settings, {
    fetch: (request) => answered(request),
    now: () => instantOfMs(nowMs),
    sleep: async (ms) => {
      nowMs += ms;
    },
    random: () => 0.5,
    keep: new MemoryKeep(1),
    openSpool: async () => new MemorySpool(),
    budgets: new Budgets(),
    log: () => {},
  });
  return { fake, runner };
}
