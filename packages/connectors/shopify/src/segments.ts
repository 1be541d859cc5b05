import type { PlatformSegment } from '@clientele/connector-kit';
import { z } from 'zod';
import { asked, type ShopContext } from './asked.js';
import { readGid } from './gid.js';
import { SEGMENT_MEMBERS, SEGMENTS } from './questions/segments.js';

const page = z.object({
  data: z.object({
    segments: z.object({
      pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
      nodes: z.array(z.object({ id: z.string(), name: z.string(), query: z.string() })),
    }),
  }),
});
type Listed = z.output<typeof page>['data']['segments'];
const counted = z.object({ data: z.object({ customerSegmentMembers: z.object({ totalCount: z.int().min(0) }) }) });

/** The segments that the merchant has in Shopify, with how many customers are in each. */
export async function segments(context: ShopContext): Promise<PlatformSegment[]> {
  const found: PlatformSegment[] = [];
  let after: string | null = null;
  do {
    const { pageInfo, nodes }: Listed = page.parse(await asked(SEGMENTS, { after }, context)).data.segments;
    for (const { id, name, query } of nodes) {
      const { customerSegmentMembers } = counted.parse(await asked(SEGMENT_MEMBERS, { id }, context)).data;
      found.push({ id: readGid(id)?.number ?? id, name, query, members: customerSegmentMembers.totalCount });
    }
    after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
  } while (after !== null);
  return found;
}
