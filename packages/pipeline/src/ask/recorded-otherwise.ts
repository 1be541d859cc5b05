import type { Shop } from '@clientele/model';
import { evaluateProfile, type PlainProfile, type ReferenceContext } from '@clientele/segmentation';
import { membershipsOf } from '@clientele/warehouse';
import type { Parts } from '../parts.js';
import type { SavedSegment } from '../saved-segments.js';

/** A segment of which it is recorded otherwise whether a profile is in it than its query says now. */
export interface RecordedOtherwise {
  /** Its handle. */
  readonly segment: string;
  /** Whether the profile is in it as it is recorded: who counts the segment's members, or refers to it, goes by that. */
  readonly recorded: boolean;
  /** Whether its query selects the profile now. */
  readonly byQuery: boolean;
}

/** Those of some segments; one that was never evaluated has nothing recorded. */
export async function recordedOtherwise(
  { ledger, sql }: Pick<Parts, 'ledger' | 'sql'>,
  shop: Shop,
  profileNo: number,
  profile: PlainProfile,
  segments: readonly SavedSegment[],
  context: ReferenceContext,
): Promise<RecordedOtherwise[]> {
  if (segments.length === 0) return [];
  const ids = segments.map(({ segment }) => segment.id);
  const [evaluated, memberships] = await Promise.all([
    ledger.membershipStates.firstSince(shop.id, ids),
    membershipsOf(sql, shop.id, ids, [profileNo]),
  ]);
  return segments.flatMap(({ segment: { id, handle }, condition }) => {
    if (!evaluated.has(id)) return [];
    const recorded = memberships.get(id)?.has(profileNo) ?? false;
    const byQuery = evaluateProfile(condition, profile, context);
    return recorded === byQuery ? [] : [{ segment: handle, recorded, byQuery }];
  });
}
