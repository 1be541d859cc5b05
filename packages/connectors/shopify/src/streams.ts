import { Denied, type Facts, type Json, type Page, type Pulled, type Stream } from '@clientele/connector-kit';
import { z } from 'zod';
import { asked, type ShopContext } from './asked.js';
import { decodeCheckout } from './checkout.js';
import { decodeCustomer } from './customer.js';
import { gidOf, readGid } from './gid.js';
import { decodeOrder } from './order.js';
import { decodeProduct } from './product.js';
import { CHECKOUT } from './questions/checkout.js';
import { customerQuestion } from './questions/customer.js';
import { orderQuestion } from './questions/order.js';
import { PRODUCT } from './questions/product.js';
import { oneQuestion, pageQuestion, type Question, skimQuestion } from './questions/question.js';
import { requestedCost } from './said.js';
import { installation, showsAllOrders } from './scopes.js';
import type { ShopifySettings } from './settings.js';
import { startOfWalk, variablesOf, type WalkCursor, walked, walkForm } from './walk.js';
import { whole } from './whole.js';

const DAY_MS = 86_400_000;
/** Times are whole seconds; lists are searched by an index that follows what is written. */
const CLOCK = { grainMs: 1000, settlesMs: 60_000 };

const page = z.object({
  data: z.object({
    currentAppInstallation: installation,
    list: z.object({
      pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
      nodes: z.array(z.json()),
    }),
  }),
});
const single = z.object({ data: z.object({ currentAppInstallation: installation, node: z.json() }) });
const identified = z.object({ id: z.string() });

interface Kind {
  readonly kind: Stream['kind'];
  readonly facts: Facts;
  question(settings: ShopifySettings): Question;
  decode(object: Json): ReturnType<Stream['decode']>;
}

/** Customers, and what they agreed to. Metafields, companies, credit and what Shopify works out of somebody move no time. */
const CUSTOMERS: Kind = {
  kind: 'customer',
  question: customerQuestion,
  decode: decodeCustomer,
  facts: { ...CLOCK, misses: ['edit', 'late', 'deletion'], sweeps: [{ everyMs: 7 * DAY_MS }] },
};

/** Orders with their refunds, edits and cancellations, all of which move their time. */
const ORDERS: Kind = {
  kind: 'order',
  question: orderQuestion,
  decode: decodeOrder,
  facts: { ...CLOCK, misses: ['late', 'deletion'], sweeps: [{ everyMs: 7 * DAY_MS }] },
};

const PRODUCTS: Kind = {
  kind: 'product',
  question: () => PRODUCT,
  decode: decodeProduct,
  facts: { ...CLOCK, misses: ['late', 'deletion'], sweeps: [{ everyMs: 7 * DAY_MS }] },
};

/** Checkouts that were left. Shopify forgets them after some months, which is no reason to forget them here. */
const CHECKOUTS: Kind = {
  kind: 'event',
  question: () => CHECKOUT,
  decode: decodeCheckout,
  facts: { ...CLOCK, misses: ['late', 'deletion'], sweeps: [{ everyMs: 7 * DAY_MS }] },
};

/** What there is to know of a shop, in pages of so many objects at the most. */
export function streamsOf(longest: number) {
  return {
    products: stream(PRODUCTS, longest),
    customers: stream(CUSTOMERS, longest),
    orders: stream(ORDERS, longest),
    checkouts: stream(CHECKOUTS, longest),
  };
}

function stream({ kind, question, decode, facts }: Kind, longest: number): Pulled<ShopifySettings, WalkCursor> {
  return {
    kind,
    id: (object) => readGid(identified.safeParse(object).data?.id ?? '')?.number,
    decode,
    facts,
    cursor: walkForm,
    start: (since) => startOfWalk(since, longest),
    async pull(cursor, context) {
      const said = question(context.settings);
      const read = await pageOf({ text: pageQuestion(said), of: said.of, longest }, cursor, context);
      return { ...read, objects: await whole(said, read.objects, context) };
    },
    skim(cursor, context) {
      const said = question(context.settings);
      return pageOf({ text: skimQuestion(said), of: said.of, longest }, cursor, context);
    },
    async read(id, context) {
      const said = question(context.settings);
      const body = await asked(oneQuestion(said), { id: gidOf(said.of, id) }, context);
      const { node, currentAppInstallation: granted } = single.parse(body).data;
      if (node === null) {
        if (!hidesOld(said, granted)) return undefined;
        throw new Denied(
          `the app sees no order ${id}: it may be older than 60 days, for which it needs read_all_orders`,
        );
      }
      return (await whole(said, [node], context))[0];
    },
  };
}

interface PageAsked extends Pick<Question, 'of'> {
  readonly text: string;
  readonly longest: number;
}

async function pageOf(
  { text, of, longest }: PageAsked,
  cursor: WalkCursor,
  context: ShopContext,
): Promise<Page<WalkCursor>> {
  const body = await asked(text, variablesOf(cursor), context);
  const { list, currentAppInstallation: granted } = page.parse(body).data;
  const { hasNextPage, endCursor } = list.pageInfo;
  const after = hasNextPage ? (endCursor ?? undefined) : undefined;
  const read = walked(cursor, { objects: list.nodes, after, requestedCost: requestedCost(body), longest });
  return of === 'AbandonedCheckout' || hidesOld({ of }, granted) ? { ...read, partial: true } : read;
}

/** Whether orders are not shown for their age, and not because they are gone. */
function hidesOld({ of }: Pick<Question, 'of'>, granted: ReadonlySet<string>): boolean {
  return of === 'Order' && !showsAllOrders(granted);
}
