import { connectorOf } from './connector.js';
import { PAGE_SIZE, shopWorld } from './world.js';

/** What `clientele connector check` tries, and the world that it tries it on. */
export const connector = connectorOf(PAGE_SIZE);
export const makeWorld = shopWorld();
