export { woocommerce } from './connector.js';
export type { WooCommerceSettings } from './settings.js';
