import {
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isInputObjectType,
  isNonNullType,
} from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { NOW, TestGateway } from './gateway.fixture.js';
import { gatewaySchema } from './schema/build-schema.js';

/** What a shop's things are called from outside. */
interface Ids {
  readonly profile: string;
  readonly segment: string;
  readonly order: string;
  readonly shop: string;
  readonly connection: string;
  readonly refused: string;
}

let gateway: TestGateway;
let schema: GraphQLSchema;
let mine: Record<string, string>;
let theirIds: Ids;
/** Everything that names something of the other shop, as an answer would hold it. */
let theirWords: readonly string[];

beforeAll(async () => {
  gateway = await TestGateway.open();
  schema = await gatewaySchema();
  mine = await gateway.key(['admin'], gateway.mine);
  const theirs = await gateway.key(['admin'], gateway.theirs);
  for (const { id } of [gateway.mine, gateway.theirs]) await gateway.deps.ledger.refused.add(id, [refusedOf(id)], NOW);
  const ids =
    '{ shop { id } profiles { nodes { id records { name } orders { nodes { id } } } } segments { nodes { id } } ' +
    'connections: shop { all: connections { id refused { nodes { id } } } } }';
  const { body } = await gateway.ask(ids, theirs);
  const profile = body.data.profiles.nodes.find((node: { orders: { nodes: [] } }) => node.orders.nodes.length > 0);
  theirIds = {
    shop: body.data.shop.id,
    profile: profile.id,
    segment: body.data.segments.nodes[0].id,
    order: profile.orders.nodes[0].id,
    connection: body.data.connections.all[0].id,
    refused: body.data.connections.all[0].refused.nodes[0].id,
  };
  theirWords = [
    'theirs',
    ...body.data.profiles.nodes.map(({ id }: { id: string }) => id),
    ...body.data.segments.nodes.map(({ id }: { id: string }) => id),
  ];
});
afterAll(() => gateway[Symbol.asyncDispose]());

/** Input that was set aside in a shop: it has the same number in each. */
const refusedOf = (shop: string) => ({
  connection: 'web',
  fingerprint: 'test',
  source: `${shop}.csv`,
  place: 'line 7',
  reason: 'the total is no amount',
  body: `what ${shop} said`,
  retry: null,
});

/** Everything that can be selected of a type, a few levels down. */
function everything(type: unknown, depth = 4): string {
  const named = getNamedType(type as GraphQLInputType);
  if (!isCompositeType(named) || !('getFields' in named)) return '';
  const fields = Object.values(named.getFields()).flatMap((field: GraphQLField<unknown, unknown>) => {
    const isLeaf = !isCompositeType(getNamedType(field.type));
    if (isLeaf) return [field.name];
    return depth === 0 ? [] : [`${field.name}${pageOf(field)} ${everything(field.type, depth - 1)}`];
  });
  return `{ __typename ${fields.join(' ')} }`;
}

function pageOf(field: GraphQLField<unknown, unknown>): string {
  const has = (asked: string) => field.args.some(({ name }) => name === asked);
  return has('first') ? `(first: 2${has('at') ? ', at: "2024-06-01T12:00:00Z"' : ''})` : '';
}

/** Text for an argument: the given id where it takes an id, else something that is right in both shops. */
function literal(name: string, type: GraphQLInputType, id: string): string {
  const named = getNamedType(type);
  if (named.name === 'ID') return JSON.stringify(id);
  if (isInputObjectType(named)) {
    const fields = Object.values(named.getFields()).filter((field) => isNonNullType(field.type));
    return `{ ${fields.map((field) => `${field.name}: ${literal(field.name, field.type, id)}`).join(', ')} }`;
  }
  if (name === 'query') return '"number_of_orders > 0"';
  if (name === 'text') return '"customer_tags CONTAINS "';
  if (name === 'offset') return '23';
  if (name === 'order') return 'SIZE';
  if (name === 'origin') return '"https://crm.example"';
  if (name === 'name') return '"Of mine"';
  if (name === 'reason') return '"because"';
  if (name === 'percent') return '"10"';
  if (name === 'decision') return 'ADDED';
  if (name === 'people') return '["nobody at all"]';
  if (name === 'handles') return '["champions"]';
  if (name === 'withoutHoldOut' || name === 'full' || name === 'leave') return 'true';
  throw new Error(`the walk has no value for the argument ${name}: give it one here`);
}

function rootFields() {
  const roots = { query: schema.getQueryType(), mutation: schema.getMutationType() };
  return Object.entries(roots).flatMap(([kind, type]) =>
    Object.values(type?.getFields() ?? {}).map((field) => ({ kind, field })),
  );
}

function takesId(type: GraphQLInputType): boolean {
  const named = getNamedType(type);
  return (
    named.name === 'ID' || (isInputObjectType(named) && Object.values(named.getFields()).some((f) => takesId(f.type)))
  );
}

/** The operation of a root field with its required arguments, and its ids, set to `id`. */
function operation({ kind, field }: ReturnType<typeof rootFields>[number], id: string): string {
  const given = field.args.filter(({ type }) => (isNonNullType(type) && !('defaultValue' in type)) || takesId(type));
  const needed = given.filter(({ name }) => name !== 'first' && name !== 'sample');
  const page = field.args.some(({ name }) => name === 'first') ? ['first: 3'] : [];
  const args = [...needed.map(({ name, type }) => `${name}: ${literal(name, type, id)}`), ...page];
  return `${kind} { ${field.name}${args.length > 0 ? `(${args.join(', ')})` : ''} ${everything(field.type)} }`;
}

describe('another shop', () => {
  test('is in no answer of any root field, whatever id is given', async () => {
    const unknown = Buffer.from('Profile/p_nobody').toString('base64url');
    const asked: string[] = [];
    for (const root of rootFields()) {
      for (const id of [...Object.values(theirIds), unknown, 'no id at all']) {
        const text = operation(root, id);
        const { body } = await gateway.ask(text, mine);
        expect(body.errors?.[0]?.message ?? 'no error', text).toMatch(/^no error$/);
        const shown = JSON.stringify(body.data);
        for (const word of theirWords) expect(shown, `${root.field.name} with ${id}`).not.toContain(word);
        asked.push(root.field.name);
        if (!root.field.args.some(({ type }) => takesId(type))) break;
        expect(Object.keys(body.data[root.field.name] ?? {}), root.field.name).not.toContain('id');
      }
    }
    // The walk is over the whole schema: a new root field is tried without anybody remembering to.
    expect(new Set(asked)).toEqual(new Set(rootFields().map(({ field }) => field.name)));
  });

  test('answers for its ids as for ids that nobody has', async () => {
    const nobody = {
      profile: 'Profile/p_nobody',
      segment: 'Segment/sg_nobody',
      connection: 'Connection/mine/nothing',
      refused: 'Refused/mine/99',
    };
    const ids = (kind: keyof typeof nobody) => [
      theirIds[kind],
      Buffer.from(nobody[kind]).toString('base64url'),
      theirIds.order,
    ];
    for (const root of rootFields()) {
      if (!root.field.args.some(({ type }) => takesId(type))) continue;
      for (const kind of ['profile', 'segment', 'connection', 'refused'] as const) {
        const answers = [];
        for (const id of ids(kind)) {
          const { status, body } = await gateway.ask(operation(root, id), mine);
          delete body.extensions;
          answers.push({ status, body });
        }
        expect(answers[0], root.field.name).toEqual(answers[1]);
        expect(answers[2], root.field.name).toEqual(answers[1]);
      }
    }
  });

  test('keeps its segments when somebody else changes or deletes them by id', async () => {
    await gateway.ask('mutation ($id: ID!) { segmentDelete(id: $id) { userErrors { code } } }', mine, {
      id: theirIds.segment,
    });
    const update = 'mutation ($id: ID!) { segmentUpdate(input: { id: $id, name: "Stolen" }) { userErrors { code } } }';
    await gateway.ask(update, mine, { id: theirIds.segment });
    const { body } = await gateway.ask(
      '{ segments { nodes { name } } }',
      await gateway.key(['read:segments'], gateway.theirs),
    );
    expect(body.data.segments.nodes).toEqual([{ name: 'Big spenders' }, { name: 'Buyers' }]);
  });

  test('is not reached by a header, a cursor or a query', async () => {
    const ask = async (query: string, more: Record<string, string> = {}) =>
      JSON.stringify((await gateway.ask(query, { ...mine, ...more })).body);
    for (const chosen of ['theirs', theirIds.shop]) {
      expect(await ask('{ shop { name } }', { 'x-clientele-shop': chosen })).toContain('FORBIDDEN');
    }
    const { body } = await gateway.ask(
      '{ profiles(first: 1) { pageInfo { endCursor } } }',
      await gateway.key(['admin'], gateway.theirs),
    );
    const after = body.data.profiles.pageInfo.endCursor;
    expect(await ask(`{ profiles(after: "${after}") { nodes { records { name } } } }`)).not.toContain('theirs');
    const theirSegment = Buffer.from(theirIds.segment, 'base64url').toString().slice('Segment/'.length);
    expect(await ask(`{ profiles(query: "${theirSegment}") { nodes { id } } }`)).toContain('BAD_QUERY');
    expect(
      await ask(`{ previewSegment(query: "in_segment('${theirSegment}')") { count userErrors { code } } }`),
    ).toContain('UNKNOWN_SEGMENT');
  });
});
