import { getIntrospectionQuery } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TestGateway } from './gateway.fixture.js';

let gateway: TestGateway;
let key: Record<string, string>;

beforeAll(async () => {
  gateway = await TestGateway.open();
  key = await gateway.key(['read:profiles', 'read:segments']);
});
afterAll(() => gateway[Symbol.asyncDispose]());

async function code(query: string, variables: object = {}) {
  const { body } = await gateway.ask(query, key, variables);
  return body.errors?.[0].extensions.code ?? 'ok';
}

describe('the cost', () => {
  const cost = async (query: string, variables: object = {}) =>
    (await gateway.ask(query, key, variables)).body.extensions?.cost;

  test('is 1 a field, a list times its length, more for what reads the whole shop, and told with the answer', async () => {
    expect(await cost('{ shop { id name } }')).toMatchObject({ requested: 3, actual: 3, max: 10_000 });
    // profiles 100; nodes and pageInfo 1 each; id 100 times; hasNextPage 1. There are twenty profiles.
    const query = '{ profiles(first: 100) { nodes { id } pageInfo { hasNextPage } } }';
    expect(await cost(query)).toMatchObject({ requested: 203, actual: 123, max: 10_000 });
    expect(await cost('{ profiles { edges { node { id } } } }')).toMatchObject({ requested: 201 });
    expect(await cost('query ($n: Int!) { profiles(first: $n) { nodes { id } } }', { n: 7 })).toMatchObject({
      requested: 108,
    });
    expect(await cost('query ($n: Int! = 9) { profiles(first: $n) { nodes { id } } }')).toMatchObject({
      requested: 110,
    });
    // shop 1, connections 10, and 20 names.
    expect(await cost('{ shop { connections { name } } }')).toMatchObject({ requested: 31 });
  });

  test('multiplies what lies within one another', async () => {
    const query =
      '{ segments(first: 10) { nodes { members(first: 20) { nodes { orders(first: 3) { nodes { name } } } } } } }';
    // 2 + 10 × (2 + 20 × (2 + 3 × 1))
    expect(await cost(query)).toMatchObject({ requested: 1022 });
  });

  test('counts the traits of a profile', async () => {
    const { length } = (await gateway.ask('{ profiles(first: 1) { nodes { traits { name } } } }', key)).body.data
      .profiles.nodes[0].traits;
    // profiles 100, nodes 1, traits 1, and two fields each.
    expect(await cost('{ profiles(first: 1) { nodes { traits { name value } } } }')).toMatchObject({
      requested: 102 + 2 * length,
      actual: 102 + 2 * length,
    });
    const named = 'query ($n: [String!]) { profiles(first: 3) { nodes { traits(names: $n) { name } } } }';
    const two = ['amount_spent', 'rfm_group'];
    expect(await cost(named, { n: two })).toMatchObject({ requested: 101 + 3 * 3, actual: 101 + 3 * 3 });
    expect(await code(named, { n: Array(4_000).fill('amount_spent') })).toBe('TOO_COSTLY');
    expect(await code(named, { n: [...two, ...two] })).toBe('BAD_USER_INPUT');
    expect(await code(named, { n: two })).toBe('ok');
  });

  const dear = 'segments(first: 100) { nodes { members(first: 100) { nodes { id } } } }';

  test.each([
    ['as it is', `{ ${dear} }`],
    ['in a fragment', `{ ...all } fragment all on Query { ${dear} }`],
    ['in a fragment in a fragment', `{ ...all } fragment all on Query { ...more } fragment more on Query { ${dear} }`],
    ['in an inline fragment', `{ ... on Query { ... { ${dear} } } }`],
    ['under an alias', `{ cheap: ${dear} }`],
    [
      'in pieces under many aliases',
      `{ ${Array.from({ length: 101 }, (_, i) => `a${i}: rfmGrid { prospects }`).join(' ')} }`,
    ],
    [
      'in a fragment that is spread often',
      `{ ${Array.from({ length: 40 }, (_, i) => `a${i}: segments(first: 50) { ...s }`).join(' ')} } fragment s on SegmentConnection { nodes { id name handle query state } }`,
    ],
    ['in a fragment with the name of the schema', `{ ...__schema } fragment __schema on Query { ${dear} }`],
    [
      'behind a directive',
      `query ($no: Boolean = false) { segments(first: 100) { nodes { members(first: 100) { nodes { id } } } } shop @include(if: $no) { id } }`,
    ],
  ])('is limited %s', async (_, query) => {
    expect(await code(query)).toBe('TOO_COSTLY');
  });

  test('says what it would have been, and nothing was read', async () => {
    gateway.statements();
    const { body } = await gateway.ask(`{ ${dear} }`, key);
    expect(body.errors[0].extensions.cost).toEqual({ requested: 10_202, max: 10_000 });
    expect(gateway.statements()).toEqual([]);
  });
});

test.each([
  ['too dear', '{ segments(first: 250) { nodes { members(first: 250) { nodes { id } } } } }', {}],
  ['of too long a page', '{ profiles(first: 251) { nodes { id } } }', {}],
  ['whose variables do not fit', 'query ($n: Int!) { profiles(first: $n) { nodes { id } } }', { n: 'x' }],
])('an operation %s is the fault of who asks, not of the server', async (_, query, variables) => {
  expect(await gateway.ask(query, key, variables)).toMatchObject({ status: 400 });
});

describe('a page', () => {
  test.each([0, -1, 251, 2_000_000_000])('of %i things is refused', async (first) => {
    expect(await code(`{ profiles(first: ${first}) { nodes { id } } }`)).toBe('BAD_USER_INPUT');
    expect(await code('query ($first: Int!) { profiles(first: $first) { nodes { id } } }', { first })).toBe(
      'BAD_USER_INPUT',
    );
  });

  test('behind something that is no cursor of its list is refused', async () => {
    for (const after of [
      'x',
      'W10',
      Buffer.from('["a"]').toString('base64url'),
      Buffer.from('[-1]').toString('base64url'),
    ]) {
      expect(await code('query ($after: String) { profiles(after: $after) { nodes { id } } }', { after })).toBe(
        'BAD_USER_INPUT',
      );
    }
  });

  test('of more than 25 in a preview is refused', async () => {
    expect(await code('{ previewSegment(query: "gift_orders = 0", sample: 26) { count } }')).toBe('BAD_USER_INPUT');
  });
});

test('variables that do not fit are refused', async () => {
  expect(await code('query ($n: Int!) { profiles(first: $n) { nodes { id } } }')).toBe('BAD_USER_INPUT');
  expect(await code('query ($n: Int! = 251) { profiles(first: $n) { nodes { id } } }')).toBe('BAD_USER_INPUT');
});

describe('depth', () => {
  const nested = (levels: number) => {
    const inner = 'conditions { '.repeat(levels);
    return `{ explainMembership(profile: "x", query: "gift_orders = 0") { ${inner} text ${'} '.repeat(levels)} } }`;
  };

  test('is limited, also in fragments', async () => {
    expect(await code(nested(13))).toBe('ok');
    expect(await code(nested(14))).toBe('TOO_DEEP');
    const split = `{ explainMembership(profile: "x", query: "gift_orders = 0") { ...a } }
      fragment a on Explanation { conditions { ${'conditions { '.repeat(7)} ...b ${'} '.repeat(8)} }
      fragment b on ExplainedCondition { ${'conditions { '.repeat(7)} text ${'} '.repeat(7)} }`;
    expect(await code(split)).toBe('TOO_DEEP');
  });
});

describe('documents', () => {
  test('of too many tokens are not parsed', async () => {
    expect(await code(`{ shop { ${'name '.repeat(1_000)} } }`)).toBe('GRAPHQL_PARSE_FAILED');
  });

  test('whose fragments multiply are refused before anything looks into them', async () => {
    const levels = Array.from({ length: 20 }, (_, i) => `fragment f${i} on Shop { ...f${i + 1} ...f${i + 1} }`).join(
      ' ',
    );
    expect(await code(`{ shop { ...f0 } } ${levels} fragment f20 on Shop { name }`)).toBe('GRAPHQL_VALIDATION_FAILED');
  });

  test('in circles are refused', async () => {
    expect(await code('{ shop { ...a } } fragment a on Shop { ...b } fragment b on Shop { ...a }')).toBe(
      'GRAPHQL_VALIDATION_FAILED',
    );
  });

  test('that are larger than 100 kB are refused in the shape of GraphQL', async () => {
    const { status, body } = await gateway.ask(`{ shop { name } } # ${'x'.repeat(100_000)}`, key);
    expect([status, body.errors[0].extensions.code]).toEqual([413, 'TOO_LARGE']);
  });

  test('in batches, by GET, as a form and as plain text are refused', async () => {
    const url = '/graphql';
    const json = { ...key, 'content-type': 'application/json' };
    const sent = await Promise.all([
      gateway.app.inject({ method: 'POST', url, headers: json, payload: [{ query: '{ shop { name } }' }] }),
      gateway.app.inject({ method: 'GET', url, headers: key, query: { query: '{ shop { name } }' } }),
      gateway.app.inject({
        method: 'POST',
        url,
        headers: { ...key, 'content-type': 'text/plain' },
        payload: '{"query":"{ shop { name } }"}',
      }),
      gateway.app.inject({
        method: 'POST',
        url,
        headers: { ...key, 'content-type': 'application/x-www-form-urlencoded' },
        payload: 'query={shop{name}}',
      }),
      gateway.app.inject({ method: 'POST', url, headers: json, payload: '{"query":' }),
    ]);
    expect(sent.map(({ statusCode }) => statusCode)).toEqual([400, 404, 400, 415, 400]);
    for (const { body } of sent) expect(body).not.toContain('The shop');
  });

  test('cannot be named by a hash', async () => {
    const extensions = { persistedQuery: { version: 1, sha256Hash: 'a'.repeat(64) } };
    const { body } = await gateway.send({ method: 'POST', url: '/graphql', headers: key, payload: { extensions } });
    expect(body.errors[0].extensions.code).toBe('PERSISTED_QUERY_NOT_SUPPORTED');
  });
});

describe('the schema', () => {
  test('is shown to who is signed in, not to keys, and nothing is suggested', async () => {
    const session = await gateway.session();
    expect((await gateway.ask(getIntrospectionQuery(), session)).body.data.__schema.queryType.name).toBe('Query');
    expect(await code(getIntrospectionQuery())).toBe('INTROSPECTION_DISABLED');
    expect(await code('{ ...a } fragment a on Query { t: __type(name: "Shop") { name } }')).toBe(
      'INTROSPECTION_DISABLED',
    );
    expect(await code('{ shop { __typename } }')).toBe('ok');
    const { body } = await gateway.ask('{ shop { nam } }', key);
    expect(body.errors[0].message).not.toMatch(/did you mean/i);
  });
});

test('a text that cannot be kept is the asker to mend', async () => {
  for (const search of ['nul\0', 'p_\0']) {
    const { body } = await gateway.ask('query ($search: String!) { profiles(search: $search) { totalCount } }', key, {
      search,
    });
    expect(body.errors).toMatchObject([
      { message: expect.stringContaining('U+0000'), extensions: { code: 'BAD_USER_INPUT' } },
    ]);
  }
});

describe('what goes wrong on our side', () => {
  test('is told by an id only', async () => {
    gateway.intercept(() => Promise.reject(new Error('the disk with SELECT 1 is gone')));
    const { body } = await gateway.ask('{ profiles { nodes { id } } }', key);
    gateway.intercept(undefined);
    const [{ message, extensions }] = body.errors;
    expect(message).toBe(`Something went wrong on our side; the server's log says more under ${extensions.id}.`);
    expect(JSON.stringify(body)).not.toMatch(/disk|SELECT|stack/);
  });
});
