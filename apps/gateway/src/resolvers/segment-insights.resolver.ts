import { diffSegment } from '@clientele/pipeline';
import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import { mayUse } from '../auth/credential.js';
import type { GatewayContext } from '../context.js';
import { Needs, ReadsWholeShop } from '../schema/field-rules.js';
import { localId } from '../schema/global-id.js';
import { LARGEST_SAMPLE, SegmentDiff } from '../schema/segment-diff.js';
import { userErrors } from '../schema/user-error.js';
import { newest } from './newest.js';
import { segmentsClosed } from './segments-closed.js';

@Resolver()
export class SegmentInsightsResolver {
  @Needs('read:profiles')
  @ReadsWholeShop()
  @Query(() => SegmentDiff, {
    nullable: true,
    description:
      'Who would enter and leave a segment if a query took the place of its own; null where there is no such segment. A ' +
      'key needs `read:segments` too.',
  })
  async segmentDiff(
    @Ctx() context: GatewayContext,
    @Arg('segment', () => ID) segment: string,
    @Arg('query', () => String) query: string,
  ): Promise<SegmentDiff | null> {
    const { deps, shop, credential, loaders } = context;
    if (!mayUse(credential, 'read:segments')) throw segmentsClosed('Query.segmentDiff');
    const saved = (await loaders.segments()).find(({ id }) => id === localId('Segment', segment));
    if (saved === undefined) return null;
    const found = await diffSegment(
      deps,
      shop,
      saved.id,
      query,
      { sample: LARGEST_SAMPLE },
      newest(context, 'diff', null),
    );
    return found.outcome === 'compared'
      ? new SegmentDiff(found, shop.currency, [])
      : new SegmentDiff(undefined, shop.currency, userErrors(found.errors, ['query']));
  }
}
