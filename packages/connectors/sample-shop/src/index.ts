export { connector } from './connector.js';
export type { ShopSettings } from './settings.js';
