import {
  type CursorForm,
  type Facts,
  Garbled,
  type Json,
  NotShown,
  type Page,
  type Pulled,
  type Stream,
} from '@clientele/connector-kit';
import { z } from 'zod';
import { asked, type ShopContext } from './asked.js';
import { type BulkSizes, bulkCursor, bulkPage, startOfBulk } from './bulk/bulk-reading.js';
import { decodeCheckout } from './checkout.js';
import { decodeCustomer } from './customer.js';
import { gidOf, readGid } from './gid.js';
import { decodeOrder } from './order.js';
import { decodeProduct } from './product.js';
import { CHECKOUT } from './questions/checkout.js';
import { customerQuestion } from './questions/customer.js';
import { orderQuestion } from './questions/order.js';
import { PRODUCT } from './questions/product.js';
import { pageQuestion, type Question, skimQuestion } from './questions/question.js';
import { READ_TOGETHER, readSome } from './read-some.js';
import { requestedCost } from './said.js';
import { installation, showsAllOrders } from './scopes.js';
import type { ShopifySettings } from './settings.js';
import { startOfWalk, variablesOf, type WalkCursor, walkCursor, walked } from './walk.js';
import { whole } from './whole.js';

const DAY_MS = 86_400_000;
/** Times are whole seconds; lists are searched by an index that follows what is written. */
const CLOCK = { grainMs: 1000, settlesMs: 60_000 };

const page = z.object({
  data: z.object({
    currentAppInstallation: installation,
    counted: z.object({ count: z.int() }).nullish(),
    list: z.object({
      pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
      nodes: z.array(z.json()),
    }),
  }),
});
const identified = z.object({ id: z.string() });

const streamCursor = z.union([walkCursor, bulkCursor]);
export type StreamCursor = z.output<typeof streamCursor>;
const form: CursorForm<StreamCursor> = { version: 2, schema: streamCursor };

/** How lists are read. */
export interface Reading extends BulkSizes {
  /** Objects on the longest page. */
  readonly longestPage: number;
  /**
   * A reading of everything that is not over after so many pages is made by a bulk operation, which takes some seconds at
   * least, and minutes of a large shop, before it brings anything; null where it never is.
   */
  readonly pagesBeforeBulk: number | null;
}

interface Kind {
  readonly kind: Stream['kind'];
  readonly facts: Facts;
  question(settings: ShopifySettings): Question;
  decode(object: Json, settings: ShopifySettings): ReturnType<Stream['decode']>;
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

/** What there is to know of a shop. */
export function streamsOf(reading: Reading) {
  return {
    products: stream(PRODUCTS, reading),
    customers: stream(CUSTOMERS, reading),
    orders: stream(ORDERS, reading),
    checkouts: stream(CHECKOUTS, reading),
  };
}

function stream(
  { kind, question, decode, facts }: Kind,
  { longestPage: longest, pagesBeforeBulk, ...sizes }: Reading,
): Pulled<ShopifySettings, StreamCursor> {
  return {
    kind,
    id: (object) => readGid(identified.safeParse(object).data?.id ?? '')?.number,
    decode,
    facts,
    cursor: form,
    start: (since) => startOfWalk(since, longest, since === undefined ? pagesBeforeBulk : null),
    async pull(cursor, context) {
      const said = question(context.settings);
      if (cursor.by === 'bulk') {
        const read = await bulkPage(said, cursor, context, sizes);
        return read === 'fruitless' ? { objects: [], next: startOfWalk(undefined, longest, null), done: false } : read;
      }
      const read = await pageOf({ text: pageQuestion(said), of: said.of, longest }, cursor, context);
      return { ...read, objects: await whole(said, read.objects, context) };
    },
    async skim(cursor, context) {
      if (cursor.by === 'bulk') throw new Garbled('what a bulk operation brings cannot be asked for by ids alone');
      const said = question(context.settings);
      return pageOf({ text: skimQuestion(said), of: said.of, longest }, cursor, context);
    },
    async read(id, context) {
      const said = question(context.settings);
      const { objects, granted } = await readSome(said, [gidOf(said.of, id)], context);
      const [object] = objects;
      if (object === undefined && hidesOld(said, granted)) {
        throw new NotShown(
          `the app sees no order ${id}: it may be older than 60 days, for which it needs read_all_orders`,
        );
      }
      return object;
    },
    together: {
      most: READ_TOGETHER,
      async read(ids, context) {
        const said = question(context.settings);
        return (
          await readSome(
            said,
            ids.map((id) => gidOf(said.of, id)),
            context,
          )
        ).objects;
      },
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
): Promise<Page<StreamCursor>> {
  const body = await asked(text, variablesOf(cursor), context);
  const { list, counted, currentAppInstallation: granted } = page.parse(body).data;
  const { hasNextPage, endCursor } = list.pageInfo;
  const after = hasNextPage ? (endCursor ?? undefined) : undefined;
  const read = walked(cursor, { objects: list.nodes, after, requestedCost: requestedCost(body), longest });
  const next = !read.done && cursor.untilBulk === 1 ? startOfBulk(context) : read.next;
  const partial = of === 'AbandonedCheckout' || hidesOld({ of }, granted);
  return { ...read, next, partial, total: counted?.count };
}

/** Whether orders are not shown for their age, and not because they are gone. */
function hidesOld({ of }: Pick<Question, 'of'>, granted: ReadonlySet<string>): boolean {
  return of === 'Order' && !showsAllOrders(granted);
}
