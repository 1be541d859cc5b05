import { connectorOf } from './connector.js';
import { wooCommerceWorld } from './world.js';

export { trueRecords } from './true-records.js';

/** Short pages, so that a few orders fill many. */
const PAGE_SIZE = 3;

/** What `clientele connector check` tries, and the world that it tries it on. */
export const connector = connectorOf(PAGE_SIZE);
export const makeWorld = wooCommerceWorld({ version: '11.0.1', pageSize: PAGE_SIZE });
