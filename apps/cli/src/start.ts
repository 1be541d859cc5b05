import { rm } from 'node:fs/promises';
import { setTimeout as passes } from 'node:timers/promises';
import { consolePlugin, shopifyPlugin } from '@clientele/console';
import { createGateway, type GatewayDeps } from '@clientele/gateway';
import { claimDirectory } from '@clientele/ledger';
import type { Shop } from '@clientele/model';
import { shopifyApp } from '@clientele/shopify';
import { CommandError } from './command-error.js';
import { prepareDemo } from './demo/prepare-demo.js';
import { eraseDue } from './erase-due.js';
import { fetchPatiently } from './fetch-patiently.js';
import { type House, type HousePlace, openHouse } from './house.js';
import { serveLocalDoor } from './local-door/serve.js';
import { socketOf } from './local-door/socket.js';
import { pullDue } from './pull-due.js';
import { signInLink } from './sign-in-link.js';
import { Stopping } from './stopping.js';
import { takeHooks } from './take-hooks.js';
import { ProgressBar } from './terminal/progress-bar.js';
import { Terminal } from './terminal/terminal.js';
import { type Turning, turnDays } from './turn-days.js';
import { writeDue } from './write-due.js';

/** So long pulls may take to come to the end of a page. */
const STOP_PULLS_MS = 300;

export interface StartOptions {
  readonly port: number;
  readonly host: string;
  readonly demo: boolean;
  /** The proxies before the server, see `GatewayOptions`. */
  readonly trustProxy?: string | undefined;
  /** The origin at which people reach the server, where it is not where it listens. */
  readonly publicUrl?: string | undefined;
  /** What opens `/metrics`; without it there are none. */
  readonly metricsKey?: string | undefined;
}

/**
 * Runs everything in this process until it is told to stop; ready when it prints its address. Told to stop, it ends
 * within two seconds, whatever it is doing: what was acknowledged is on disk, and the rest is done at the next start.
 */
export async function start(place: HousePlace, options: StartOptions): Promise<void> {
  const socket = socketOf(place.directory);
  const claim = claimDirectory(place.directory, { pid: process.pid, socket });
  if (claim.outcome === 'refused') throw new CommandError(3, claim.message);
  const stopping = new Stopping();
  stopping.onStop(() => claim.release());

  const house = await openHouse(place);
  stopping.onStop(() => house.close());
  const gateway = await createGateway(
    { ...house, ...withShopify(house, place) },
    {
      logger: { level: 'warn', stream: process.stderr },
      trustProxy: options.trustProxy,
      publicUrl: options.publicUrl,
      metricsKey: options.metricsKey,
    },
  );
  await gateway.register(consolePlugin);
  if (place.shopifyKeys !== undefined) await gateway.register(shopifyPlugin, { clientId: place.shopifyKeys.clientId });
  stopping.onStop(() => gateway.close());
  const address = await gateway.listen({ host: options.host, port: options.port }).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CommandError(
      3,
      `Port ${options.port} of ${options.host} cannot be opened: ${reason}. Choose another with --port.`,
    );
  });
  house.setAddress(options.publicUrl ?? address);

  // Commands wait for what a crash left half done, pages show what there is; a demonstration is filled before either.
  let turning: Turning | undefined;
  const door = await serveLocalDoor(house, socket, async () => turning?.caughtUp);
  stopping.onStop(async () => {
    door.close();
    door.closeAllConnections();
    await rm(socket, { force: true });
  });
  if (options.demo) {
    const bar = new ProgressBar(process.stderr);
    // Where no terminal shows the bar, a minute of silence would look like a fault.
    const say = (line: string) => process.stderr.isTTY === true || process.stderr.write(`${line}\n`);
    await prepareDemo(house, (progress) => bar.show(progress), say);
    bar.stop();
  }
  const tell = (what: string) => (error: unknown, shop?: Shop) => {
    // The cause may hold values of a query; the message does not.
    const reason = error instanceof Error ? error.message : String(error);
    gateway.log.error({ shop: shop?.id, reason }, `${what}; it is tried again`);
  };
  turning = turnDays(house, tell('a shop could not be brought up to date'));
  stopping.onStop(() => turning.stop());
  const pulling = pullDue(house, tell('a connection could not be pulled'));
  // One that waits for its budget need not be waited for: what it has read is kept.
  stopping.onStop(() => Promise.race([house.connections.stop(), passes(STOP_PULLS_MS)]));
  stopping.onStop(() => pulling.stop());
  const writing = writeDue(house, tell('a segment could not be written back'));
  stopping.onStop(() => Promise.race([house.writtenSegments.stop(), passes(STOP_PULLS_MS)]));
  stopping.onStop(() => writing.stop());
  const erasing = eraseDue(house, tell('what is to be erased could not be'));
  stopping.onStop(() => erasing.stop());
  const taking = takeHooks(house, tell('webhooks could not be taken'));
  stopping.onStop(() => taking.stop());
  const terminal = new Terminal(process.stdout);
  const listens = options.publicUrl === undefined ? '' : `; it listens on ${address}`;
  terminal.line(
    `Clientele is ready: ${terminal.paint('bold', await signInLink(house))} (this link signs you in once, within the hour)${listens}`,
  );
}

/** What the gateway is given where this server has an app of Shopify. */
function withShopify(house: House, { shopifyKeys }: HousePlace): Pick<GatewayDeps, 'platformTokens' | 'sharedHooks'> {
  if (shopifyKeys === undefined) return {};
  const log = (message: string) => process.stderr.write(`clientele: shopify: ${message}\n`);
  const app = shopifyApp({ ...house, fetch: (request) => fetchPatiently(request), log }, shopifyKeys);
  return { platformTokens: app.tokens, sharedHooks: app.hookAddresses };
}
