import type { Segment } from '@clientele/ledger';
import type { Instant, ShopId } from '@clientele/model';
import { firstChangeAt } from '@clientele/warehouse';
import type { Parts } from './parts.js';

/** What a segment asked at some time. */
export interface Definition {
  readonly version: number;
  readonly query: string;
}

/** How a segment began to be evaluated. */
export interface SegmentBeginning {
  /** From when on its members were observed. */
  readonly observedFrom: Instant;
  /**
   * What it asked then, by which the time before can be worked out: not its first version where that was corrected
   * before. Null of a list, which has no past, and where a release that kept no beginnings evaluated it.
   */
  readonly asked: Definition | null;
}

/** Undefined while no version of the segment was evaluated. */
export async function beginningOf(
  { ledger, sql }: Pick<Parts, 'ledger' | 'sql'>,
  shop: ShopId,
  { id }: Pick<Segment, 'id'>,
): Promise<SegmentBeginning | undefined> {
  const [first] = await ledger.membershipStates.since(shop, id);
  const since = first?.since ?? undefined;
  // A crash may have come between the first changes and the note that it was evaluated.
  const [observedFrom] = [since, await firstChangeAt(sql, shop, id)].filter((at) => at !== undefined).toSorted();
  if (observedFrom === undefined) return undefined;
  const versions = since === undefined ? [] : ((await ledger.segments.versions(shop, [id])).get(id) ?? []);
  const asked = versions.find(({ version, query }) => version === first?.version && query !== '');
  return { observedFrom, asked: asked === undefined ? null : { version: asked.version, query: asked.query } };
}
