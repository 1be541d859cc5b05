export { type ComplianceActions, carryOutCompliance, type PersonAsked } from './carry-out-compliance.js';
export type { HookAddress } from './hook-addresses.js';
export { type ShopifyApp, type ShopifyAppParts, type SignedIn, shopifyApp } from './shopify-app.js';
