import type { Segment } from '@clientele/ledger';
import type { Shop } from '@clientele/model';
import { type RequestOptions, sharedMembers } from '@clientele/warehouse';
import type { Parts } from '../parts.js';
import { type ChosenSegments, chosenSegments } from './chosen-segments.js';

/** What two segments have in common, as of their last evaluations. */
export interface OverlappingPair {
  readonly one: Segment;
  readonly other: Segment;
  /** Members of both. */
  readonly both: number;
  /** By the members of either, 0 to 1: of 1 they have the same members. */
  readonly jaccard: number;
  /** The part of the members of the one who are members of the other, 0 to 1; and the other way round. */
  readonly ofOne: number;
  readonly ofOther: number;
}

export interface Overlap {
  readonly outcome: 'compared';
  readonly segments: readonly { readonly segment: Segment; readonly members: number }[];
  /** Pairs with a member in common, the most alike first. */
  readonly pairs: readonly OverlappingPair[];
}

/**
 * How far segments overlap, by their stored members, in one statement.
 *
 * @param asked ids or handles; all segments of the shop without
 */
export async function overlapSegments(
  parts: Parts,
  shop: Shop,
  asked?: readonly string[],
  options?: RequestOptions,
): Promise<Overlap | Extract<ChosenSegments, { outcome: 'refused' }>> {
  const chosen = await chosenSegments(parts, shop, asked);
  if (chosen.outcome === 'refused') return chosen;
  const { segments } = chosen;
  const byId = new Map<string, Segment>(segments.map((segment) => [segment.id, segment]));
  const shared = await sharedMembers(parts.sql, shop.id, [...byId.keys()], options);
  const sizeOf = (id: string) => shared.get(id)?.get(id) ?? 0;
  const place = new Map(segments.map(({ id }, index): [string, number] => [id, index]));
  const pairs = [...shared].flatMap(([a, others]) =>
    [...others].flatMap(([b, both]): OverlappingPair[] => {
      const [one, other] = (place.get(a) ?? 0) < (place.get(b) ?? 0) ? [a, b] : [b, a];
      const [ofOne, ofOther] = [byId.get(one), byId.get(other)];
      if (one === other || both === 0 || ofOne === undefined || ofOther === undefined) return [];
      const either = sizeOf(one) + sizeOf(other) - both;
      return [
        {
          one: ofOne,
          other: ofOther,
          both,
          jaccard: both / either,
          ofOne: both / sizeOf(one),
          ofOther: both / sizeOf(other),
        },
      ];
    }),
  );
  const handles = ({ one, other }: OverlappingPair) => `${one.handle} ${other.handle}`;
  return {
    outcome: 'compared',
    segments: segments.map((segment) => ({ segment, members: sizeOf(segment.id) })),
    pairs: pairs.sort((a, b) => b.jaccard - a.jaccard || (handles(a) < handles(b) ? -1 : 1)),
  };
}
