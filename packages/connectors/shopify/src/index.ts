export { shopify } from './connector.js';
export type { ShopifySettings } from './settings.js';
