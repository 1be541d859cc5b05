import { events } from '@clientele/connector-events';
import type { Connector } from '@clientele/connector-kit';
import { vendure } from '@clientele/connector-vendure';
import { woocommerce } from '@clientele/connector-woocommerce';

/** All kinds of platform that can be connected. */
export const CONNECTORS: readonly Connector[] = [events, vendure, woocommerce];

/** Those whose world is a server that is not shipped. */
export const TRIED_ON_SERVERS: ReadonlySet<string> = new Set(['vendure']);
