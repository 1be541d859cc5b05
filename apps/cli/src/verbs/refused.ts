import { readAgain, readWay } from '@clientele/connector-files';
import type { Refused } from '@clientele/model';
import { advance, retryRefused } from '@clientele/pipeline';
import { type Asked, type Verb, yes } from './verb.js';

const PAGE = 1_000;

export interface RefusedInput extends Asked {
  /** At most so many; all without it. */
  readonly limit?: number;
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
    const found: Refused[] = [];
    let after = 0;
    for (;;) {
      const limit = Math.min(PAGE, input.limit === undefined ? PAGE : input.limit - found.length);
      const page = await house.ledger.refused.list(shop.id, { after, limit });
      found.push(...page.map(({ source, place, reason }) => ({ source, place, reason })));
      if (page.length < limit || found.length === input.limit) return yes(found);
      after = page.at(-1)?.number ?? after;
    }
  },

  print(output, terminal, { retry, limit }) {
    if (output.length === 0) terminal.line(retry ? 'Nothing is refused any more.' : 'Nothing was refused.');
    else if (retry) terminal.line('Still refused:');
    for (const { source, place, reason } of output) terminal.line(`${source}, ${place}: ${reason}`);
    if (output.length === limit) terminal.line('There may be more: leave out --limit to see all.');
  },
};
