import { parseShopId } from '@clientele/model';
import { type CheckedQuery, checkWithoutShop, type QueryFault, type ReadQuery, readQuery } from '@clientele/pipeline';
import { errorLine } from './query-errors.js';
import type { QueryInput } from './segment-queries.js';
import type { Answer, Verb } from './verb.js';

export interface CheckOutput {
  readonly valid: boolean;
  readonly canonical: string | null;
  readonly errors: readonly QueryFault[];
  /** What is odd, and what could not be checked without the shop. */
  readonly warnings: readonly QueryFault[];
}

/** Needs no shop: where there is none, segments that the query names pass with a warning. */
export const segmentCheck: Verb<QueryInput, CheckOutput> = {
  name: 'segment check',
  takesNow: true,
  async run({ ledger }, { shop: id, query }) {
    const known = parseShopId(id);
    const shop = known === undefined ? undefined : await ledger.shops.get(known);
    return checked(shop === undefined ? checkWithoutShop(query) : await readQuery({ ledger }, shop.id, query));
  },
  withoutStores: ({ query }) => checked(checkWithoutShop(query)),
  print({ valid, canonical, errors, warnings }, terminal) {
    if (valid) terminal.line(canonical ?? '');
    for (const error of errors) terminal.line(errorLine(error));
    for (const warning of warnings) terminal.line(`warning ${errorLine(warning)}`);
  },
};

function checked(read: CheckedQuery | ReadQuery): Answer<CheckOutput> {
  if (read.outcome === 'invalid') {
    return { output: { valid: false, canonical: null, errors: read.errors, warnings: [] }, exit: 1 };
  }
  const { canonical, warnings } = read;
  return { output: { valid: true, canonical, errors: [], warnings }, exit: 0 };
}
