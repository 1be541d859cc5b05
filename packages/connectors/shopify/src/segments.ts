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
  for await (const segment of listed(context)) {
    const { customerSegmentMembers } = counted.parse(await asked(SEGMENT_MEMBERS, { id: segment.gid }, context)).data;
    const { id, name, query } = segment;
    found.push({ id, name, query, members: customerSegmentMembers.totalCount });
  }
  return found;
}

/** The same, one after the other, without asking who is in it. */
export async function* listed(
  context: ShopContext,
): AsyncGenerator<Omit<PlatformSegment, 'members'> & { readonly gid: string }> {
  let after: string | null = null;
  do {
    const { pageInfo, nodes }: Listed = page.parse(await asked(SEGMENTS, { after }, context)).data.segments;
    for (const { id: gid, name, query } of nodes) yield { gid, id: readGid(gid)?.number ?? gid, name, query };
    after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
  } while (after !== null);
}
