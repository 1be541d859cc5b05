import type { Connector } from '@clientele/connector-kit';
import { type Instant, instantOfMs, msOfInstant, type Shop } from '@clientele/model';
import { rotateHookSecret } from '@clientele/pipeline';
import { CommandError } from '../command-error.js';
import type { House } from '../house.js';
import { hookAddress } from './hook-address.js';
import { newSecret } from './new-secret.js';
import { nextCommand } from './next-command.js';
import { type Asked, type Verb, yes } from './verb.js';
import { writeDown } from './write-down.js';

export interface WebhooksInput extends Asked {
  readonly connection: string;
}

/** Where a platform sends webhooks to; without a server, only the path is known. */
export interface WebhooksOutput {
  readonly connection: string;
  readonly address: string;
  /** Webhooks that are not in the records yet, and since when the oldest waits. */
  readonly waiting: number;
  readonly since: Instant | null;
}

export const connectionWebhooks: Verb<WebhooksInput, WebhooksOutput> = {
  name: 'connection webhooks',
  async run(house, { shop: id, connection }) {
    const shop = await house.shop(id);
    await hearingConnector(house, shop, connection);
    const state = (await house.ledger.inbox.states(shop.id)).get(connection);
    const address = await hookAddress(house, shop, connection);
    return yes({ connection, address, waiting: state?.waiting ?? 0, since: state?.since ?? null });
  },
  print({ connection, address, waiting, since }, terminal, asked) {
    terminal.line(`Webhooks of ${connection} go to ${address}`);
    if (waiting > 0) terminal.line(`${waiting.toLocaleString('en')} wait to be taken, the oldest since ${since}.`);
    terminal.line(
      `A secret to sign them with is made by: ${nextCommand(`connection rotate-secret ${connection}`, asked)}`,
    );
  },
};

export interface RotateInput extends WebhooksInput {
  /** So many hours the secret of before holds beside the new one. */
  readonly hours: number;
}

export interface RotateOutput {
  readonly connection: string;
  readonly address: string;
  /** Shown this once. */
  readonly secret: string;
  /** Until when secrets of before hold; null where there were none. */
  readonly beforeHoldsUntil: Instant | null;
}

const HOUR_MS = 3_600_000;

export const connectionRotateSecret: Verb<RotateInput, RotateOutput> = {
  name: 'connection rotate-secret',
  async run(house, { shop: id, connection, hours }) {
    const shop = await house.shop(id);
    const connector = await hearingConnector(house, shop, connection);
    const secret = newSecret();
    const until = instantOfMs(msOfInstant(house.clock()) + hours * HOUR_MS);
    const rotated = await rotateHookSecret(house, shop, connection, connector, secret, until);
    if (rotated === undefined) {
      throw new CommandError(2, `Webhooks of ${connector.id} are not signed with a secret that can be made here.`);
    }
    await writeDown(house, shop.id, 'connection.secret-rotated', connection);
    const address = await hookAddress(house, shop, connection);
    return yes({ connection, address, secret, beforeHoldsUntil: rotated.retiring === 0 ? null : until });
  },
  print({ connection, address, secret, beforeHoldsUntil }, terminal) {
    terminal.line(`The new secret of the webhooks of ${connection}, which is not shown again:\n\n${secret}\n`);
    terminal.line(`Give it to the platform, with the address ${address}`);
    if (beforeHoldsUntil !== null) terminal.line(`The one before holds beside it until ${beforeHoldsUntil}.`);
  },
};

/** @throws CommandError where there is no such connection, or none that webhooks are sent to */
async function hearingConnector(house: House, shop: Shop, name: string): Promise<Connector> {
  const connection = await house.ledger.connections.get(shop.id, name);
  if (connection === undefined) {
    throw new CommandError(
      2,
      `The shop ${shop.id} has no connection ${name}; ${nextCommand('connections', { shop: shop.id })} shows which it has.`,
    );
  }
  const connector = house.connections.connector(connection.connector);
  if (connector?.hear !== undefined) return connector;
  throw new CommandError(2, `${name} is a connection of ${connection.connector}, which sends no webhooks.`);
}
