import { diffSegment, overlapSegments, segmentFamily, segmentHealth } from '@clientele/pipeline';
import { Arg, Ctx, ID, Int, Query, Resolver } from 'type-graphql';
import { mayUse } from '../auth/credential.js';
import type { GatewayContext } from '../context.js';
import { Long, Needs, ReadsWholeShop } from '../schema/field-rules.js';
import { localId } from '../schema/global-id.js';
import { LARGEST_SAMPLE, SegmentDiff } from '../schema/segment-diff.js';
import { SegmentFinding } from '../schema/segment-finding.js';
import { SegmentFamily, SegmentOverlap } from '../schema/segment-overlap.js';
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

  @Needs('read:segments')
  @ReadsWholeShop()
  @Query(() => SegmentOverlap, {
    nullable: true,
    description: 'How far segments overlap, by their members at the last evaluation; null where one is not there.',
  })
  async segmentOverlap(
    @Ctx() context: GatewayContext,
    @Arg('segments', () => [ID], { nullable: true, description: 'All of the shop without.' })
    segments?: readonly string[] | null,
  ): Promise<SegmentOverlap | null> {
    const ids = segments == null ? undefined : segments.map(segmentId);
    const found = await overlapSegments(context.deps, context.shop, ids, newest(context, 'overlap', null));
    return found.outcome === 'refused' ? null : new SegmentOverlap(found);
  }

  @Needs('read:segments')
  @ReadsWholeShop()
  @Query(() => SegmentFamily, {
    nullable: true,
    description: 'Whether everybody is in exactly one of some segments; null where one is not there.',
  })
  async segmentFamily(
    @Ctx() context: GatewayContext,
    @Arg('segments', () => [ID]) segments: readonly string[],
  ): Promise<SegmentFamily | null> {
    const { deps, shop } = context;
    const found = await segmentFamily(deps, shop, segments.map(segmentId), newest(context, 'family', null));
    return found.outcome === 'refused' ? null : new SegmentFamily(found);
  }

  @Needs('read:segments')
  @ReadsWholeShop()
  @Long(({ first }) => Number(first))
  @Query(() => [SegmentFinding], {
    description: 'What is worth a look about the saved segments, by handle, then what is about all of them.',
  })
  async segmentHealth(
    @Ctx() context: GatewayContext,
    @Arg('first', () => Int, { defaultValue: 100, description: '1 to 250.' }) first = 100,
  ): Promise<SegmentFinding[]> {
    const findings = await segmentHealth(context.deps, context.shop, newest(context, 'health', null));
    return findings.slice(0, first).map((finding) => new SegmentFinding(finding));
  }
}

/** What no segment of this shop is called stays as it is. */
function segmentId(id: string): string {
  return localId('Segment', id) ?? '';
}
