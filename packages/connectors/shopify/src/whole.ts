import type { Json, JsonObject } from '@clientele/connector-kit';
import { z } from 'zod';
import { asked, type ShopContext } from './asked.js';
import { LINES_OF_AT_ONCE, REFUND_LINES, REFUNDS, RETURN_LINES, RETURNS } from './questions/order.js';
import { type ListWithin, type Question, restQuestion } from './questions/question.js';

const json = z.record(z.string(), z.json());
const listed = z.object({
  nodes: z.array(z.json()),
  pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
});
const rest = z.object({ data: z.object({ node: z.object({ list: listed }).nullable() }) });
const identified = z.looseObject({ id: z.string() });
type Identified = z.output<typeof identified>;
const refunded = z.looseObject({ refunds: z.array(identified) });
const returned = z.looseObject({ returns: z.looseObject({ nodes: z.array(identified) }) });
const several = z.object({ data: z.object({ nodes: z.array(z.looseObject({ id: z.string() }).nullable()) }) });

/** Objects with all that their lists hold, and the lines of their refunds and returns: what did not come with them is asked for. */
export async function whole({ of, lists }: Question, objects: readonly Json[], context: ShopContext): Promise<Json[]> {
  const all: Json[] = [];
  for (const object of objects) all.push(await withRest(of, lists, object, context));
  return of === 'Order' ? withLines(all, context) : all;
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

/** Things within orders whose lines do not come with them. */
interface Lined {
  readonly of: 'Refund' | 'Return';
  /** The name of the list of their lines. */
  readonly name: string;
  readonly lines: ListWithin;
  /** Asks for the first lines of several. */
  readonly question: string;
}

const REFUNDED: Lined = { of: 'Refund', name: 'refundLineItems', lines: REFUND_LINES, question: REFUNDS };
const RETURNED: Lined = { of: 'Return', name: 'returnLineItems', lines: RETURN_LINES, question: RETURNS };

async function withLines(orders: readonly Json[], context: ShopContext): Promise<Json[]> {
  // What has not the form of them stays as it is, to be refused.
  const refundsOf = (order: Json) => refunded.safeParse(order).data?.refunds;
  const returnsOf = (order: Json) => returned.safeParse(order).data?.returns.nodes;
  const ofRefund = await linesOf(
    REFUNDED,
    orders.flatMap((order) => refundsOf(order) ?? []),
    context,
  );
  const ofReturn = await linesOf(
    RETURNED,
    orders.flatMap((order) => returnsOf(order) ?? []),
    context,
  );
  return orders.map((order) => {
    const [refunds, returns] = [refundsOf(order), returnsOf(order)];
    if (refunds === undefined && returns === undefined) return order;
    return {
      ...json.parse(order),
      ...(refunds && { refunds: refunds.map(ofRefund) }),
      ...(returns && { returns: { nodes: returns.map(ofReturn) } }),
    };
  });
}

/** What puts the lines of such things into each of them. */
async function linesOf(
  { of, name, lines, question }: Lined,
  things: readonly Identified[],
  context: ShopContext,
): Promise<(thing: Identified) => JsonObject> {
  const found = new Map<string, Json>();
  for (let from = 0; from < things.length; from += LINES_OF_AT_ONCE) {
    const ids = things.slice(from, from + LINES_OF_AT_ONCE).map(({ id }) => id);
    const { nodes } = several.parse(await asked(question, { ids }, context)).data;
    for (const node of nodes) {
      if (node === null) continue;
      const complete = await withRest(of, { [name]: lines }, json.parse(node), context);
      found.set(node.id, json.parse(complete)[name] ?? null);
    }
  }
  return (thing) => ({ ...json.parse(thing), [name]: found.get(thing.id) ?? { nodes: [] } });
}
