import { type Connector, type Json, type Pulled, pages } from '@clientele/connector-kit';
import { type Instant, instantOf, instantOfMs, parseLocalDateTime, timeZone } from '@clientele/model';
import { z } from 'zod';
import { connector as right } from '../check.js';
import { answeredOrder, decodeOrder } from '../order.js';
import type { ShopSettings } from '../settings.js';
import { walkOf } from '../walk.js';
import { PAGE_SIZE } from '../world.js';

type Sample = Connector<ShopSettings>;
type Orders = Pulled<ShopSettings>;

const listed = z.object({ objects: z.array(z.json()), total: z.number() });
const { orders } = right.streams;
const walk = walkOf(PAGE_SIZE);

function withOrders(id: string, change: Partial<Orders>, more: Partial<Sample> = {}): Sample {
  const { customers } = right.streams;
  return { ...right, id, ...more, streams: { customers, orders: { ...orders, ...change } } };
}

/** Page numbers over a list that is sorted by change time. */
const numbered = pages(PAGE_SIZE);
const byNumber: Partial<Orders> = {
  cursor: numbered.cursor,
  start: (since) => numbered.start(since),
  async pull(cursor, { settings: { address }, ask }) {
    const at = numbered.cursor.schema.parse(cursor);
    const query = { changed_from: at.since ?? undefined, page: at.page, limit: PAGE_SIZE };
    const { objects } = listed.parse((await ask({ url: `${address}/orders`, query })).body);
    return numbered.page(at, objects);
  },
};

/** The bound moves to just after the last time seen. */
const pastTies: Partial<Orders> = {
  async pull(cursor, context) {
    const page = await orders.pull(walk.cursor.schema.parse(cursor), context);
    if (page === 'expired') return page;
    const last = page.objects.at(-1);
    const changedAt = last === undefined ? undefined : answeredOrder.parse(last).changed_at;
    const next = changedAt === undefined ? page.next : walk.start(later(changedAt, 1000));
    return { ...page, next };
  },
};

/** Where it reads is remembered in the process, and not in the cursor. */
function forgetful(): Partial<Orders> {
  let page = 0;
  return {
    cursor: { version: 1, schema: z.object({ reading: z.boolean() }) },
    start: () => {
      page = 0;
      return { reading: true };
    },
    async pull(_, { settings: { address }, ask }) {
      page += 1;
      const { objects } = listed.parse(
        (await ask({ url: `${address}/orders`, query: { page, limit: PAGE_SIZE } })).body,
      );
      return { objects, next: { reading: page % 2 === 0 }, done: objects.length < PAGE_SIZE };
    },
  };
}

/** Takes a failed request for an empty page. */
const careless: Partial<Orders> = {
  async pull(cursor, { settings: { address }, ask }) {
    const at = walk.cursor.schema.parse(cursor);
    const query = { changed_from: walk.from(at), page: at.page, limit: PAGE_SIZE };
    const { status, body } = await ask({ url: `${address}/orders`, query, answers: [401, 500, 503], as: 'text' });
    return walk.page(at, status === 200 ? listed.parse(JSON.parse(String(body))).objects : []);
  },
};

const countRead = { reads: 0 };

/** One connector built wrong for each law, by the law's number. */
export const WRONG_CONNECTORS: Readonly<Record<number, { readonly how: string; readonly connector: () => Sample }>> = {
  1: {
    how: 'declares fewer changes than it misses',
    connector: () => withOrders('misses-payments', { facts: { ...orders.facts, misses: ['late', 'deletion'] } }),
  },
  2: { how: 'remembers the page in the process', connector: () => withOrders('forgetful', forgetful()) },
  3: {
    how: 'puts something of its own into each record',
    connector: () =>
      withOrders('restless', {
        decode(object) {
          const said = decodeOrder(object);
          countRead.reads += 1;
          return 'gone' in said
            ? said
            : said.map((one) => (one.kind === 'order' ? { ...one, name: `read ${countRead.reads}` } : one));
        },
      }),
  },
  4: { how: 'counts pages over a list sorted by change time', connector: () => withOrders('by-number', byNumber) },
  5: { how: 'moves its bound past the last time seen', connector: () => withOrders('past-ties', pastTies) },
  6: { how: 'takes a failed request for an empty page', connector: () => withOrders('careless', careless) },
  7: {
    how: 'sweeps a single day back',
    connector: () =>
      withOrders('short-sighted', {
        facts: { ...orders.facts, sweeps: [{ everyMs: 1000, backMs: 86_400_000 }], misses: ['late', 'payment'] },
        start: (since) => walk.start(since),
      }),
  },
  8: {
    how: 'takes what a webhook says for the newest there is',
    connector: () => {
      const { read: _, ...unread } = orders;
      const { customers } = right.streams;
      return {
        ...right,
        id: 'believer',
        streams: { customers, orders: unread },
        async hear(hook, settings, now) {
          const heard = right.hear(hook, settings);
          if (heard.outcome !== 'heard' || hook.headers.get('x-topic') === 'order.deleted') return heard;
          const { object } = z.object({ object: z.record(z.string(), z.json()) }).parse(jsonOf(hook.body));
          const stamped = { ...object, changed_at: now.slice(0, 19) };
          return hook.headers.get('x-topic')?.startsWith('order') === true
            ? { ...heard, hints: [], objects: [{ stream: 'orders', object: stamped }] }
            : heard;
        },
      };
    },
  },
  9: {
    how: 'signs the JSON written anew, not the bytes that came',
    connector: () => ({
      ...right,
      id: 'rewriter',
      hear(hook, settings) {
        const anew = new TextEncoder().encode(JSON.stringify(jsonOf(hook.body)));
        return right.hear({ ...hook, body: anew }, settings);
      },
    }),
  },
  10: {
    how: 'has a budget for each request',
    connector: () => {
      let keys = 0;
      const key = () => {
        keys += 1;
        return `budget ${keys}`;
      };
      return { ...right, id: 'hasty', limits: { ...right.limits, key } };
    },
  },
  11: {
    how: 'takes all amounts for hundredths',
    connector: () =>
      withOrders('hundredths', {
        decode(object) {
          const said = decodeOrder(object);
          if ('gone' in said) return said;
          return said.map((one) =>
            one.kind === 'order' && one.currency === 'KWD' ? { ...one, total: rounded(one.total) } : one,
          );
        },
      }),
  },
  12: {
    how: 'takes a failed request for a record that is gone',
    connector: () =>
      withOrders('forsaker', {
        async read(id, { settings: { address }, ask }) {
          const { status, body } = await ask({
            url: `${address}/orders/${id}`,
            answers: [404, 401, 500, 503],
            as: 'text',
          });
          return status === 200 ? parsed(String(body)) : undefined;
        },
        ...byNumber,
      }),
  },
  13: {
    how: "takes the shop's own time for UTC",
    connector: () =>
      withOrders('homebody', {
        decode(object) {
          const said = decodeOrder(object);
          const local = parseLocalDateTime(answeredOrder.parse(object).placed_at);
          if ('gone' in said || local === undefined) return said;
          const placedAt = instantOf(local, timeZone('UTC'));
          return said.map((one) => (one.kind === 'order' ? { ...one, placedAt } : one));
        },
      }),
  },
  14: {
    how: 'passes over what it cannot read',
    connector: () =>
      withOrders('squeamish', {
        decode(object) {
          try {
            return decodeOrder(object);
          } catch {
            return [];
          }
        },
      }),
  },
  15: {
    how: 'asks with a parameter that there is not',
    connector: () =>
      withOrders('inventive', {
        read: (id, context) => orders.read?.(`${id}?expand=all`, context) ?? Promise.resolve(undefined),
      }),
  },
  16: {
    how: 'keeps an address with its key in the cursor',
    connector: () =>
      withOrders('indiscreet', {
        cursor: { version: 1, schema: walk.cursor.schema.and(z.object({ url: z.string() })) },
        start: (since, _, settings) => ({ ...walk.start(since), url: addressOf(settings) }),
        async pull(cursor, context) {
          const page = await orders.pull(walk.cursor.schema.parse(without(cursor)), context);
          return page === 'expired' ? page : { ...page, next: { ...page.next, url: addressOf(context.settings) } };
        },
      }),
  },
};

function addressOf({ address, key }: ShopSettings): string {
  return `${address}/orders?key=${encodeURIComponent(key)}`;
}

function without(cursor: Json): Json {
  const { url: _, ...rest } = z.record(z.string(), z.json()).parse(cursor);
  return rest;
}

function later(at: Instant, ms: number): Instant {
  return instantOfMs(Date.parse(at) + ms);
}

function jsonOf(body: Uint8Array): Json {
  return parsed(new TextDecoder().decode(body));
}

function rounded(total: string | undefined): string {
  return Number(total ?? '0').toFixed(2);
}

function parsed(text: string): Json {
  const json: Json = JSON.parse(text);
  return json;
}
