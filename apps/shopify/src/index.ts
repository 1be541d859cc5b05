export type { HookAddress } from './hook-addresses.js';
export { type ShopifyApp, type ShopifyAppParts, type SignedIn, shopifyApp } from './shopify-app.js';
