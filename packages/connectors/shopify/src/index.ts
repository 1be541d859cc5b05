export type { ShopifySettings } from './settings.js';
