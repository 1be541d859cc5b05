import { readAgain, readWay } from '@clientele/connector-files';
import type { Refused } from '@clientele/model';
import { advance, retryRefused } from '@clientele/pipeline';
import { type Asked, type Verb, yes } from './verb.js';

export interface RefusedInput extends Asked {
  readonly limit: number;
  /** Tries them again first. */
  readonly retry: boolean;
}

/** What is refused; after a retry, what is refused still. */
export const refused: Verb<RefusedInput, readonly Refused[]> = {
  name: 'refused',

  async run(house, input, report) {
    const shop = await house.shop(input.shop);
    if (input.retry) {
      await house.inTurn(shop.id, async () => {
        await retryRefused(house, shop, (inputs) => {
          const way = readWay(inputs[0]?.retry);
          return way && readAgain(inputs, way);
        });
        await advance(house, shop, ({ step, done, of }) => report({ label: `deriving ${step}`, done, of }));
      });
    }
    const stored = await house.ledger.refused.list(shop.id, { limit: input.limit });
    return yes(stored.map(({ source, place, reason }) => ({ source, place, reason })));
  },

  print(output, terminal, { retry }) {
    if (output.length === 0) terminal.line(retry ? 'Nothing is refused any more.' : 'Nothing was refused.');
    else if (retry) terminal.line('Still refused:');
    for (const { source, place, reason } of output) terminal.line(`${source}, ${place}: ${reason}`);
  },
};
