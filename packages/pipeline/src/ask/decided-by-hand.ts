import type { Instant, SegmentId, Shop } from '@clientele/model';
import { decisionsAbout } from '@clientele/warehouse';
import { changesBehind } from '../lists.js';
import type { Parts } from '../parts.js';

/** What somebody decided by hand about a person and a segment. */
export interface DecidedByHand {
  readonly segment: SegmentId;
  readonly decided: 'added' | 'excluded';
  readonly at: Instant;
  readonly by: string;
  /** Empty where nothing was said. */
  readonly reason: string;
}

/**
 * What was decided by hand about some profiles and segments, by number of the profile, the newest first. Of several
 * decisions about the records of one person the one that counts: whoever is excluded by any of them is.
 */
export async function decidedByHand(
  { ledger, sql }: Pick<Parts, 'ledger' | 'sql'>,
  shop: Shop,
  segments: readonly SegmentId[],
  profileNos: readonly number[],
): Promise<Map<number, readonly DecidedByHand[]>> {
  const decisions = await decisionsAbout(sql, shop.id, segments, profileNos);
  const changes = await changesBehind(ledger, shop, segments, decisions);
  const found = new Map<number, Map<SegmentId, DecidedByHand>>();
  for (const { profileNo, decided, change: number } of decisions) {
    const change = changes.get(number);
    if (change === undefined) continue;
    const { segment, at, by, reason } = change;
    const about = found.get(profileNo) ?? new Map<SegmentId, DecidedByHand>();
    found.set(profileNo, about);
    const counts = about.get(segment)?.decided;
    if (counts === undefined || (counts === 'added' && decided === 'excluded')) {
      about.set(segment, { segment, decided, at, by, reason });
    }
  }
  return new Map([...found].map(([profileNo, about]) => [profileNo, [...about.values()]]));
}
