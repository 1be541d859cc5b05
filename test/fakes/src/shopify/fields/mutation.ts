import { GraphQLError } from 'graphql';
import { type Args, type Context, typeFields } from '../context.js';
import type { Customer } from '../customer.js';
import { gid, readGid } from '../gid.js';
import type { Metafield } from '../metafield.js';
import { problemsOfQuery } from '../segment-query.js';

/** What was wrong with what was asked. */
interface UserError {
  readonly field: readonly string[] | null;
  readonly message: string;
  readonly code?: string | null;
}

const texts = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : []);

function customerOf(id: unknown, { shop }: Context): Customer | undefined {
  const read = readGid(String(id));
  if (read === undefined) throw new GraphQLError(`Invalid global id '${id}'`, { extensions: { code: 'INVALID' } });
  return read.type === 'Customer' ? shop.customers.get(read.id) : undefined;
}

function tagged(args: Args, context: Context, change: (customer: Customer, tags: readonly string[]) => void): object {
  const customer = customerOf(args.id, context);
  if (customer === undefined)
    return { node: null, userErrors: [{ field: ['id'], message: 'The node does not exist' }] satisfies UserError[] };
  change(customer, texts(args.tags));
  return { node: customer, userErrors: [] };
}

/** Metafields are all written, or none. */
const MOST_METAFIELDS = 25;

function metafieldsSet(metafields: readonly Args[], context: Context): object {
  const none = (field: readonly string[], message: string, code: string) => ({
    metafields: [],
    userErrors: [{ field, message, code, elementIndex: null }],
  });
  if (metafields.length > MOST_METAFIELDS)
    return none(
      ['metafields'],
      `Exceeded the maximum metafields input limit of ${MOST_METAFIELDS}.`,
      'LESS_THAN_OR_EQUAL_TO',
    );
  const wanted: { readonly owner: Customer; readonly wish: Pick<Metafield, 'key' | 'namespace' | 'type' | 'value'> }[] =
    [];
  for (const [index, one] of metafields.entries()) {
    const at = (name: string) => ['metafields', String(index), name];
    const owner = customerOf(one.ownerId, context);
    if (owner === undefined) return none(at('ownerId'), 'Owner does not exist.', 'INVALID');
    const namespace = String(one.namespace ?? '$app');
    const defined = [...context.shop.definitions.values()].find(
      (definition) =>
        definition.namespace === namespace && definition.key === one.key && definition.ownerType === 'CUSTOMER',
    );
    const type = one.type ?? defined?.type;
    if (type === undefined || type === null) return none(at('type'), "Type can't be blank", 'BLANK');
    wanted.push({ owner, wish: { namespace, key: String(one.key), type: String(type), value: String(one.value) } });
  }
  return { metafields: wanted.map(({ owner, wish }) => context.shop.setMetafield(owner.id, wish)), userErrors: [] };
}

function metafieldsDelete(metafields: readonly Args[], context: Context): object {
  const owners = metafields.map(({ ownerId }) => customerOf(ownerId, context));
  const nobody = owners.indexOf(undefined);
  if (nobody !== -1) {
    const field = ['metafields', String(nobody), 'ownerId'];
    return { deletedMetafields: [], userErrors: [{ field, message: 'Owner does not exist.' }] satisfies UserError[] };
  }
  const deletedMetafields = metafields.map((one, index) => {
    const place = { namespace: String(one.namespace), key: String(one.key) };
    const had = context.shop.deleteMetafield(owners[index]?.id ?? '', place);
    return had ? { ownerId: one.ownerId, ...place } : null;
  });
  return { deletedMetafields, userErrors: [] };
}

const METAFIELD_KEY = /^[A-Za-z0-9_-]{2,64}$/;

function metafieldDefinitionCreate(definition: Args, { shop }: Context): object {
  const { name, namespace, key, type, description, ownerType } = definition;
  const refused = (message: string, code: string) => ({
    createdDefinition: null,
    userErrors: [{ field: ['definition', 'key'], message, code }] satisfies UserError[],
  });
  if (!METAFIELD_KEY.test(String(key)))
    return refused('Key contains one or more invalid characters.', 'INVALID_CHARACTER');
  if (ownerType !== 'CUSTOMER' && ownerType !== 'ORDER' && ownerType !== 'PRODUCT')
    throw new Error(`the fake knows no metafields of ${ownerType}`);
  const wish = { namespace: String(namespace ?? '$app'), key: String(key), ownerType } as const;
  const isThere = [...shop.definitions.values()].some(
    (one) => one.namespace === wish.namespace && one.key === wish.key && one.ownerType === ownerType,
  );
  if (isThere)
    return refused(`Key is in use for ${ownerType} metafields on the '${wish.namespace}' namespace.`, 'TAKEN');
  const said = { name: String(name), description: typeof description === 'string' ? description : null };
  return { createdDefinition: shop.define({ ...wish, ...said, type: String(type) }), userErrors: [] };
}

function segmentErrors(query: unknown): readonly UserError[] {
  return typeof query === 'string' ? problemsOfQuery(query).map((message) => ({ field: ['query'], message })) : [];
}

const NAME_TAKEN: UserError = { field: ['name'], message: 'Name has already been taken' };

/** A name that is taken is counted up: `vip (2)`, ten times at the most. */
function freeName(wanted: string, { segments }: Context['shop']): string | undefined {
  const taken = new Set([...segments.values()].map(({ name }) => name));
  const [, stem = wanted, number] = /^(.*) \((\d+)\)$/.exec(wanted) ?? [];
  const first = number === undefined ? 1 : Number(number);
  const names = Array.from({ length: 11 }, (_, more) => (more === 0 ? wanted : `${stem} (${first + more})`));
  return names.find((name) => !taken.has(name));
}

export const MUTATION = typeFields<unknown>('Mutation', {
  tagsAdd: (_, args, context) => tagged(args, context, ({ id }, tags) => context.shop.addTags(id, tags)),
  tagsRemove: (_, args, context) => tagged(args, context, ({ id }, tags) => context.shop.removeTags(id, tags)),
  metafieldsSet: (_, { metafields }, context) => metafieldsSet(metafields as readonly Args[], context),

  metafieldsDelete: (_, { metafields }, context) => metafieldsDelete(metafields as readonly Args[], context),
  metafieldDefinitionCreate: (_, { definition }, context) => metafieldDefinitionCreate(definition as Args, context),

  segmentCreate: (_, { name, query }, { shop }) => {
    const userErrors = segmentErrors(query);
    if (userErrors.length > 0) return { segment: null, userErrors };
    const free = freeName(String(name), shop);
    if (free === undefined) return { segment: null, userErrors: [NAME_TAKEN] };
    const at = { creationDate: shop.now, lastEditDate: shop.now };
    const segment = {
      __typename: 'Segment' as const,
      id: shop.nextId(),
      name: free,
      query: String(query),
      ...at,
    };
    shop.segments.add(segment);
    return { segment, userErrors };
  },
  segmentUpdate: (_, { id, name, query }, { shop }) => {
    const segment = shop.segments.get(readGid(String(id))?.id ?? '');
    if (segment === undefined)
      return { segment: null, userErrors: [{ field: ['id'], message: 'Segment does not exist' }] };
    const userErrors = segmentErrors(query);
    if (userErrors.length > 0) return { segment: null, userErrors };
    if (typeof name === 'string') segment.name = name;
    if (typeof query === 'string') segment.query = query;
    segment.lastEditDate = shop.now;
    shop.segments.changed();
    return { segment, userErrors };
  },
  segmentDelete: (_, { id }, { shop }) => {
    const segment = shop.segments.get(readGid(String(id))?.id ?? '');
    if (segment === undefined)
      return { deletedSegmentId: null, userErrors: [{ field: ['id'], message: 'Segment does not exist' }] };
    shop.segments.delete(segment.id);
    return { deletedSegmentId: gid('Segment', segment.id), userErrors: [] };
  },

  webPixelCreate: (_, { webPixel }, { shop }) => {
    if (shop.webPixel !== undefined) {
      const userErrors = [{ field: null, message: 'Web pixel has already been taken', code: 'TAKEN' }];
      return { webPixel: null, userErrors: userErrors satisfies UserError[] };
    }
    const { settings } = webPixel as Args;
    shop.webPixel = { __typename: 'WebPixel', id: gid('WebPixel', shop.nextId()), settings };
    return { webPixel: shop.webPixel, userErrors: [] };
  },

  bulkOperationRunQuery: (_, { query, groupObjects }, context) =>
    context.bulk.run(String(query), groupObjects === true, context),
  bulkOperationCancel: (_, { id }, { bulk }) => bulk.cancel(readGid(String(id))?.id ?? ''),

  webhookSubscriptionCreate: (_, { topic, webhookSubscription }, { webhooks }) => {
    const { uri, callbackUrl, includeFields } = webhookSubscription as Args;
    const address = String(uri ?? callbackUrl ?? '');
    const refused = (message: string) => ({
      webhookSubscription: null,
      userErrors: [{ field: ['webhookSubscription', 'callbackUrl'], message }] satisfies UserError[],
    });
    if (!address.startsWith('https://')) return refused('Address protocol http:// is not supported');
    const known = [...webhooks.subscriptions.values()];
    const wanted = webhooks.topicOf(String(topic));
    if (known.some((one) => one.topic === wanted && one.uri === address))
      return refused('Address for this topic has already been taken');
    const fields = includeFields === undefined ? undefined : texts(includeFields);
    return { webhookSubscription: webhooks.subscribe(wanted, address, { includeFields: fields }), userErrors: [] };
  },
  webhookSubscriptionDelete: (_, { id }, { webhooks }) => {
    const found = webhooks.subscriptions.get(readGid(String(id))?.id ?? '');
    if (found === undefined || found.byApp)
      return {
        deletedWebhookSubscriptionId: null,
        userErrors: [{ field: ['id'], message: 'Webhook subscription does not exist' }],
      };
    webhooks.subscriptions.delete(found.id);
    return { deletedWebhookSubscriptionId: gid('WebhookSubscription', found.id), userErrors: [] };
  },
});
