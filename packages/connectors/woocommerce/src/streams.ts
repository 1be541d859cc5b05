import type { Answer, Context, Json, Page, Pulled } from '@clientele/connector-kit';
import { z } from 'zod';
import { type AccountWalk, accountCursor, accountQuery, startOfAccounts, walkedAccounts } from './account-walk.js';
import { type ChangeWalk, changeCursor, GRAIN_MS, queryOf, startOfWalk, walked } from './change-walk.js';
import { decodeCustomer } from './customer.js';
import { decodeOrder } from './order.js';
import { decodeProduct } from './product.js';
import { at, type WooCommerceSettings } from './settings.js';

type ShopContext = Context<WooCommerceSettings>;

const DAY_MS = 86_400_000;
/** What pages are gone through by. */
const ID_AND_CHANGE = 'id,date_modified_gmt';
const ID_AND_REGISTRATION = 'id,date_created_gmt';
const identified = z.object({ id: z.union([z.number(), z.string()]).transform(String) });
const refunding = z.object({ refunds: z.array(z.unknown()).min(1) });

const idOf = (object: Json) => identified.safeParse(object).data?.id;

/** Orders by when they changed, each with its refunds whole. */
export function orders(pageSize: number): Pulled<WooCommerceSettings, ChangeWalk> {
  return {
    kind: 'order',
    id: idOf,
    decode: decodeOrder,
    // The deletion of an account moves its orders in newer versions only; edits of items and refunds by some payment
    // plug-ins move none.
    facts: {
      grainMs: GRAIN_MS,
      settlesMs: 0,
      misses: ['edit', 'refund', 'late', 'deletion'],
      sweeps: [{ everyMs: DAY_MS }],
    },
    cursor: changeCursor,
    start: startOfWalk,
    async pull(cursor, context) {
      const page = await changed('orders', cursor, context, pageSize);
      return { ...page, objects: await inTurn(page.objects, (order) => withRefunds(order, context)) };
    },
    skim: (cursor, context) => changed('orders', cursor, context, pageSize, ID_AND_CHANGE),
    async read(id, context) {
      const order = await one('orders', id, context);
      return order === undefined ? undefined : withRefunds(order, context);
    },
  };
}

/** Products by when they changed. */
export function products(pageSize: number): Pulled<WooCommerceSettings, ChangeWalk> {
  return {
    kind: 'product',
    id: idOf,
    decode: decodeProduct,
    facts: { grainMs: GRAIN_MS, settlesMs: 0, misses: ['late', 'deletion'], sweeps: [{ everyMs: DAY_MS }] },
    cursor: changeCursor,
    start: startOfWalk,
    pull: (cursor, context) => changed('products', cursor, context, pageSize),
    skim: (cursor, context) => changed('products', cursor, context, pageSize, ID_AND_CHANGE),
    read: (id, context) => one('products', id, context),
  };
}

/** Accounts: new ones as they register, changes of old ones when all are read again, or a webhook tells. */
export function customers(pageSize: number): Pulled<WooCommerceSettings, AccountWalk> {
  return {
    kind: 'customer',
    id: idOf,
    decode: decodeCustomer,
    facts: { grainMs: GRAIN_MS, settlesMs: 0, misses: ['edit', 'late', 'deletion'], sweeps: [{ everyMs: DAY_MS }] },
    cursor: accountCursor,
    start: startOfAccounts,
    pull: (cursor, context) => registered(cursor, context, pageSize),
    skim: (cursor, context) => registered(cursor, context, pageSize, ID_AND_REGISTRATION),
    read: (id, context) => one('customers', id, context),
  };
}

async function changed(
  list: string,
  cursor: ChangeWalk,
  { settings, ask }: ShopContext,
  pageSize: number,
  fields?: string,
): Promise<Page<ChangeWalk>> {
  const query = { ...queryOf(cursor, pageSize), _fields: fields };
  const answer = await ask({ url: at(settings, `/wc/v3/${list}`), query });
  return { ...walked(cursor, listIn(answer.body), pageSize), total: totalOf(answer) };
}

async function registered(
  cursor: AccountWalk,
  { settings, ask }: ShopContext,
  pageSize: number,
  fields?: string,
): Promise<Page<AccountWalk>> {
  const query = { ...accountQuery(cursor, pageSize), _fields: fields };
  const answer = await ask({ url: at(settings, '/wc/v3/customers'), query });
  return { ...walkedAccounts(cursor, listIn(answer.body), pageSize), total: totalOf(answer) };
}

async function one(list: string, id: string, { settings, ask }: ShopContext): Promise<Json | undefined> {
  const { status, body } = await ask({ url: at(settings, `/wc/v3/${list}/${id}`), answers: [404] });
  return status === 404 ? undefined : body;
}

/** The order with its refunds as their own address answers them: with their times and lines, which the order leaves out. */
async function withRefunds(order: Json, { settings, ask }: ShopContext): Promise<Json> {
  const id = idOf(order);
  if (id === undefined || !refunding.safeParse(order).success) return order;
  const url = at(settings, `/wc/v3/orders/${id}/refunds`);
  const { status, body } = await ask({ url, query: { per_page: 100 }, answers: [404] });
  return status === 404 ? order : { ...Object(order), refunds: body };
}

/** How many there are behind the page's bound, as WordPress counts lists; undefined where a host takes that away. */
function totalOf({ headers }: Answer): number | undefined {
  const total = headers.get('x-wp-total');
  return total === null ? undefined : Number(total);
}

function listIn(body: Json): readonly Json[] {
  if (!Array.isArray(body)) throw new Error('the shop answers no list');
  return body;
}

/** One after the other: the shop's budget is for one at a time. */
async function inTurn(objects: readonly Json[], of: (object: Json) => Promise<Json>): Promise<Json[]> {
  const all: Json[] = [];
  for (const object of objects) all.push(await of(object));
  return all;
}
