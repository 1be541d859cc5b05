import type { WriteBackDraft } from '@clientele/ledger';
import type { Shop } from '@clientele/model';
import type { Condition } from '@clientele/segmentation';
import { readQuery } from '../ask/read-query.js';
import { withoutHoldOut } from '../hold-out.js';
import type { Parts } from '../parts.js';
import type { SavedSegment } from '../saved-segments.js';

/** What is asked of a segment that is to be kept on a platform, or why it cannot be asked: a sentence. */
export type ConditionToWrite =
  | {
      readonly outcome: 'ready';
      readonly handle: string;
      readonly condition: Condition;
      readonly segments: ReadonlyMap<string, SavedSegment>;
    }
  | { readonly outcome: 'unasked'; readonly sentence: string };

/** Whom a platform is to have: the members of a segment as it is saved now, without those left alone where that is asked. */
export async function conditionToWrite(
  parts: Pick<Parts, 'ledger'>,
  shop: Shop,
  { segment, withoutHoldOut: leavesOut }: Pick<WriteBackDraft, 'segment' | 'withoutHoldOut'>,
): Promise<ConditionToWrite> {
  const saved = (await parts.ledger.segments.list(shop.id)).find(({ id }) => id === segment);
  if (saved === undefined) return { outcome: 'unasked', sentence: 'the segment was deleted' };
  const { handle } = saved;
  const read = await readQuery(parts, shop.id, segment);
  if (read.outcome === 'invalid') {
    const [fault] = read.errors;
    return { outcome: 'unasked', sentence: `the segment ${handle} cannot be asked: ${fault?.message ?? ''}` };
  }
  const condition = leavesOut ? withoutHoldOut(read.condition) : read.condition;
  return { outcome: 'ready', handle, condition, segments: read.segments };
}
