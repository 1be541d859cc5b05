import { type Ask, type Json, MemorySpool } from '@clientele/connector-kit';
import { instant } from '@clientele/model';
import { execute, type GraphQLSchema, parse } from 'graphql';
import { z } from 'zod';
import type { ShopContext } from './asked.js';
import { adminSchema } from './schema.fixture.js';
import { type ShopifySettings, settings } from './settings.js';

const sent = z.object({ query: z.string(), variables: z.record(z.string(), z.json()) });
const paging = z.object({ first: z.number(), after: z.string().nullish() });
const byId = z.object({ id: z.string() });
const byIds = z.object({ ids: z.array(z.string()) });

/** A thing of a shop; a list of it is a function that pages it. */
export interface Thing {
  readonly __typename: string;
  readonly id: string;
}

/** Answers questions by Shopify's own description, over a few objects at hand; it pages, and knows no search and no limits. */
export class SmallShop {
  readonly asked: string[] = [];
  scopes = ['read_customers', 'read_orders', 'read_all_orders', 'read_products', 'read_locations'];
  readonly #schema: GraphQLSchema = adminSchema('2026-10');
  readonly #things: Thing[];

  constructor(things: readonly Thing[]) {
    this.#things = [...things];
  }

  forget(id: string): void {
    this.#things.splice(0, this.#things.length, ...this.#things.filter((one) => one.id !== id));
  }

  context(chosen: Partial<ShopifySettings> = {}): ShopContext {
    const given = settings.parse({ shop: 'small.myshopify.com', accessToken: 'shpat_1', ...chosen });
    return {
      settings: given,
      now: instant('2026-11-01T00:00:00Z'),
      ask: async (ask) => this.#answer(ask),
      spool: async () => new MemorySpool(),
    };
  }

  #answer({ body }: Ask) {
    const { query, variables } = sent.parse(body);
    this.asked.push(query);
    const typed = (type: string) => this.#things.filter((one) => one.__typename === type);
    const ofType = (type: string) => pagesOf(typed(type));
    const countOf = (type: string) => ({ count: typed(type).length, precision: 'EXACT' });
    const rootValue = {
      shop: { id: 'gid://shopify/Shop/1', name: 'Small', currencyCode: 'EUR', ianaTimezone: 'Europe/Berlin' },
      currentAppInstallation: { accessScopes: this.scopes.map((handle) => ({ handle })) },
      orders: ofType('Order'),
      customers: ofType('Customer'),
      products: ofType('Product'),
      abandonedCheckouts: ofType('AbandonedCheckout'),
      ordersCount: countOf('Order'),
      customersCount: countOf('Customer'),
      productsCount: countOf('Product'),
      abandonedCheckoutsCount: countOf('AbandonedCheckout'),
      node: (args: unknown) => this.#things.find((one) => one.id === byId.parse(args).id) ?? null,
      nodes: (args: unknown) => byIds.parse(args).ids.map((id) => this.#things.find((one) => one.id === id) ?? null),
    };
    const answer = execute({ schema: this.#schema, document: parse(query), rootValue, variableValues: variables });
    const json: Json = JSON.parse(JSON.stringify(answer));
    return { status: 200, headers: new Headers(), body: json };
  }
}

/** A list that is asked for in pages. */
export function pagesOf(all: readonly object[]) {
  return (args: unknown) => {
    const { first, after } = paging.parse(args);
    const from = after == null ? 0 : Number(after);
    const isMore = from + first < all.length;
    return {
      nodes: all.slice(from, from + first),
      pageInfo: { hasNextPage: isMore, endCursor: String(Math.min(all.length, from + first)) },
    };
  };
}
