export { type AppKeys, shopifyOf } from './app.js';
export { shopify } from './connector.js';
export { HEARD_TOPICS, isSignedBy } from './hear.js';
export { losslessJson } from './lossless-json.js';
export { ACCESS_SCOPES } from './scopes.js';
export { API_VERSIONS, type ShopifySettings } from './settings.js';
