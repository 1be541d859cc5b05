import { advance, count, setHoldOut } from '@clientele/pipeline';
import { CommandError } from '../command-error.js';
import { counted } from '../terminal/counted.js';
import { type Asked, type Verb, yes } from './verb.js';

export interface ShopHoldOutInput extends Asked {
  /** The share to set; without it, it is only shown. */
  readonly percent?: string;
  readonly why: string;
}

interface ShopHoldOutOutput {
  readonly percent: string;
  /** Profiles that are held out now. */
  readonly profiles: number;
  readonly of: number;
  /** All shares that ever were, newest first, each from its instant on. */
  readonly shares: readonly {
    readonly percent: string;
    readonly at: string;
    readonly by: string;
    readonly why: string;
  }[];
}

/** Shows whom the shop leaves alone; or sets the share, and lets the segments that ask for it follow. */
export const shopHoldOut: Verb<ShopHoldOutInput, ShopHoldOutOutput> = {
  name: 'shop hold-out',
  async run(house, { shop: id, percent, why: reason }, report) {
    const shop = await house.shop(id);
    if (percent !== undefined) {
      await house.inTurn(shop.id, async () => {
        const set = await setHoldOut(house, shop, { percent, reason }, 'command line');
        if (set.outcome === 'refused') throw new CommandError(2, set.message);
        await advance(house, shop, ({ step, done, of }) => report({ label: `deriving ${step}`, done, of }));
      });
    }
    const shares = await house.ledger.holdOuts.list(shop.id);
    const held = await count(house, shop, 'in_hold_out()');
    if (held.outcome === 'invalid') throw new Error('in_hold_out() was refused');
    return yes({
      percent: shares[0]?.percent ?? '0',
      profiles: held.count,
      of: held.of,
      shares: shares.map(({ percent: share, at, by, reason: why }) => ({ percent: share, at, by, why })),
    });
  },
  print({ percent, profiles, of, shares }, terminal) {
    terminal.line(`${percent} % are held out: ${profiles.toLocaleString('en')} of ${counted(of, 'profile')}.`);
    terminal.line('Leave them out of what you do: NOT in_hold_out() in a query, or --without-hold-out.');
    if (shares.length === 0) return;
    terminal.line();
    terminal.table(
      ['percent', 'from', 'by', 'why'],
      shares.map(({ percent: share, at, by, why }) => [share, at, by, why]),
    );
  },
};
