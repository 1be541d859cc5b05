export { connector } from './connector.js';
export type { SampleShopSettings } from './settings.js';
