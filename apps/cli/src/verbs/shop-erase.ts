import { askToEraseShop } from '@clientele/pipeline';
import { CommandError } from '../command-error.js';
import { nextCommand } from './next-command.js';
import { type Asked, type Verb, yes } from './verb.js';

export interface ShopEraseInput extends Asked {
  /** Without it, nothing is erased. */
  readonly yes?: true;
}

/** Takes everything of a shop out of both stores, and ends its connections. */
export const shopErase: Verb<ShopEraseInput, { readonly erased: boolean }> = {
  name: 'shop erase',

  async run(house, { shop: id, yes: isMeant }) {
    const shop = await house.shop(id);
    if (isMeant !== true) return yes({ erased: false });
    await askToEraseShop(house, shop);
    const { failed } = await house.carryOutRequests(shop);
    if (failed > 0) {
      throw new CommandError(
        3,
        'Not all of it could be erased: it is tried again while a server runs, or with this command.',
      );
    }
    return yes({ erased: true });
  },

  print({ erased }, terminal, input) {
    if (erased) terminal.line(`Nothing is left of the shop ${input.shop}.`);
    else {
      terminal.line(`Everything of the shop ${input.shop} would be erased: records, segments, connections, keys.`);
      terminal.line(`Nothing was erased yet. It cannot be undone: ${nextCommand('shop erase --yes', input)}`);
    }
  },
};
