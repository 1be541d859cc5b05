export { consolePlugin } from './server/console-plugin.js';
export { CONTENT_SECURITY_POLICY } from './server/security-headers.js';
export { type ShopifyPageOptions, shopifyPlugin } from './server/shopify-plugin.js';
