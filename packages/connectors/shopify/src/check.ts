import { connectorOf } from './connector.js';
import { SMALL } from './small-reading.js';
import { shopifyWorld } from './world.js';

export { trueRecords } from './true-records.js';

/** What `clientele connector check` tries, and the world that it tries it on. */
export const connector = connectorOf(SMALL);
export const makeWorld = shopifyWorld({ version: '2026-10', pageSize: SMALL.longestPage });
