import { GraphQLError } from 'graphql';
import { connection, type Listing } from '../connection.js';
import { type Args, type Context, type Field, typeFields } from '../context.js';
import { gid, type Id, readGid } from '../gid.js';
import type { Listed } from '../listed.js';
import type { MetafieldDefinition } from '../metafield.js';
import type { Order } from '../order.js';
import { DRAFTS, ONLINE_STORE, TILL } from '../place.js';
import { NotInFake } from '../schema.js';
import { readSearch } from '../search.js';
import type { Shop } from '../shop.js';
import { API_VERSIONS } from '../version.js';
import { CHECKOUTS, COLLECTIONS, COMPANIES, CUSTOMERS, LOCATIONS, ORDERS, PRODUCTS, SEGMENTS } from './listings.js';
import { returnNamed, salesApp } from './order.js';

const DAY_MS = 86_400_000;
/** How old an order may be for an app without the scope for all of them. */
const RECENT_MS = 60 * DAY_MS;

const list =
  <T extends { readonly id: Id }>(rows: (shop: Shop) => Listed<T>, listing: Listing<T>): Field<unknown> =>
  (_, args, context, info) =>
    connection(rows(context.shop), listing, args, context, info);

const oneOf =
  <T extends { readonly id: Id }>(type: string, rows: (shop: Shop) => Listed<T>): Field<unknown> =>
  (_, args, { shop }) => {
    const id = idOf(args.id, type);
    return (id === undefined ? undefined : rows(shop).get(id)) ?? null;
  };

const countOf =
  <T extends { readonly id: Id }>(rows: (shop: Shop) => Listed<T>, { search = {} }: Listing<T>): Field<unknown> =>
  (_, { query, limit = 10_000 }, { shop }) => {
    const { test } = readSearch(typeof query === 'string' ? query : '', search);
    let count = 0;
    for (const row of rows(shop).values()) if (test(row)) count += 1;
    const most = typeof limit === 'number' ? limit : Number.POSITIVE_INFINITY;
    return { count: Math.min(count, most), precision: count > most ? 'AT_LEAST' : 'EXACT' };
  };

function idOf(text: unknown, type: string): Id | undefined {
  const read = readGid(String(text));
  if (read === undefined) throw new GraphQLError(`Invalid global id '${text}'`, { extensions: { code: 'INVALID' } });
  return read.type === type ? read.id : undefined;
}

/** Without the scope for all orders, those of the last 60 days. */
function seen({ shop, scopes }: Context): ((order: Order) => boolean) | undefined {
  if (scopes.has('read_all_orders')) return undefined;
  const since = shop.now - RECENT_MS;
  return ({ createdAt }) => createdAt >= since;
}

function anything(id: unknown, { shop, bulk, webhooks }: Context): object | null {
  const read = readGid(String(id));
  if (read === undefined) throw new GraphQLError(`Invalid global id '${id}'`, { extensions: { code: 'INVALID' } });
  const places: Readonly<Record<string, { get(id: Id): object | undefined }>> = {
    Customer: shop.customers,
    Order: shop.orders,
    Product: shop.products,
    Collection: shop.collections,
    AbandonedCheckout: shop.checkouts,
    Company: shop.companies,
    Location: shop.locations,
    Segment: shop.segments,
    Refund: shop.refunds,
    Return: { get: (id) => returnNamed(id, shop.orders.values()) },
    BulkOperation: bulk.operations,
    WebhookSubscription: webhooks.subscriptions,
  };
  const place = places[read.type];
  if (place === undefined) throw new NotInFake(`The fake of Shopify does not know a ${read.type} by its id yet.`);
  return place.get(read.id) ?? null;
}

function channels(_: unknown, args: Args, context: Context, info: Parameters<Field<unknown>>[3]): object {
  const apps = [ONLINE_STORE, TILL, DRAFTS].map(({ id, name, handle }) => ({
    id: gid('Channel', id),
    name,
    handle,
    app: salesApp(id, name, handle),
  }));
  return connection(apps, {}, args, context, info);
}

export const QUERY = typeFields<unknown>('QueryRoot', {
  shop: (_, __, { shop }) => shop,
  customers: list((shop) => shop.customers, CUSTOMERS),
  customer: oneOf('Customer', (shop) => shop.customers),
  customersCount: countOf((shop) => shop.customers, CUSTOMERS),
  orders: (_, args, context, info) =>
    connection(context.shop.orders, { ...ORDERS, where: seen(context) }, args, context, info),
  order: oneOf('Order', (shop) => shop.orders),
  ordersCount: countOf((shop) => shop.orders, ORDERS),
  products: list((shop) => shop.products, PRODUCTS),
  productsCount: countOf((shop) => shop.products, PRODUCTS),
  product: oneOf('Product', (shop) => shop.products),
  collections: list((shop) => shop.collections, COLLECTIONS),
  collection: oneOf('Collection', (shop) => shop.collections),
  abandonedCheckouts: list((shop) => shop.checkouts, CHECKOUTS),
  abandonedCheckoutsCount: countOf((shop) => shop.checkouts, CHECKOUTS),
  companies: list((shop) => shop.companies, COMPANIES),
  company: oneOf('Company', (shop) => shop.companies),
  locations: list((shop) => shop.locations, LOCATIONS),
  location: oneOf('Location', (shop) => shop.locations),
  channels,
  segments: list((shop) => shop.segments, SEGMENTS),
  segment: (_, { id }, { shop }) => {
    const segment = shop.segments.get(idOf(id, 'Segment') ?? '');
    if (segment === undefined) throw new GraphQLError('Segment does not exist', { extensions: { code: 'NOT_FOUND' } });
    return segment;
  },
  segmentsCount: countOf((shop) => shop.segments, SEGMENTS),
  customerSegmentMembers: (_, { segmentId, query }, { shop }) => {
    if (segmentId === undefined && typeof query === 'string') {
      const found = shop.queryMembers.get(query);
      if (found === undefined) throw new NotInFake(`Nobody said how many members the query ${query} has.`);
      return { totalCount: found };
    }
    const id = idOf(segmentId, 'Segment') ?? '';
    if (shop.segments.get(id) === undefined) {
      throw new GraphQLError('Segment does not exist', { extensions: { code: 'NOT_FOUND' } });
    }
    const totalCount = shop.segmentMembers.get(id);
    if (totalCount === undefined) throw new NotInFake(`Nobody said how many members the segment ${id} has.`);
    return { totalCount };
  },
  metafieldDefinitions: (_, args, context, info) => {
    const where = ({ ownerType, namespace, key }: MetafieldDefinition) =>
      ownerType === args.ownerType &&
      (args.namespace === undefined || namespace === args.namespace) &&
      (args.key === undefined || key === args.key);
    return connection(context.shop.definitions, { where }, args, context, info);
  },
  return: (_, { id }, { shop }) => {
    const wanted = idOf(id, 'Return');
    for (const order of shop.orders.values()) {
      const found = order.returns.find((one) => one.id === wanted);
      if (found !== undefined) return { ...found, within: order };
    }
    return null;
  },
  refund: (_, { id }, { shop }) => {
    const wanted = idOf(id, 'Refund');
    for (const { refunds } of shop.orders.values()) {
      const found = refunds.find((one) => one.id === wanted);
      if (found !== undefined) return found;
    }
    return null;
  },
  node: (_, { id }, context) => anything(id, context),
  nodes: (_, { ids }, context) => (ids as readonly unknown[]).map((id) => anything(id, context)),
  bulkOperation: (_, { id }, { bulk }) => bulk.operations.get(idOf(id, 'BulkOperation') ?? '') ?? null,
  bulkOperations: (_, args, context, info) =>
    connection([...context.bulk.operations.values()], {}, args, context, info),
  currentBulkOperation: (_, { type = 'QUERY' }, { bulk }) => (type === 'QUERY' ? (bulk.newest ?? null) : null),
  webhookSubscriptions: (_, args, context, info) => {
    const subscriptions = [...context.webhooks.subscriptions.values()].filter(({ byApp }) => !byApp);
    return connection(subscriptions, {}, args, context, info);
  },
  currentAppInstallation: (_, __, { app, scopes }) => ({
    id: gid('AppInstallation', '1'),
    accessScopes: [...scopes].map((handle) => ({ handle, description: handle })),
    app: { id: gid('App', '1'), apiKey: app.facts.clientId, title: 'Clientele', handle: 'clientele' },
  }),
  publicApiVersions: () => API_VERSIONS.map((handle) => ({ handle, displayName: handle, supported: true })),
});

export const SHOP = typeFields<Shop>('Shop', {
  id: ({ facts }) => gid('Shop', facts.id),
  name: ({ facts }) => facts.name,
  email: ({ facts }) => facts.email,
  contactEmail: ({ facts }) => facts.email,
  myshopifyDomain: ({ facts }) => facts.domain,
  primaryDomain: ({ facts }) => ({ id: gid('Domain', facts.id), host: facts.domain, url: `https://${facts.domain}` }),
  url: ({ facts }) => `https://${facts.domain}`,
  currencyCode: ({ facts }) => facts.currency,
  ianaTimezone: ({ facts }) => facts.zone,
  enabledPresentmentCurrencies: ({ facts }) => [facts.currency],
  taxesIncluded: () => true,
  plan: () => ({ publicDisplayName: 'Shopify', displayName: 'Shopify', shopifyPlus: false, partnerDevelopment: false }),
});
