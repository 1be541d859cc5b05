import { CommandError } from '../command-error.js';
import { type Asked, type Verb, yes } from './verb.js';
import { writeDown } from './write-down.js';

const LONGEST_NAME = 200;

export interface ShopSetInput extends Asked {
  readonly name: string;
}

/** Gives the shop the name that people read; commands and addresses go on naming it by its id. */
export const shopSet: Verb<ShopSetInput, { readonly shop: string; readonly name: string }> = {
  name: 'shop set',
  async run(house, input) {
    const shop = await house.shop(input.shop);
    const name = input.name.trim();
    if (name === '' || name.length > LONGEST_NAME) {
      throw new CommandError(2, `A shop's name has 1 to ${LONGEST_NAME} characters; this one has ${name.length}.`);
    }
    await house.ledger.shops.rename(shop.id, name);
    await writeDown(house, shop.id, 'shop.renamed', shop.id);
    return yes({ shop: shop.id, name });
  },
  print({ shop, name }, terminal) {
    terminal.line(`The shop ${shop} is called '${name}' now.`);
  },
};
