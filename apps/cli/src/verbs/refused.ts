import type { Refused } from '@clientele/model';
import { type Asked, type Verb, yes } from './verb.js';

export interface RefusedInput extends Asked {
  readonly limit: number;
}

export const refused: Verb<RefusedInput, readonly Refused[]> = {
  name: 'refused',

  async run(house, input) {
    const shop = await house.shop(input.shop);
    const stored = await house.ledger.refused.list(shop.id, { limit: input.limit });
    return yes(stored.map(({ source, place, reason }) => ({ source, place, reason })));
  },

  print(output, terminal) {
    if (output.length === 0) terminal.line('Nothing was refused.');
    for (const { source, place, reason } of output) terminal.line(`${source}, ${place}: ${reason}`);
  },
};
