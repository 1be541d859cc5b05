import type { Shop } from '@clientele/model';
import { membersOfSome, profileCount, type RequestOptions } from '@clientele/warehouse';
import type { Parts } from '../parts.js';
import type { ChosenSegments } from './chosen-segments.js';
import { type OverlappingPair, overlapSegments } from './overlap-segments.js';

/** Whether some segments divide a shop: everybody is in one of them, and nobody in two. */
export interface Family {
  readonly outcome: 'counted';
  /** Everybody is in exactly one. */
  readonly divides: boolean;
  /** All profiles of the shop. */
  readonly of: number;
  readonly inNone: number;
  readonly inOne: number;
  readonly inMore: number;
  /** Those who share members, the most alike first. */
  readonly pairs: readonly OverlappingPair[];
}

/** Counts who is in none, one and more of some segments, named by id or handle, by their stored members. */
export async function segmentFamily(
  parts: Parts,
  shop: Shop,
  asked: readonly string[],
  options?: RequestOptions,
): Promise<Family | Extract<ChosenSegments, { outcome: 'refused' }>> {
  const overlap = await overlapSegments(parts, shop, asked, options);
  if (overlap.outcome === 'refused') return overlap;
  const ids = overlap.segments.map(({ segment }) => segment.id);
  const [inSome, of] = [await membersOfSome(parts.sql, shop.id, ids, options), await profileCount(parts.sql, shop.id)];
  const inOne = inSome.get(1) ?? 0;
  const inMore = [...inSome].reduce((sum, [segments, profiles]) => (segments > 1 ? sum + profiles : sum), 0);
  // Between an import and its evaluation there may be members whose profiles are gone.
  const inNone = Math.max(0, of - inOne - inMore);
  return { outcome: 'counted', divides: inNone === 0 && inMore === 0, of, inNone, inOne, inMore, pairs: overlap.pairs };
}
