import { fileURLToPath } from 'node:url';
import type { FastifyPluginAsync } from 'fastify';
import { readBuiltFile } from './built-files.js';
import { escaped } from './escaped.js';
import { PAGE_HEADERS, shopifyContentPolicy } from './security-headers.js';

export interface ShopifyPageOptions {
  /** What the app is known by in Shopify; no secret. */
  readonly clientId: string;
}

/** Where Shopify's admin opens the app, see `application_url` of its configuration. */
const PATH = '/shopify';
/** A shop's own domain, which never changes. Nothing else gets into a header. */
const DOMAIN = /^[a-z0-9][a-z0-9-]*\.myshopify\.com$/;

/**
 * Serves the page that Shopify's admin shows within its own, at `/shopify?shop=…`. It holds nothing of the shop: what its
 * script asks for is opened by session tokens. Only that shop's admin may frame it; without a shop, nobody may, and it says
 * how to get there.
 */
export const shopifyPlugin: FastifyPluginAsync<ShopifyPageOptions> = async (server, { clientId }) => {
  const built = (name: string) => readBuiltFile(fileURLToPath(new URL(`../../dist/public/${name}`, import.meta.url)));
  const page = await built('shopify.html');
  const howToInstall = await built('shopify-install.html');
  const apiKey = `<meta name="shopify-api-key" content="${escaped(clientId)}" />`;
  const withKey = page.content.toString('utf8').replace('<!-- api-key -->', () => apiKey);
  server.get<{ Querystring: { readonly shop?: unknown } }>(PATH, ({ query: { shop } }, reply) => {
    // Who may frame it is another for each shop, so that no one else's copy may be shown.
    reply.headers({ ...PAGE_HEADERS, 'cache-control': 'no-store' });
    if (typeof shop !== 'string' || !DOMAIN.test(shop))
      return reply.code(400).type(howToInstall.type).send(howToInstall.content);
    return reply.header('content-security-policy', shopifyContentPolicy(shop)).type(page.type).send(withKey);
  });
};
