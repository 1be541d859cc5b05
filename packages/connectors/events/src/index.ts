export { events } from './connector.js';
export type { EventsSettings } from './settings.js';
