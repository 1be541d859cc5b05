import { events } from '@clientele/connector-events';
import { files } from '@clientele/connector-files';
import type { Connector } from '@clientele/connector-kit';
import { type AppKeys, shopify, shopifyOf } from '@clientele/connector-shopify';
import { vendure } from '@clientele/connector-vendure';
import { woocommerce } from '@clientele/connector-woocommerce';
import { CommandError } from './command-error.js';
import { isConnector, loadConnectorModule } from './connector-module.js';

/** All kinds of platform that can be connected as we ship them. */
export const CONNECTORS: readonly Connector[] = [events, files, shopify, vendure, woocommerce];

/** Those whose world is a server that is not shipped. */
export const TRIED_ON_SERVERS: ReadonlySet<string> = new Set(['vendure']);

/**
 * Ours, and those of whoever runs this: `own` names packages or modules that export a `connector`, with commas between
 * (CLIENTELE_CONNECTORS). With the keys of an app of Shopify, its connections are that app's. @throws CommandError
 */
export async function allConnectors(own = '', app?: AppKeys): Promise<readonly Connector[]> {
  const all: Connector[] =
    app === undefined ? [...CONNECTORS] : [...CONNECTORS.filter(({ id }) => id !== shopify.id), shopifyOf(app)];
  for (const given of own.split(',').flatMap((path) => path.trim() || [])) {
    const module = await loadConnectorModule(given, '.');
    const connector = 'connector' in module ? module.connector : undefined;
    if (!isConnector(connector)) {
      throw new CommandError(2, `${given}, which CLIENTELE_CONNECTORS names, exports no connector.`);
    }
    if (all.some(({ id }) => id === connector.id)) {
      throw new CommandError(2, `${given}, which CLIENTELE_CONNECTORS names, is a second connector ${connector.id}.`);
    }
    all.push(connector);
  }
  return all;
}
