import type { Ledger } from '@clientele/ledger';
import type { ShopId } from '@clientele/model';
import type { Condition } from '@clientele/segmentation';
import { queriesBehind, type SavedSegment } from './saved-segments.js';

/**
 * The conditions, by handle, of the segments that conditions refer to and that were never evaluated, and of those that
 * they in turn refer to: nobody is recorded as a member of them, so whoever asks looks into their queries.
 */
export async function unevaluatedBehind(
  { ledger }: { readonly ledger: Pick<Ledger, 'membershipStates'> },
  shop: ShopId,
  conditions: readonly Condition[],
  segments: ReadonlyMap<string, SavedSegment>,
): Promise<Map<string, Condition>> {
  const behind = [...queriesBehind(conditions, segments).keys()].flatMap((handle) => segments.get(handle) ?? []);
  if (behind.length === 0) return new Map();
  const evaluated = await ledger.membershipStates.firstSince(
    shop,
    behind.map(({ segment }) => segment.id),
  );
  const never = new Map(
    behind.filter(({ segment }) => !evaluated.has(segment.id)).map((one) => [one.segment.handle, one]),
  );
  return never.size === 0 ? new Map() : queriesBehind(conditions, never);
}
