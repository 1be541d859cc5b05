import { parseShopId } from '@clientele/model';
import {
  type CheckedQuery,
  checkWithoutShop,
  type Diagnosis,
  diagnoseQuery,
  type QueryFault,
  type QueryRemark,
  readQuery,
} from '@clientele/pipeline';
import { checkLanguage, type ShopifyTarget, shopifyText } from '@clientele/segmentation';
import { instantAsked } from './instant-asked.js';
import { errorLine } from './query-errors.js';
import type { QueryInput } from './segment-queries.js';
import type { Answer, Verb } from './verb.js';

export interface CheckInput extends QueryInput {
  /** Whether another system's language can say it; then it need not be one that can be asked here already. */
  readonly target?: ShopifyTarget;
}

export interface CheckOutput {
  readonly valid: boolean;
  readonly canonical: string | null;
  /** The query in the language of the target; without one there is none. */
  readonly printed?: string;
  readonly errors: readonly QueryFault[];
  /** What is odd, in itself and in the shop, and what could not be checked without the shop. */
  readonly warnings: readonly QueryRemark[];
}

/** Needs no shop: where there is one, what is odd about the query there is told too; else segments that it names pass with a warning. */
export const segmentCheck: Verb<CheckInput, CheckOutput> = {
  name: 'segment check',
  takesNow: true,
  async run(house, { shop: id, query, target, now }) {
    const known = parseShopId(id);
    const shop = known === undefined ? undefined : await house.ledger.shops.get(known);
    if (target === undefined) {
      return checked(
        shop === undefined ? checkWithoutShop(query) : await diagnoseQuery(house, shop, query, instantAsked(now, shop)),
      );
    }
    const read = shop && (await readQuery(house, shop.id, query));
    const isSaved = read?.outcome === 'ready' && read.segment !== null;
    return translated(isSaved ? read.canonical : query, target);
  },
  withoutStores: ({ query, target }) =>
    target === undefined ? checked(checkWithoutShop(query)) : translated(query, target),
  print({ valid, canonical, printed, errors, warnings }, terminal) {
    if (valid) terminal.line(printed ?? canonical ?? '');
    for (const error of errors) terminal.line(errorLine(error));
    for (const warning of warnings) terminal.line(`warning ${errorLine(warning)}`);
  },
};

function checked(read: CheckedQuery | Diagnosis): Answer<CheckOutput> {
  if (read.outcome === 'invalid') {
    return { output: { valid: false, canonical: null, errors: read.errors, warnings: [] }, exit: 1 };
  }
  const { canonical, warnings } = read;
  return { output: { valid: true, canonical, errors: [], warnings }, exit: 0 };
}

/** The query in the language of the target, or why that cannot say it. */
function translated(query: string, target: ShopifyTarget): Answer<CheckOutput> {
  const read = checkLanguage(query);
  const said = read.outcome === 'valid' ? shopifyText(read, target) : read;
  if (read.outcome === 'invalid' || said.outcome === 'invalid') {
    const canonical = read.outcome === 'valid' ? read.canonical : null;
    const errors = said.outcome === 'invalid' ? said.errors : [];
    return { output: { valid: false, canonical, errors, warnings: [] }, exit: 1 };
  }
  const { canonical, warnings } = read;
  return { output: { valid: true, canonical, printed: said.text, errors: [], warnings }, exit: 0 };
}
