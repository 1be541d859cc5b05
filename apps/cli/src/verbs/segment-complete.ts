import { parseShopId } from '@clientele/model';
import { completeQuery } from '@clientele/pipeline';
import { type Completions, complete, LANGUAGE, NO_VALUES } from '@clientele/segmentation';
import type { QueryInput } from './segment-queries.js';
import { type Verb, yes } from './verb.js';

export interface CompleteInput extends QueryInput {
  /** Where, in UTF-16 units from 0; at the end without it. */
  readonly at?: number;
}

/** Needs no shop: where there is one, its values, products and segments are offered too. */
export const segmentComplete: Verb<CompleteInput, Completions> = {
  name: 'segment complete',
  async run(house, { shop: id, query, at = query.length }) {
    const known = parseShopId(id);
    const shop = known === undefined ? undefined : await house.ledger.shops.get(known);
    return yes(shop === undefined ? await withoutShop(query, at) : await completeQuery(house, shop, query, at));
  },
  withoutStores: async ({ query, at = query.length }) => yes(await withoutShop(query, at)),
  print({ completions }, terminal) {
    terminal.table(
      ['next', 'meaning', 'profiles'],
      completions.map(({ label, description, profiles }) => [
        label,
        description,
        profiles === null ? '' : profiles.toLocaleString('en'),
      ]),
    );
  },
};

function withoutShop(query: string, at: number): Promise<Completions> {
  return complete(query, at, { language: LANGUAGE, offer: 'asked' }, NO_VALUES);
}
