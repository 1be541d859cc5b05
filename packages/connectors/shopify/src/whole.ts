import type { Json, JsonObject } from '@clientele/connector-kit';
import { z } from 'zod';
import { asked, type ShopContext } from './asked.js';
import { REFUND_LINES, REFUNDS, REFUNDS_AT_ONCE } from './questions/order.js';
import { type ListWithin, type Question, restQuestion } from './questions/question.js';

const json = z.record(z.string(), z.json());
const listed = z.object({
  nodes: z.array(z.json()),
  pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
});
const rest = z.object({ data: z.object({ node: z.object({ list: listed }).nullable() }) });
const identified = z.looseObject({ id: z.string() });
const refunded = z.looseObject({ refunds: z.array(identified) });
const refundLines = z.object({ data: z.object({ nodes: z.array(z.looseObject({ id: z.string() }).nullable()) }) });

/** Objects with all that their lists hold, and the lines of their refunds: what did not come with them is asked for. */
export async function whole({ of, lists }: Question, objects: readonly Json[], context: ShopContext): Promise<Json[]> {
  const all: Json[] = [];
  for (const object of objects) all.push(await withRest(of, lists, object, context));
  return of === 'Order' ? withRefundLines(all, context) : all;
}

/** An object whose lists go on gets the rest of each; one that is no object, or is gone by then, stays as it is. */
async function withRest(
  of: string,
  lists: Readonly<Record<string, ListWithin>>,
  object: Json,
  context: ShopContext,
): Promise<Json> {
  const id = identified.safeParse(object).data?.id;
  const fields = json.safeParse(object).data;
  if (id === undefined || fields === undefined) return object;
  const ended: Record<string, Json> = {};
  for (const [name, list] of Object.entries(lists)) {
    const { data: said } = listed.safeParse(fields[name]);
    if (said === undefined) continue;
    const nodes = [...said.nodes];
    let { pageInfo } = said;
    while (pageInfo.hasNextPage && pageInfo.endCursor !== null) {
      const variables = { id, after: pageInfo.endCursor };
      const { node } = rest.parse(await asked(restQuestion(of, name, list), variables, context)).data;
      if (node === null) break;
      nodes.push(...node.list.nodes);
      pageInfo = node.list.pageInfo;
    }
    ended[name] = { nodes };
  }
  return { ...fields, ...ended };
}

async function withRefundLines(orders: readonly Json[], context: ShopContext): Promise<Json[]> {
  const ids = orders.flatMap((order) => refunded.safeParse(order).data?.refunds.map(({ id }) => id) ?? []);
  const lines = new Map<string, Json>();
  for (let from = 0; from < ids.length; from += REFUNDS_AT_ONCE) {
    const some = ids.slice(from, from + REFUNDS_AT_ONCE);
    const { nodes } = refundLines.parse(await asked(REFUNDS, { ids: some }, context)).data;
    for (const node of nodes) {
      if (node === null) continue;
      const complete = await withRest('Refund', { refundLineItems: REFUND_LINES }, json.parse(node), context);
      lines.set(node.id, json.parse(complete).refundLineItems ?? null);
    }
  }
  return orders.map((order) => {
    const { data } = refunded.safeParse(order);
    if (data === undefined) return order;
    const refunds = data.refunds.map(
      (refund): JsonObject => ({
        ...json.parse(refund),
        refundLineItems: lines.get(refund.id) ?? { nodes: [] },
      }),
    );
    return { ...json.parse(order), refunds };
  });
}
