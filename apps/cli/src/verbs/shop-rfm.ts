import { advance, configureRfm, rfmConfiguration } from '@clientele/pipeline';
import { DEFAULT_RFM, type RfmConfiguration, type RfmScore, readRfmConfiguration } from '@clientele/segmentation';
import { CommandError } from '../command-error.js';
import { type Asked, type Verb, yes } from './verb.js';

export interface ShopRfmInput extends Asked {
  /** What to begin with: as it is, as documented, or the text of a whole configuration. */
  readonly from: 'current' | 'default' | { readonly json: string };
  /** The traits behind the scores that are to change. */
  readonly traits: Partial<Record<RfmScore, string>>;
}

/** Shows how the shop scores recency, frequency and monetary; or sets it, and lets the segments follow. */
export const shopRfm: Verb<ShopRfmInput, RfmConfiguration> = {
  name: 'shop rfm',
  async run(house, { shop: id, from, traits }, report) {
    const shop = await house.shop(id);
    const current = await rfmConfiguration(house.ledger, shop.id);
    if (from === 'current' && Object.keys(traits).length === 0) return yes(current);
    const base: unknown = from === 'current' ? current : from === 'default' ? DEFAULT_RFM : parse(from.json);
    const reading = readRfmConfiguration(withTraits(base, traits));
    if (reading.outcome === 'invalid') throw new CommandError(2, `This is no RFM configuration: ${reading.reason}.`);
    const { configuration } = reading;
    await house.inTurn(shop.id, async () => {
      await configureRfm(house, shop, configuration, 'command line');
      await advance(house, shop, ({ step, done, of }) => report({ label: `deriving ${step}`, done, of }));
    });
    return yes(configuration);
  },
  print({ traits, grid }, terminal) {
    terminal.table(['score', 'by'], Object.entries(traits));
    terminal.line();
    const rows = grid.map((groups, row) => [String(row + 1), ...groups]);
    terminal.table(['R \\ FM', '1', '2', '3', '4', '5'], rows.toReversed());
  },
};

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    throw new CommandError(2, `This is no RFM configuration: ${error instanceof Error ? error.message : error}.`);
  }
}

function withTraits(base: unknown, traits: ShopRfmInput['traits']): unknown {
  if (typeof base !== 'object' || base === null || !('traits' in base)) return base;
  return { ...base, traits: { ...(base.traits as object | null), ...traits } };
}
