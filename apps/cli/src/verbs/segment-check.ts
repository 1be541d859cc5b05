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
import {
  type ConditionJson,
  checkLanguage,
  conditionPath,
  type ParsedQuery,
  printCondition,
  queryJson,
  readConditionJson,
  type ShopifyTarget,
  shopifyText,
} from '@clientele/segmentation';
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
  /** The same as JSON. */
  readonly condition: ConditionJson | null;
  /** The query in the language of the target; without one there is none. */
  readonly printed?: string;
  readonly errors: readonly CheckError[];
  /** What is odd, in itself and in the shop, and what could not be checked without the shop. */
  readonly warnings: readonly QueryRemark[];
}

type CheckError = Pick<QueryFault, 'line' | 'column' | 'message' | 'hint'> & {
  readonly code: string;
  /** Where in the JSON, of a query that was given as such: `condition.conditions[1].test.value`. */
  readonly path?: string;
};

/**
 * Takes a query as text or as JSON, which begins with a brace, as no text does. Needs no shop: where there is one, what is odd
 * about the query there is told too; else segments that it names pass with a warning.
 */
export const segmentCheck: Verb<CheckInput, CheckOutput> = {
  name: 'segment check',
  takesNow: true,
  async run(house, { shop: id, query: asked, target, now }) {
    const read = readAsked(asked);
    if (read.outcome === 'invalid') return refused(read.errors);
    const { query } = read;
    const known = parseShopId(id);
    const shop = known === undefined ? undefined : await house.ledger.shops.get(known);
    if (target === undefined) {
      return checked(
        shop === undefined ? checkWithoutShop(query) : await diagnoseQuery(house, shop, query, instantAsked(now, shop)),
        read,
      );
    }
    const found = shop && (await readQuery(house, shop.id, query));
    const isSaved = found?.outcome === 'ready' && found.segment !== null;
    return translated({ ...read, query: isSaved ? found.canonical : query }, target);
  },
  withoutStores({ query, target }) {
    const read = readAsked(query);
    if (read.outcome === 'invalid') return refused(read.errors);
    return target === undefined ? checked(checkWithoutShop(read.query), read) : translated(read, target);
  },
  print({ valid, canonical, printed, errors, warnings }, terminal) {
    if (valid) terminal.line(printed ?? canonical ?? '');
    for (const error of errors) terminal.line(error.path === undefined ? errorLine(error) : pathLine(error));
    for (const warning of warnings) terminal.line(`warning ${errorLine(warning)}`);
  },
};

interface Asked {
  readonly outcome: 'asked';
  readonly query: string;
  /** Where it was given as JSON. */
  readonly parsed?: ParsedQuery;
}

/** The text of a query that is perhaps given as JSON. */
function readAsked(text: string): Asked | { readonly outcome: 'invalid'; readonly errors: readonly CheckError[] } {
  if (!text.trimStart().startsWith('{')) return { outcome: 'asked', query: text };
  const wrong = (code: string, path: string, message: string): CheckError => ({
    ...{ code, path, message, hint: null },
    ...{ line: 1, column: 1 },
  });
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : '';
    return { outcome: 'invalid', errors: [wrong('malformed', '', `This is no JSON: ${reason}`)] };
  }
  const read = readConditionJson(json);
  return read.outcome === 'invalid'
    ? { outcome: 'invalid', errors: read.errors.map(({ code, path, message }) => wrong(code, path, message)) }
    : { outcome: 'asked', query: printCondition(read.condition), parsed: read };
}

function pathLine({ path, message, hint }: CheckError): string {
  const place = path ? `${path}: ` : '';
  return `${place}${message}${hint === null ? '' : `. ${hint}`}`;
}

function refused(errors: readonly CheckError[], canonical: string | null = null): Answer<CheckOutput> {
  return {
    output: { valid: false, canonical, condition: queryJson(canonical ?? ''), errors, warnings: [] },
    exit: 1,
  };
}

/** What the check found, at its places in the JSON where there is one. */
function placed(errors: readonly QueryFault[], { parsed }: Asked): readonly CheckError[] {
  if (parsed === undefined) return errors;
  return errors.map((error) => ({ ...error, path: conditionPath(parsed, error) }));
}

function checked(read: CheckedQuery | Diagnosis, asked: Asked): Answer<CheckOutput> {
  if (read.outcome === 'invalid') return refused(placed(read.errors, asked));
  const { canonical, warnings } = read;
  return { output: { valid: true, canonical, condition: queryJson(canonical), errors: [], warnings }, exit: 0 };
}

/** The query in the language of the target, or why that cannot say it. */
function translated(asked: Asked, target: ShopifyTarget): Answer<CheckOutput> {
  const read = checkLanguage(asked.query);
  const said = read.outcome === 'valid' ? shopifyText(read, target) : read;
  if (read.outcome === 'invalid' || said.outcome === 'invalid') {
    const errors = said.outcome === 'invalid' ? said.errors : [];
    return refused(placed(errors, asked), read.outcome === 'valid' ? read.canonical : null);
  }
  const { canonical, warnings } = read;
  const condition = queryJson(canonical);
  return { output: { valid: true, canonical, condition, printed: said.text, errors: [], warnings }, exit: 0 };
}
