import { filesConnector } from './pull/connector.js';
import { filesWorld } from './world.js';

/** Short pages and blocks, so that a few orders fill many. */
const PAGE_SIZE = 4;
const BLOCK_BYTES = 2_000;

/** What `clientele connector check` tries, and the world that it tries it on. */
export const connector = filesConnector({ pageSize: PAGE_SIZE, blockBytes: BLOCK_BYTES });
export const makeWorld = filesWorld({ exported: 'everything', pageSize: PAGE_SIZE });
