import { CommandError } from '../command-error.js';
import { nextCommand } from './next-command.js';
import { type Asked, type Verb, yes } from './verb.js';
import { writeDown } from './write-down.js';

export interface ConnectionEndInput extends Asked {
  readonly connection: string;
}

/** Ends a connection: what it signs in with is deleted, what it brought stays. */
export const connectionEnd: Verb<ConnectionEndInput, { readonly connection: string }> = {
  name: 'connection end',

  async run(house, { shop: id, connection }) {
    const shop = await house.shop(id);
    const pull = await house.ledger.pulls.get(shop.id, connection);
    if (pull === undefined) {
      throw new CommandError(2, `There is no connection ${connection} that is asked: see clientele connections.`);
    }
    if (pull.endedAt !== null) throw new CommandError(2, `${connection} has ended already, at ${pull.endedAt}.`);
    await house.connections.disconnect(shop, connection);
    await writeDown(house, shop.id, 'connection.ended', connection);
    return yes({ connection });
  },

  print({ connection }, terminal, asked) {
    terminal.line(`${connection} has ended: it is not asked any more, and what it signed in with is deleted.`);
    terminal.line(`What it brought stays. To take everything of the shop away: ${nextCommand('shop erase', asked)}`);
  },
};
