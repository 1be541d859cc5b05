import type { Segment } from '@clientele/ledger';
import type { Instant, SegmentId, ShopId } from '@clientele/model';
import type { Parts } from '../parts.js';

/**
 * From when on it is known who was in some segments, by id: since they were first evaluated or, where their past is
 * worked out, from its beginning. Of a segment that was never evaluated nothing is known, and nothing is told.
 */
export async function historyKnownFrom(
  { ledger }: Pick<Parts, 'ledger'>,
  shop: ShopId,
  segments: readonly Pick<Segment, 'id'>[],
): Promise<Map<SegmentId, Instant>> {
  const ids = segments.map(({ id }) => id);
  const [observed, pasts] = await Promise.all([
    ledger.membershipStates.firstSince(shop, ids),
    ledger.backfills.list(shop),
  ]);
  const told = new Map(
    pasts.flatMap(({ segment, from, finishedAt, error }) =>
      finishedAt !== null && error === null ? [[segment, from] as const] : [],
    ),
  );
  return new Map(
    [...observed].flatMap(([id, since]) => {
      const from = told.get(id) ?? since;
      return from === null ? [] : [[id, from] as const];
    }),
  );
}
