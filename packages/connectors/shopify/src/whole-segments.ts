import { Garbled, type PlatformSegment, type WholeSegments } from '@clientele/connector-kit';
import { z } from 'zod';
import { asked, askedOnce, type ShopContext } from './asked.js';
import { gid, gidOf } from './gid.js';
import { CHANGE_SEGMENT, MAKE_SEGMENT, QUERY_MEMBERS, REMOVE_SEGMENT, SEGMENT } from './questions/segments.js';
import { listed } from './segments.js';
import { adminAddress, type ShopifySettings } from './settings.js';
import { firstWrong } from './user-error.js';

const segment = z.object({ id: gid, name: z.string(), query: z.string() });
const one = z.object({ data: z.object({ segment: segment.nullable() }) });
const written = z.object({ data: z.object({ changed: z.object({ segment }) }) });
const notFound = z.object({
  errors: z.array(z.object({ extensions: z.object({ code: z.literal('NOT_FOUND') }) })).min(1),
});
const counted = z.object({ data: z.object({ customerSegmentMembers: z.object({ totalCount: z.int().min(0) }) }) });

/** Segments of Shopify's own, whose members it works out by itself. */
export const wholeSegments: WholeSegments<ShopifySettings> = {
  language: ({ apiVersion }) => (apiVersion === '2026-07' ? 'shopify-2026-07' : 'shopify'),
  read,

  async named(name, context) {
    for await (const { id, name: theirs, query } of listed(context)) {
      if (theirs.toLowerCase() === name.toLowerCase()) return { id, name: theirs, query };
    }
    return undefined;
  },

  async make({ name, query }, context) {
    const answer = await askedOnce(MAKE_SEGMENT, { name, query }, context);
    const wrong = firstWrong(answer);
    if (wrong !== undefined) throw new Garbled(`Shopify does not make the segment '${name}': ${wrong.message}`);
    return written.parse(answer).data.changed.segment;
  },

  async change({ id, query }, context) {
    const answer = await asked(CHANGE_SEGMENT, { id: gidOf('Segment', id), query }, context);
    const wrong = firstWrong(answer);
    if (wrong === undefined) return written.parse(answer).data.changed.segment;
    if ((await read(id, context)) === undefined) return undefined;
    throw new Garbled(`Shopify does not change the segment ${id}: ${wrong.message}`);
  },

  async remove(id, context) {
    const wrong = firstWrong(await asked(REMOVE_SEGMENT, { id: gidOf('Segment', id) }, context));
    if (wrong === undefined || (await read(id, context)) === undefined) return;
    throw new Garbled(`Shopify does not remove the segment ${id}: ${wrong.message}`);
  },

  async count(query, context) {
    return counted.parse(await asked(QUERY_MEMBERS, { query }, context)).data.customerSegmentMembers.totalCount;
  },
};

/** Of a segment that is not there Shopify says so as an error. */
async function read(id: string, { settings, ask }: ShopContext): Promise<PlatformSegment | undefined> {
  const body = { query: SEGMENT, variables: { id: gidOf('Segment', id) } };
  const answer = await ask({ url: adminAddress(settings), method: 'POST', body, answers: [404] });
  // A 404 may also come from in between, or of a shop that is closed.
  if (answer.status !== 404) return one.parse(answer.body).data.segment ?? undefined;
  if (notFound.safeParse(answer.body).success) return undefined;
  throw new Garbled('nobody answers for the shop where it was: it may be closed, or have moved');
}
