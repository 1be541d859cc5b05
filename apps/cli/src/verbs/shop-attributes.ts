import { advance, customTypes, declareAttribute } from '@clientele/pipeline';
import type { CustomType } from '@clientele/segmentation';
import { CommandError } from '../command-error.js';
import { type Asked, type Verb, yes } from './verb.js';

export interface ShopAttributesInput extends Asked {
  /** What to declare: an attribute with its type; none to show them. */
  readonly declare: readonly { readonly name: string; readonly type: CustomType }[];
}

interface CustomAttribute {
  readonly name: string;
  readonly type: CustomType;
}

/** Shows the custom attributes that the shop's records state, with their types; or declares types, and lets segments follow. */
export const shopAttributes: Verb<ShopAttributesInput, readonly CustomAttribute[]> = {
  name: 'shop attributes',
  async run(house, { shop: id, declare }, report) {
    const shop = await house.shop(id);
    if (declare.length > 0) {
      await house.inTurn(shop.id, async () => {
        for (const { name, type } of declare) {
          const declared = await declareAttribute(house, shop, name, type, 'command line');
          if (declared.outcome === 'refused') throw new CommandError(2, declared.message);
        }
        await advance(house, shop, ({ step, done, of }) => report({ label: `deriving ${step}`, done, of }));
      });
    }
    const types = await customTypes(house.ledger, shop.id);
    return yes([...types].map(([name, type]) => ({ name, type })).sort((a, b) => (a.name < b.name ? -1 : 1)));
  },
  print(attributes, terminal) {
    if (attributes.length === 0) return terminal.line('No customer record states a custom attribute.');
    terminal.table(
      ['attribute', 'type'],
      attributes.map(({ name, type }) => [name, type]),
    );
  },
};
