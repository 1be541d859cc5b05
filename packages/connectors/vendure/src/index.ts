export { vendure } from './connector.js';
export type { VendureSettings } from './settings.js';
