import type { Segment } from '@clientele/ledger';
import type { ShopId } from '@clientele/model';
import { type Condition, checkQuery, parseQuery, printCondition, type QueryError } from '@clientele/segmentation';
import type { Parts } from '../parts.js';
import { referencesIn } from '../references.js';
import { type SavedSegment, savedSegments } from '../saved-segments.js';

/** What is wrong with a query, as the language says it or because it names a segment that is not there. */
export type QueryFault = Omit<QueryError, 'code'> & { readonly code: QueryError['code'] | 'unknown-segment' };

export type ReadQuery =
  | {
      readonly outcome: 'ready';
      readonly condition: Condition;
      readonly canonical: string;
      /** Set where the query was given by the id or handle of a saved segment. */
      readonly segment: Segment | null;
      readonly segments: ReadonlyMap<string, SavedSegment>;
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
    return { outcome: 'ready', condition, canonical: printCondition(condition), segment, segments: byHandle };
  }
  const lost = unreadable.find(({ segment }) => segment.id === queryOrSegment || segment.handle === queryOrSegment);
  const parsed = parseQuery(lost?.segment.query ?? queryOrSegment);
  if (parsed.outcome === 'invalid') return parsed;
  const checked = checkQuery(parsed);
  if (checked.outcome === 'invalid') return checked;
  const handles = [...byHandle.keys()];
  const errors = referencesIn(parsed.condition)
    .filter((reference) => !byHandle.has(reference.handle))
    .map((reference): QueryFault => {
      const node = parsed.places.get(reference);
      const place = node?.name ?? node?.whole ?? { offset: 0, length: 0, line: 1, column: 1 };
      return {
        ...place,
        code: 'unknown-segment',
        message: `There is no segment '${reference.handle}' in this shop`,
        hint: handles.length === 0 ? 'No segment is saved yet.' : `Saved segments: ${handles.slice(0, 8).join(', ')}.`,
      };
    });
  if (errors.length > 0) return { outcome: 'invalid', errors };
  const { condition, canonical } = checked;
  return { outcome: 'ready', condition, canonical, segment: null, segments: byHandle };
}
