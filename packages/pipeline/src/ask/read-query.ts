import type { Segment } from '@clientele/ledger';
import type { ShopId } from '@clientele/model';
import {
  type Condition,
  checkAskable,
  checkQuery,
  diagnose,
  type ParsedQuery,
  parseQuery,
  printCondition,
  type QueryError,
  type QueryWarning,
} from '@clientele/segmentation';
import { customTypes } from '../custom-attributes.js';
import type { Parts } from '../parts.js';
import { listsIn, referencesIn } from '../references.js';
import { type SavedSegment, savedSegments } from '../saved-segments.js';

/** What is wrong with a query, as the language says it or because it names a segment that is not there. */
export type QueryFault = Omit<QueryError, 'code'> & { readonly code: QueryError['code'] | 'unknown-segment' };

/** What is odd about a query that may be asked all the same. */
export type QueryRemark = Omit<QueryError, 'code'> & { readonly code: QueryWarning['code'] | 'unknown-segment' };

export type ReadQuery =
  | {
      readonly outcome: 'ready';
      readonly condition: Condition;
      readonly canonical: string;
      /** Set where the query was given by the id or handle of a saved segment. */
      readonly segment: Segment | null;
      readonly segments: ReadonlyMap<string, SavedSegment>;
      /** What is odd about the query as it was written. */
      readonly warnings: readonly QueryRemark[];
    }
  | { readonly outcome: 'invalid'; readonly errors: readonly QueryFault[] };

/** Reads a query, or the id or handle of a saved segment, for a shop. */
export async function readQuery(
  parts: Pick<Parts, 'ledger'>,
  shop: ShopId,
  queryOrSegment: string,
): Promise<ReadQuery> {
  const { byHandle, unreadable } = await savedSegments(parts, shop);
  const saved = [...byHandle.values()].find(
    ({ segment }) => segment.id === queryOrSegment || segment.handle === queryOrSegment,
  );
  if (saved !== undefined) {
    const { condition, segment } = saved;
    const canonical = printCondition(saved.query ?? condition);
    return { outcome: 'ready', condition, canonical, segment, segments: byHandle, warnings: [] };
  }
  const lost = unreadable.find(({ segment }) => segment.id === queryOrSegment || segment.handle === queryOrSegment);
  const handles = [...byHandle.keys()];
  const hint = handles.length === 0 ? 'No segment is saved yet.' : `Saved segments: ${handles.slice(0, 8).join(', ')}.`;
  const parsed = parseQuery(lost?.segment.query ?? queryOrSegment);
  if (parsed.outcome === 'invalid') {
    const isWord = lost === undefined && WORD.test(queryOrSegment);
    return isWord ? { outcome: 'invalid', errors: [neitherFault(queryOrSegment, hint)] } : parsed;
  }
  const checked = checkAskable(parsed, await customTypes(parts.ledger, shop));
  if (checked.outcome === 'invalid') return checked;
  const errors = referenceFaults(parsed, (handle) =>
    byHandle.has(handle) ? undefined : { message: `There is no segment '${handle}' in this shop`, hint },
  );
  if (errors.length > 0) return { outcome: 'invalid', errors };
  const { condition, canonical, warnings } = checked;
  return { outcome: 'ready', condition, canonical, segment: null, segments: byHandle, warnings };
}

/** What a handle may look like; no query is one word. */
const WORD = /^[\p{L}\p{M}\p{N}]+(?:-[\p{L}\p{M}\p{N}]+)*$/u;

function neitherFault(word: string, hint: string): QueryFault {
  const place = { offset: 0, length: word.length, line: 1, column: 1 };
  const message = `'${word}' is neither a query, which compares something, nor a segment of this shop`;
  return { ...place, code: 'unknown-segment', message, hint };
}

export type CheckedQuery =
  | { readonly outcome: 'valid'; readonly canonical: string; readonly warnings: readonly QueryRemark[] }
  | Extract<ReadQuery, { outcome: 'invalid' }>;

/** Reads a query for no shop in particular, and says what is odd about it in any; the segments that it names are taken on trust, with a warning each. */
export function checkWithoutShop(query: string): CheckedQuery {
  const parsed = parseQuery(query);
  if (parsed.outcome === 'invalid') return parsed;
  const checked = checkQuery(parsed);
  if (checked.outcome === 'invalid') return checked;
  const unseen = referenceFaults(parsed, (handle) => ({
    message: `Whether there is a segment '${handle}' was not checked`,
    hint: 'Check it where the shop is, with --data and --shop.',
  }));
  const warnings = [...checked.warnings, ...diagnose(checked), ...unseen].toSorted((a, b) => a.offset - b.offset);
  return { outcome: 'valid', canonical: checked.canonical, warnings };
}

/** What is wrong with the segments that a query names, each with its place. */
function referenceFaults(
  { condition, places }: ParsedQuery,
  faultOf: (handle: string) => Pick<QueryFault, 'message' | 'hint'> | undefined,
): (QueryFault & QueryRemark)[] {
  return [...referencesIn(condition), ...listsIn(condition)].flatMap((reference) => {
    const fault = faultOf(reference.handle);
    const node = places.get(reference);
    const place = node?.name ?? node?.whole ?? { offset: 0, length: 0, line: 1, column: 1 };
    return fault === undefined ? [] : [{ ...place, code: 'unknown-segment' as const, ...fault }];
  });
}
