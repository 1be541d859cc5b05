import { readFile } from 'node:fs/promises';
import type { ProfileId } from '@clientele/model';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { PEOPLE, TestGateway } from './gateway.fixture.js';
import { globalId, localId } from './schema/global-id.js';

let gateway: TestGateway;
let reader: Record<string, string>;

beforeAll(async () => {
  gateway = await TestGateway.open();
  reader = await gateway.key(['read:profiles', 'read:segments']);
});
afterAll(() => gateway[Symbol.asyncDispose]());

async function data(query: string, variables: object = {}) {
  const { body, status } = await gateway.ask(query, reader, variables);
  expect({ status, errors: body.errors }).toEqual({ status: 200, errors: undefined });
  return body.data;
}

test('tells what the shop is and holds', async () => {
  const { shop, shops } = await data(`{
    shop { name currency timeZone clock generated
      totals { profiles customerRecords orders revenue { gross { amount currency } net { amount } } refused pendingBatches } }
    shops { name }
  }`);
  // Person n has n modulo 6 orders of 10 n pounds each.
  const gross = Array.from({ length: PEOPLE }, (_, i) => (i + 1) * ((i + 1) % 6) * 10).reduce((a, b) => a + b);
  expect(shop).toEqual({
    name: 'The shop mine',
    currency: 'GBP',
    timeZone: 'Europe/London',
    clock: null,
    generated: true,
    totals: {
      profiles: PEOPLE,
      customerRecords: PEOPLE + 1,
      orders: 48,
      revenue: { gross: { amount: String(gross), currency: 'GBP' }, net: { amount: String(gross) } },
      refused: 0,
      pendingBatches: 0,
    },
  });
  expect(shops).toEqual([{ name: 'The shop mine' }]);
});

test('shows a profile with its records, traits, orders and segments', async () => {
  const { profiles } = await data('{ profiles(first: 1, query: "number_of_orders = 5") { nodes { id } } }');
  const { profile } = await data(
    `query ($id: ID!) { profile(id: $id) {
      rfmGroup
      records { connection externalId name }
      traits(names: ["amount_spent", "number_of_orders", "last_order_date", "channels", "discounted_order_share", "customer_tags", "days_between_orders", "sms_subscription_status"]) { name label type value display }
      segments { since segment { handle } }
      orders(first: 2) { nodes { name placedAt channel total { amount currency } units lines { title quantity total { amount } } } pageInfo { hasNextPage } totalCount }
    } }`,
    profiles.nodes[0],
  );
  expect(profile).toMatchInlineSnapshot(`
    {
      "orders": {
        "nodes": [
          {
            "channel": "ONLINE_STORE",
            "lines": [
              {
                "quantity": "2",
                "title": "Tea",
                "total": {
                  "amount": "50",
                },
              },
            ],
            "name": "#5-5",
            "placedAt": "2024-05-05T10:00:00.000Z",
            "total": {
              "amount": "50",
              "currency": "GBP",
            },
            "units": "2",
          },
          {
            "channel": "ONLINE_STORE",
            "lines": [
              {
                "quantity": "2",
                "title": "Tea",
                "total": {
                  "amount": "50",
                },
              },
            ],
            "name": "#5-4",
            "placedAt": "2024-05-04T10:00:00.000Z",
            "total": {
              "amount": "50",
              "currency": "GBP",
            },
            "units": "2",
          },
        ],
        "pageInfo": {
          "hasNextPage": true,
        },
        "totalCount": 5,
      },
      "records": [
        {
          "connection": "web",
          "externalId": "c5",
          "name": "Person mine 5",
        },
      ],
      "rfmGroup": "LOYAL",
      "segments": [
        {
          "segment": {
            "handle": "big-spenders",
          },
          "since": "2024-06-01T12:00:00.000Z",
        },
        {
          "segment": {
            "handle": "buyers",
          },
          "since": "2024-06-01T12:00:00.000Z",
        },
      ],
      "traits": [
        {
          "display": "£250.00",
          "label": "Amount spent",
          "name": "amount_spent",
          "type": "DECIMAL",
          "value": "250",
        },
        {
          "display": "5 orders",
          "label": "Number of orders",
          "name": "number_of_orders",
          "type": "INTEGER",
          "value": "5",
        },
        {
          "display": "5 May 2024",
          "label": "Last order date",
          "name": "last_order_date",
          "type": "DATE",
          "value": "2024-05-05",
        },
        {
          "display": "Online store",
          "label": "Channels",
          "name": "channels",
          "type": "LIST",
          "value": "online_store",
        },
        {
          "display": "0%",
          "label": "Discounted order share",
          "name": "discounted_order_share",
          "type": "DECIMAL",
          "value": "0",
        },
        {
          "display": null,
          "label": "Customer tags",
          "name": "customer_tags",
          "type": "LIST",
          "value": null,
        },
        {
          "display": "1 day",
          "label": "Days between orders",
          "name": "days_between_orders",
          "type": "DECIMAL",
          "value": "1",
        },
        {
          "display": null,
          "label": "SMS subscription status",
          "name": "sms_subscription_status",
          "type": "CHOICE",
          "value": null,
        },
      ],
    }
  `);
});

test('pages through profiles, each once, and through the orders of one', async () => {
  const seen: string[] = [];
  let after: string | null = null;
  do {
    const { profiles } = await data(
      'query ($after: String) { profiles(first: 7, after: $after) { nodes { id } totalCount pageInfo { hasNextPage endCursor } } }',
      { after },
    );
    expect(profiles.totalCount).toBe(PEOPLE);
    seen.push(...profiles.nodes.map(({ id }: { id: string }) => id));
    after = profiles.pageInfo.hasNextPage ? profiles.pageInfo.endCursor : null;
  } while (after !== null);
  expect([seen.length, new Set(seen).size]).toEqual([PEOPLE, PEOPLE]);

  const five = 'first: 1, query: "number_of_orders = 5 AND amount_spent = 250"';
  const orders = async (rest: string) =>
    (
      await data(
        `{ profiles(${five}) { nodes { orders(${rest}) {
          edges { cursor node { name } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } } } }`,
      )
    ).profiles.nodes[0].orders;
  const first = await orders('first: 3');
  const second = await orders(`first: 3, after: "${first.edges[2].cursor}"`);
  const names = [...first.edges, ...second.edges].map(({ node }) => node.name);
  expect(names).toEqual(['#5-5', '#5-4', '#5-3', '#5-2', '#5-1']);
  expect(first.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false });
  expect(second.pageInfo).toEqual({
    hasNextPage: false,
    hasPreviousPage: true,
    startCursor: second.edges[0].cursor,
    endCursor: second.edges[1].cursor,
  });
});

test('lists segments with members, since when, and sizes', async () => {
  const { segments, segment } = await data(`{
    segments { totalCount nodes { handle name query version state count evaluatedAt } }
    segment(handle: "big-spenders") { handle members(first: 2) { totalCount edges { enteredAt node { rfmGroup } } pageInfo { hasNextPage } } }
  }`);
  const evaluatedAt = '2024-06-01T12:00:00.000Z';
  const common = { version: 1, state: 'FRESH', evaluatedAt };
  expect(segments).toEqual({
    totalCount: 2,
    nodes: [
      { handle: 'big-spenders', name: 'Big spenders', query: 'amount_spent >= 100', count: 13, ...common },
      { handle: 'buyers', name: 'Buyers', query: 'number_of_orders > 0', count: 17, ...common },
    ],
  });
  expect(segment.members).toMatchObject({
    totalCount: 13,
    edges: [{ enteredAt: evaluatedAt }, { enteredAt: evaluatedAt }],
    pageInfo: { hasNextPage: true },
  });
});

test.each([
  ['HANDLE', ['big-spenders', 'buyers']],
  ['SIZE', ['buyers', 'big-spenders']],
])('pages through segments by %s', async (order, handles) => {
  const page =
    'segments(first: 1, after: $after, order: $order) { nodes { handle } totalCount pageInfo { hasNextPage endCursor } }';
  const query = `query ($after: String, $order: SegmentOrder!) { ${page} }`;
  const { segments: first } = await data(query, { order });
  const { segments: second } = await data(query, { order, after: first.pageInfo.endCursor });
  expect([...first.nodes, ...second.nodes].map(({ handle }) => handle)).toEqual(handles);
  expect([first.pageInfo.hasNextPage, second.pageInfo.hasNextPage, first.totalCount]).toEqual([true, false, 2]);
});

test('previews a query, and says where one is wrong', async () => {
  const preview = (query: string) =>
    data(
      'query ($query: String!) { previewSegment(query: $query, sample: 2) { query count of share revenue { amount } revenueShare sample { rfmGroup } userErrors { code field message line column hint } } }',
      { query },
    );
  expect((await preview('number_of_orders>=5')).previewSegment).toMatchObject({
    query: 'number_of_orders >= 5',
    count: 3,
    of: 20,
    share: 0.15,
    revenue: { amount: '1650' },
    sample: [{}, {}],
    userErrors: [],
  });
  const { previewSegment } = await preview('number_of_order >= 5');
  expect(previewSegment).toMatchObject({ count: null, share: null, revenue: null, sample: [] });
  expect(previewSegment.userErrors).toMatchInlineSnapshot(`
    [
      {
        "code": "UNKNOWN_ATTRIBUTE",
        "column": 1,
        "field": [
          "query",
        ],
        "hint": "Did you mean number_of_orders?",
        "line": 1,
        "message": "There is no attribute 'number_of_order'",
      },
    ]
  `);
});

test('takes and gives the condition of a query as JSON, and says in which part one is wrong', async () => {
  const ask = (field: string, args: object) =>
    data(
      `query ($query: String, $condition: ConditionJson) { asked: ${field}(query: $query, condition: $condition) {
        query condition userErrors { code field message line hint } } }`,
      args,
    );
  const page = await readFile(new URL('../../../docs/segment-language.md', import.meta.url), 'utf8');
  const written = JSON.parse(/```json\n(.*?)```/s.exec(page)?.[1] ?? '');
  const { segments } = await data('{ segments { nodes { query condition } } }');
  for (const field of ['previewSegment', 'checkQuery']) {
    const { asked } = await ask(field, { condition: written });
    expect(asked).toEqual({ query: 'number_of_orders >= 2', condition: written, userErrors: [] });
    for (const { query, condition } of segments.nodes) {
      expect((await ask(field, { condition })).asked).toMatchObject({ query, condition });
      expect((await ask(field, { query })).asked).toMatchObject({ query, condition });
    }

    const wrong = structuredClone(written);
    wrong.condition.test.value.digits = 'many';
    const shape = { code: 'MALFORMED', field: ['condition', 'condition', 'test', 'value', 'digits'], line: null };
    expect((await ask(field, { condition: wrong })).asked).toMatchObject({ query: null, userErrors: [shape] });
    wrong.condition.test.value = { kind: 'text', value: 'x' };
    const type = { code: 'WRONG_VALUE', field: ['condition', 'condition', 'test', 'value'], line: null };
    expect((await ask(field, { condition: wrong })).asked).toMatchObject({ condition: null, userErrors: [type] });
    const both = { query: 'gift_orders = 0', condition: written };
    for (const args of [{}, both]) {
      expect((await ask(field, args)).asked).toMatchObject({ query: null, userErrors: [{ code: 'ONE_OF_TWO' }] });
    }
  }
});

test('explains why somebody is in a segment', async () => {
  const { profiles, segment } = await data(
    '{ profiles(query: "amount_spent = 250") { nodes { id } } segment(handle: "buyers") { id } }',
  );
  const ask = `query ($profile: ID!, $segment: ID, $query: String) {
    explainMembership(profile: $profile, segment: $segment, query: $query) {
      member changesAt changesAtTime staysForDays userErrors { code } conditions { text holds value missing evidenceCounts { orders refunds events } evidence { kind } }
    } }`;
  const [{ id: profile }] = profiles.nodes;
  expect((await data(ask, { profile, segment: segment.id })).explainMembership).toEqual({
    member: true,
    changesAt: null,
    changesAtTime: null,
    staysForDays: 400,
    userErrors: [],
    conditions: [
      {
        ...{ text: 'number_of_orders > 0', holds: true, value: '5', missing: null },
        evidence: Array.from({ length: 5 }, () => ({ kind: 'order' })),
        evidenceCounts: { orders: 5, refunds: 0, events: 0 },
      },
    ],
  });
  const diff = `query ($segment: ID!, $query: String!) { segmentDiff(segment: $segment, query: $query) {
    entering { count } leaving { count revenue { amount currency } sample(first: 2) { id } } staying { count }
    userErrors { field line }
  } }`;
  const { segmentDiff } = await data(diff, { segment: segment.id, query: 'number_of_orders >= 5' });
  expect(segmentDiff.entering.count).toBe(0);
  expect(segmentDiff.leaving.count).toBeGreaterThan(2);
  expect(segmentDiff.leaving.revenue).toEqual({ amount: expect.stringMatching(/^[1-9]/), currency: 'GBP' });
  expect(segmentDiff.leaving.sample).toHaveLength(2);
  expect((await data(diff, { segment: segment.id, query: 'number_of' })).segmentDiff).toMatchObject({
    entering: null,
    userErrors: [{ field: ['query'], line: 1 }],
  });
  const closed = await gateway.ask(diff, await gateway.key(['read:profiles']), { segment: segment.id, query: '' });
  expect(closed.body.errors[0].extensions.code).toBe('FORBIDDEN');
  const not = await data(ask, { profile, query: 'number_of_orders >= 7' });
  expect(not.explainMembership).toMatchObject({ member: false, conditions: [{ missing: '2 more orders' }] });
  const tree = `query ($profile: ID!) {
    explainMembership(profile: $profile, query: "amount_spent > 1 AND (gift_orders > 0 OR NOT (number_of_orders < 5))") {
      outline { level condition { words holds display } }
    } }`;
  expect((await data(tree, { profile })).explainMembership.outline).toEqual([
    { level: 0, condition: { words: 'Amount spent is more than £1.00', holds: true, display: '£250.00' } },
    { level: 0, condition: { words: 'At least one of these', holds: true, display: null } },
    { level: 1, condition: { words: 'Gift orders is more than 0', holds: false, display: '0 gift orders' } },
    { level: 1, condition: { words: 'Not this', holds: true, display: null } },
    { level: 2, condition: { words: 'Number of orders is less than 5', holds: false, display: '5 orders' } },
  ]);
  const both = await data(ask, { profile, query: 'number_of_orders > 1', segment: segment.id });
  expect(both.explainMembership).toMatchObject({ member: null, userErrors: [{ code: 'ONE_OF_TWO' }] });
});

test('lays all profiles on the RFM grid', async () => {
  const { rfmGrid } = await data('{ rfmGrid { cells { recency fm group profiles revenue { amount } } prospects } }');
  const buyers = rfmGrid.cells.reduce((sum: number, cell: { profiles: number }) => sum + cell.profiles, 0);
  expect([rfmGrid.cells.length, buyers, rfmGrid.prospects]).toEqual([25, 17, 3]);
  expect(rfmGrid.cells[0]).toMatchObject({ recency: 5, fm: 1, group: 'NEW' });
  const members = await Promise.all(
    ['CHAMPIONS', 'LOYAL', 'PROSPECTS'].map(
      async (group) => (await data(`{ profiles(query: "rfm_group = '${group}'") { totalCount } }`)).profiles.totalCount,
    ),
  );
  const size = (group: string) =>
    rfmGrid.cells
      .filter((cell: { group: string }) => cell.group === group)
      .reduce((sum: number, cell: { profiles: number }) => sum + cell.profiles, 0);
  expect(members).toEqual([size('CHAMPIONS'), size('LOYAL'), rfmGrid.prospects]);
});

test('finds a profile by an id of before it became part of another', async () => {
  const { profiles } = await data('{ profiles(first: 1) { nodes { id } } }');
  const [{ id }] = profiles.nodes;
  const into = localId('Profile', id) as ProfileId;
  const { ledger, clock } = gateway.deps;
  await ledger.profileRedirects.add(gateway.mine.id, [{ from: 'p_before' as ProfileId, into }], clock());
  const { profile } = await data('query ($id: ID!) { profile(id: $id) { id } }', {
    id: globalId('Profile', 'p_before'),
  });
  expect(profile).toEqual({ id });
});

test('finds a profile by a customer record of its shop, and by its plain id', async () => {
  const ofRecord = (externalId: string, connection = 'web') =>
    `profile(record: { connection: "${connection}", externalId: "${externalId}" }) { id records { externalId name } }`;
  const found = await data(
    `{ one: ${ofRecord('c1')} again: ${ofRecord('c1-again')} two: ${ofRecord('c2')}
       nobody: ${ofRecord('c99')} elsewhere: ${ofRecord('c1', 'till')} order: ${ofRecord('o1-1')} }`,
  );
  expect(found.one.records).toEqual([
    { externalId: 'c1', name: 'Person mine 1' },
    { externalId: 'c1-again', name: 'Person mine 1' },
  ]);
  expect(found.again).toEqual(found.one);
  expect(found.two.records).toEqual([{ externalId: 'c2', name: 'Person mine 2' }]);
  expect([found.nobody, found.elsewhere, found.order]).toEqual([null, null, null]);
  const plain = localId('Profile', found.two.id);
  expect((await data(`{ profile(id: "${plain}") { id } }`)).profile).toEqual({ id: found.two.id });
  for (const args of ['', `(id: "${plain}", record: { connection: "web", externalId: "c2" })`]) {
    const { body } = await gateway.ask(`{ profile${args} { id } }`, await gateway.key(['read:profiles']));
    expect(body.errors[0].extensions.code).toBe('BAD_USER_INPUT');
  }
});

test('finds profiles by what people know of them, page by page', async () => {
  const search = (text: string, rest = '') =>
    data(
      `query ($text: String!) { profiles(search: $text, first: 3${rest}) {
        nodes { id records { externalId } } totalCount pageInfo { hasNextPage endCursor } } }`,
      { text },
    );
  const found = async (text: string) => {
    const { profiles } = await search(text);
    expect(profiles.totalCount, text).toBe(profiles.nodes.length);
    return profiles.nodes.map(({ records: [record] }: { records: [{ externalId: string }] }) => record.externalId);
  };
  const { profile } = await data('{ profile(record: { connection: "web", externalId: "c7" }) { id } }');
  const known = ['c7', 'o7-1', '#7-1', ' PERSON-7@mine.example ', '+44 20 7946 0007', 'mine 7', profile.id];
  for (const text of [...known, localId('Profile', profile.id) ?? '']) expect(await found(text), text).toEqual(['c7']);
  for (const text of ['nobody', 'person-7@theirs.example', '%']) expect(await found(text), text).toEqual([]);

  const seen: string[] = [];
  let rest = '';
  do {
    const { profiles } = await search('person', rest);
    expect(profiles.totalCount).toBe(PEOPLE);
    seen.push(...profiles.nodes.map(({ id }: { id: string }) => id));
    rest = profiles.pageInfo.hasNextPage ? `, after: "${profiles.pageInfo.endCursor}"` : '';
  } while (rest !== '');
  expect([seen.length, new Set(seen).size]).toEqual([PEOPLE, PEOPLE]);

  const { body: theirs } = await gateway.ask(
    '{ profiles(first: 1) { nodes { id } } }',
    await gateway.key(['read:profiles'], gateway.theirs),
  );
  const their = theirs.data.profiles.nodes[0].id;
  for (const text of [their, localId('Profile', their) ?? '']) expect(await found(text)).toEqual([]);
  const wrong = ['search: " "', `search: "${'x'.repeat(256)}"`, 'search: "x", query: "number_of_orders > 0"'];
  for (const args of [...wrong, 'search: "x", after: "WzVd"', 'search: "x", after: "WzIsMV0"']) {
    const { body } = await gateway.ask(`{ profiles(${args}) { nodes { id } } }`, reader);
    expect(body.errors?.[0].extensions.code, args).toBe('BAD_USER_INPUT');
  }
});

test('reads each kind of thing once for a page of profiles, however long', async () => {
  const page = (
    first: number,
  ) => `{ segments { nodes { members(first: 3) { nodes { id } } } } profiles(first: ${first}) { nodes {
    id rfmGroup records { name } traits { value } segments { segment { name count } } orders(first: 3) { nodes { name } totalCount }
  } } }`;
  // The first question of a day freezes its cut-offs.
  await data(page(1));
  gateway.statements();
  const counts: number[] = [];
  for (const first of [1, PEOPLE]) {
    await data(page(first));
    counts.push(gateway.statements().length);
  }
  // Profiles and ids; records; traits; memberships; map, orders and their bodies; members, since when, and ids.
  expect(counts).toEqual([11, 11]);
});

test('asks nothing twice of what the page of a shop shows', async () => {
  const page = `{ shop { totals { profiles orders } } shops { totals { profiles } } again: shop { totals { segments evaluatedAt } }
    rfmGrid { prospects cells { profiles } } map: rfmGrid { prospects }
    segments(order: SIZE) { totalCount nodes { state count } } more: segments { nodes { count } }
    profiles(first: 1) { totalCount } all: profiles(first: 2) { totalCount } }`;
  // The first question of a day freezes its cut-offs, the first after an import keeps its counts.
  await data('{ rfmGrid { prospects } shop { totals { orders } } }');
  const { segments, membershipStates } = gateway.deps.ledger;
  const reads = [vi.spyOn(segments, 'list'), vi.spyOn(membershipStates, 'list')];
  gateway.statements();
  await data(page.replace(/profiles\(first: 1\).*/, '}'));
  // The profiles and the grid; the sizes are kept in the ledger.
  expect(gateway.statements()).toHaveLength(2);
  for (const read of reads) expect(read).toHaveBeenCalledTimes(1);
  await data(page);
  // Two pages of profiles and their ids as well.
  expect(gateway.statements()).toHaveLength(6);
  vi.restoreAllMocks();
});

test('offers what may come next, with what the shop has; segments to whom they are open', async () => {
  const complete =
    'query ($text: String!, $offset: Int!) { completeQuery(text: $text, offset: $offset) { from to completions { kind label insert description profiles } } }';
  const tags = await data(complete, { text: "customer_tags CONTAINS 'e' AND", offset: 25 });
  expect(tags.completeQuery).toEqual({
    from: 23,
    to: 26,
    completions: [{ kind: 'VALUE', label: "'Even'", insert: "'Even'", description: '', profiles: PEOPLE / 2 }],
  });
  const text = 'in_segment(';
  const segments = await data(complete, { text, offset: text.length });
  expect(segments.completeQuery.completions.map(({ kind }: { kind: string }) => kind)).toContain('SEGMENT');
  const closed = await gateway.ask(complete, await gateway.key(['read:profiles']), { text, offset: text.length });
  expect(closed.body.data.completeQuery.completions).toEqual([]);
});

test('lists all that a condition may be about, and no more', async () => {
  const { queryNames } = await data('{ queryNames { kind label insert description } }');
  const kinds = new Set(queryNames.map(({ kind }: { kind: string }) => kind));
  expect(kinds).toEqual(new Set(['ATTRIBUTE', 'ROWS']));
  const labels = queryNames.map(({ label }: { label: string }) => label);
  expect(labels).toEqual(expect.arrayContaining(['amount_spent', 'companies', 'orders_placed']));
  expect(labels.length).toBeGreaterThan(50);
});

test('says what revenue a share is of', async () => {
  const asked =
    '{ previewSegment(query: "amount_spent >= 100") { revenue { amount } revenueOf { amount } revenueShare } shop { handle totals { revenue { grossOfCustomers { amount } } } } }';
  const { previewSegment, shop } = await data(asked);
  expect(previewSegment.revenueOf).toEqual(shop.totals.revenue.grossOfCustomers);
  const share = Number(previewSegment.revenue.amount) / Number(previewSegment.revenueOf.amount);
  expect(previewSegment.revenueShare).toBeCloseTo(share, 5);
  expect([share > 0, share < 1, shop.handle]).toEqual([true, true, 'mine']);
});

test('says what is odd about a query, beside its count and alone', async () => {
  const query = "number_of_orders > 2 AND number_of_orders > 1 AND customer_language = 'xx'";
  const asked = 'warnings { code message line column hint } userErrors { code }';
  const found = await data(
    `query ($query: String!) { previewSegment(query: $query) { count ${asked} } checkQuery(query: $query) { query ${asked} } }`,
    { query },
  );
  const warnings = [
    {
      code: 'IMPLIED',
      message: 'number_of_orders > 1 says nothing beside number_of_orders > 2: whoever meets that meets both',
      line: 1,
      column: 26,
      hint: 'Leave it out.',
    },
    {
      code: 'MATCHES_NOBODY',
      message: "Nobody in this shop meets customer_language = 'xx'",
      line: 1,
      column: 51,
      hint: 'Check its value, or leave it out.',
    },
  ];
  expect(found).toEqual({
    previewSegment: { count: 0, warnings, userErrors: [] },
    checkQuery: { query, warnings, userErrors: [] },
  });
  const wrong = await data('{ checkQuery(query: "amount_spend > 1") { query warnings { code } userErrors { code } } }');
  expect(wrong.checkQuery).toEqual({ query: null, warnings: [], userErrors: [{ code: 'UNKNOWN_ATTRIBUTE' }] });
});

test('who may not read segments may still ask a query that is odd', async () => {
  const key = await gateway.key(['read:profiles']);
  const query = 'FROM customers WHERE number_of_orders >= 0 GROUP BY note';
  const { body } = await gateway.ask('query ($query: String!) { previewSegment(query: $query) { count } }', key, {
    query,
  });
  expect(body.data.previewSegment).toEqual({ count: PEOPLE });
});

test('compares segments by their members, and says what is worth a look', async () => {
  const { segments } = await data('{ segments { nodes { id handle count } } }');
  const [spenders, buyers] = segments.nodes;
  const ask = `query ($some: [ID!]!) {
    segmentOverlap(segments: $some) { pairCount pairs { one { handle } other { handle } both ofOne } }
    segmentFamily(segments: $some) { divides of inNone inOne inMore pairs { both } }
    segmentHealth { code segment { handle } other { handle } count message }
  }`;
  const found = await data(ask, { some: [spenders.id, buyers.id] });
  expect(found.segmentOverlap).toEqual({
    pairCount: 1,
    pairs: [{ one: { handle: 'big-spenders' }, other: { handle: 'buyers' }, both: spenders.count, ofOne: 1 }],
  });
  expect(found.segmentFamily).toEqual({
    divides: false,
    of: PEOPLE,
    inNone: PEOPLE - buyers.count,
    inOne: buyers.count - spenders.count,
    inMore: spenders.count,
    pairs: [{ both: spenders.count }],
  });
  expect(found.segmentHealth).toMatchObject([{ code: 'TOO_LARGE' }, { code: 'IN_NO_SEGMENT', segment: null }]);
  const none = await data(ask, { some: [] });
  expect(none).toMatchObject({ segmentOverlap: { pairCount: 0 }, segmentFamily: { inNone: PEOPLE } });
  const gone = await data(ask, { some: [buyers.id, 'gone'] });
  expect(gone).toMatchObject({ segmentOverlap: null, segmentFamily: null });
});
