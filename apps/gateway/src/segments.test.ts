import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TestGateway } from './gateway.fixture.js';

let gateway: TestGateway;
let editor: Record<string, string>;

beforeAll(async () => {
  gateway = await TestGateway.open();
  editor = await gateway.key(['read:segments', 'write:segments']);
});
afterAll(() => gateway[Symbol.asyncDispose]());

const PAYLOAD =
  '{ segment { id handle name query version state count } userErrors { code field message line column hint } }';

async function mutate(field: string, type: string, input: object | string) {
  const name = type === 'ID' ? 'id' : 'input';
  const { body } = await gateway.ask(`mutation ($v: ${type}!) { ${field}(${name}: $v) ${PAYLOAD} }`, editor, {
    v: input,
  });
  expect(body.errors).toBeUndefined();
  return body.data[field];
}
const create = (input: object) => mutate('segmentCreate', 'SegmentCreateInput', input);
const update = (input: object) => mutate('segmentUpdate', 'SegmentUpdateInput', input);
const remove = (id: string) => mutate('segmentDelete', 'ID', id);

async function stored(handle: string) {
  const { body } = await gateway.ask(
    `{ segment(handle: "${handle}") { name query version state failure count description } }`,
    editor,
  );
  return body.data.segment;
}

describe('a segment', () => {
  test('is created in canonical form, gets its members soon after, and is written down', async () => {
    const { segment, userErrors } = await create({
      name: 'Fans of five',
      query: 'number_of_orders>=5',
      description: 'Many.',
    });
    expect(userErrors).toEqual([]);
    expect(segment).toMatchObject({ handle: 'fans-of-five', query: 'number_of_orders >= 5', version: 1 });
    await gateway.settled();
    const fans = { state: 'FRESH', failure: null, count: 3, description: 'Many.' };
    expect(await stored('fans-of-five')).toMatchObject(fans);
    const { ledger } = gateway.deps;
    const saved = await ledger.segments.find(gateway.mine.id, 'fans-of-five');
    await ledger.membershipStates.failed(gateway.mine.id, saved === undefined ? [] : [saved], 'It took too long.');
    expect(await stored('fans-of-five')).toMatchObject({ ...fans, state: 'FAILED', failure: 'It took too long.' });
    const entries = await gateway.deps.ledger.auditLog.list(gateway.mine.id, { limit: 20 });
    expect(entries.map(({ what }) => what)).toContain('segment.created');
  });

  test('is changed: a new query is a new version with new members, a new name is not', async () => {
    const { segment } = await create({ name: 'Changing', query: 'number_of_orders = 1' });
    const renamed = await update({ id: segment.id, name: 'Changed', description: 'New words.' });
    expect(renamed.segment).toMatchObject({ name: 'Changed', handle: 'changing', version: 1 });
    const revised = await update({ id: segment.id, query: 'number_of_orders = 2', expectedVersion: 1 });
    expect(revised.segment).toMatchObject({ version: 2, query: 'number_of_orders = 2' });
    await gateway.settled();
    expect(await stored('changing')).toMatchObject({ name: 'Changed', state: 'FRESH', count: 4 });
    const asked = '{ segment(handle: "changing") { savedBy versions(first: 2) { version query savedAt savedBy } } }';
    await update({ id: segment.id, query: 'number_of_orders = 3' });
    const { body } = await gateway.ask(asked, editor);
    const [saved, by] = [
      { savedAt: expect.any(String), savedBy: expect.stringMatching(/^api-key:/) },
      expect.any(String),
    ];
    expect(body.data.segment).toEqual({
      savedBy: by,
      versions: [
        { version: 3, query: 'number_of_orders = 3', ...saved },
        { version: 2, query: 'number_of_orders = 2', ...saved },
      ],
    });
  });

  test('is deleted', async () => {
    const { segment } = await create({ name: 'Short-lived', query: 'number_of_orders = 1' });
    expect((await remove(segment.id)).userErrors).toEqual([]);
    expect(await stored('short-lived')).toBeNull();
    expect((await remove(segment.id)).userErrors).toMatchObject([{ code: 'NOT_FOUND', field: ['id'] }]);
    const changed = await update({ id: segment.id, name: 'Again' });
    expect(changed.userErrors).toMatchObject([{ code: 'NOT_FOUND', field: ['input', 'id'] }]);
  });
});

describe('a change that is refused says which, where and how to mend it', () => {
  test('where the query is wrong', async () => {
    const { segment, userErrors } = await create({
      name: 'Wrong',
      query: 'number_of_orders > 1\n  AND amount_spend > 5',
    });
    expect(segment).toBeNull();
    expect(userErrors).toMatchInlineSnapshot(`
      [
        {
          "code": "UNKNOWN_ATTRIBUTE",
          "column": 7,
          "field": [
            "input",
            "query",
          ],
          "hint": "Did you mean amount_spent?",
          "line": 2,
          "message": "There is no attribute 'amount_spend'",
        },
      ]
    `);
  });

  test('where the name is taken, empty or endless', async () => {
    const names = ['Buyers', ' ', 'x'.repeat(201)];
    const refused = await Promise.all(names.map((name) => create({ name, query: 'number_of_orders > 1' })));
    expect(refused.map(({ userErrors: [error] }) => [error.code, error.field])).toEqual([
      ['NAME_TAKEN', ['input', 'name']],
      ['BAD_NAME', ['input', 'name']],
      ['BAD_NAME', ['input', 'name']],
    ]);
    for (const { userErrors } of refused) expect(userErrors[0].message).toMatch(/^[A-Z].*\.$/);
    const { body } = await gateway.ask('{ segment(handle: "buyers") { id } }', editor);
    const { userErrors } = await update({ id: body.data.segment.id, name: ' ' });
    expect(userErrors).toMatchObject([{ code: 'BAD_NAME', field: ['input', 'name'] }]);
  });

  test('where somebody else was faster, a circle would close, or another segment refers to it', async () => {
    const { segment: first } = await create({ name: 'First', query: 'number_of_orders > 1' });
    await create({ name: 'Second', query: "in_segment('first')" });
    const stale = await update({ id: first.id, query: 'number_of_orders > 2', expectedVersion: 7 });
    const circle = await update({ id: first.id, query: "in_segment('second')" });
    await create({ name: 'Third', query: "in_segment('first') AND NOT in_segment('first') OR in_segment('second')" });
    const { body } = await gateway.ask('{ segment(handle: "first") { referredToBy { name } } }', editor);
    expect(body.data.segment.referredToBy).toEqual([{ name: 'Second' }, { name: 'Third' }]);
    const used = await remove(first.id);
    expect(used.userErrors[0].message).toBe(
      "The segments 'Second' and 'Third' refer to it: change or delete those first.",
    );
    const errors = [stale, circle, used].map(({ segment, userErrors: [error] }) => [segment, error.code, error.field]);
    expect(errors).toEqual([
      [null, 'CHANGED_MEANWHILE', ['input', 'expectedVersion']],
      [null, 'CIRCLE', ['input', 'query']],
      [null, 'IN_USE', ['id']],
    ]);
    await gateway.settled();
  });
});

describe('the past of a segment', () => {
  test('is told by instant and by profile, and a year before it begins', async () => {
    await create({ name: 'Remembered', query: 'number_of_orders >= 5' });
    await gateway.settled();
    const admin = await gateway.key(['admin']);
    const evaluated = await gateway.ask('{ segment(handle: "remembered") { evaluatedAt } }', admin);
    const at: string = evaluated.body.data.segment.evaluatedAt;
    const asked = `query ($at: Instant!, $after: String) { segment(handle: "remembered") { membersAt(at: $at, first: 2, after: $after) {
      totalCount reconstructed version query pageInfo { hasNextPage endCursor } nodes { profileId enteredAt profile {
        id segmentHistory(first: 1) { totalCount nodes { profileId segment { handle } enteredAt enteredBecause leftAt leftBecause } }
      } } } } }`;
    const page = async (variables: object) =>
      (await gateway.ask(asked, admin, { at, ...variables })).body.data.segment.membersAt;
    const first = await page({});
    expect(first).toMatchObject({
      ...{ totalCount: 3, reconstructed: false, version: 1, query: 'number_of_orders >= 5' },
      pageInfo: { hasNextPage: true },
    });
    const [{ profileId, profile }] = first.nodes;
    expect(profile).toMatchObject({ id: profileId, segmentHistory: { totalCount: expect.any(Number) } });
    const rest = await page({ after: first.pageInfo.endCursor });
    expect([first.nodes.length, rest.nodes.length, rest.pageInfo.hasNextPage]).toEqual([2, 1, false]);
    const history = `query ($id: ID!, $after: String) { profile(id: $id) { segmentHistory(first: 1, after: $after) {
      pageInfo { endCursor hasNextPage } nodes { segment { handle } enteredAt enteredBecause leftAt leftBecause reconstructed } } } }`;
    const periods: { segment: { handle: string } }[] = [];
    for (let after: string | null = null, more = true; more; ) {
      const { body } = await gateway.ask(history, admin, { id: profileId, after });
      const { nodes, pageInfo } = body.data.profile.segmentHistory;
      periods.push(...nodes);
      [after, more] = [pageInfo.endCursor, pageInfo.hasNextPage];
    }
    expect(periods).toHaveLength(profile.segmentHistory.totalCount);
    expect(periods.find(({ segment }) => segment.handle === 'remembered')).toEqual({
      ...{ segment: { handle: 'remembered' }, enteredAt: at, enteredBecause: 'DEFINITION' },
      ...{ leftAt: null, leftBecause: null, reconstructed: false },
    });
    // From here on its past is worked out, since somebody has asked for it.
    expect(await page({ at: '1999-01-01T00:00:00Z' })).toBeNull();
    const monthBefore = { at: new Date(Date.parse(at) - 30 * 86_400_000).toISOString() };
    expect(await page(monthBefore)).toBeNull();
    await gateway.settled();
    expect(await page(monthBefore)).toMatchObject({ reconstructed: true, version: 1 });
  });

  test('says from when on it is known, and is worked out where a profile of it is asked about', async () => {
    const { segment } = await create({ name: 'Recalled', query: 'number_of_orders >= 4' });
    await gateway.settled();
    const admin = await gateway.key(['admin']);
    const { body } = await gateway.ask('{ profiles(first: 1) { nodes { id } } }', admin);
    const [{ id }] = body.data.profiles.nodes;
    const known = async (asked: string) => {
      const text = `query ($id: ID!, $s: ID!) { segment(id: $s) { historyKnownFrom }
        profile(id: $id) { segmentHistory(first: 1${asked}) { completeFrom } } }`;
      const { data } = (await gateway.ask(text, admin, { id, s: segment.id })).body;
      return [data.segment.historyKnownFrom, data.profile.segmentHistory.completeFrom];
    };
    const [evaluated] = await known('');
    expect(await known(', segment: $s')).toEqual([evaluated, evaluated]);
    await gateway.settled();
    const [from, completeFrom] = await known(', segment: $s');
    expect(Math.floor((Date.parse(evaluated) - Date.parse(from)) / 86_400_000)).toBe(365);
    expect(completeFrom).toBe(from);
    expect(Date.parse((await known(''))[1])).toBeGreaterThan(Date.parse(from));
  });
});

describe('a query that refers to a segment whose members are not current', () => {
  test('is answered by its query before the first time, and says so', async () => {
    const { ledger, clock } = gateway.deps;
    const draft = { name: 'Referred', query: 'number_of_orders >= 5' };
    const created = await ledger.segments.create(gateway.mine.id, draft, 'test', clock());
    if (created.outcome !== 'created') throw new Error(created.message);
    const admin = await gateway.key(['admin']);
    const stale = 'stale { segment answeredBy evaluatedAt owed { reason } message }';
    const { body } = await gateway.ask(
      `{ previewSegment(query: "in_segment('referred')", sample: 1) { count ${stale} sample { id } }
        previewExport(query: "in_segment('referred')") { exported ${stale} }
        profiles(query: "in_segment('referred')") { totalCount ${stale} } }`,
      admin,
    );
    const told = { segment: 'referred', answeredBy: 'QUERY', evaluatedAt: null, owed: [{ reason: 'DEFINITION' }] };
    expect(body.data).toMatchObject({
      previewSegment: { count: 3, stale: [{ ...told, message: expect.stringContaining('its query was asked') }] },
      previewExport: { exported: 3, stale: [told] },
      profiles: { totalCount: 3, stale: [told] },
    });
    await gateway.deps.advanceShop(gateway.mine);
    await ledger.segments.revise(gateway.mine.id, 'referred', { query: 'number_of_orders < 5' }, 'test', clock());
    const asked = `query ($p: ID!) { explainMembership(profile: $p, query: "in_segment('referred')") {
      member ${stale} recordedOtherwise { segment recorded byQuery } } }`;
    const { data } = (await gateway.ask(asked, admin, { p: body.data.previewSegment.sample[0].id })).body;
    expect(data.explainMembership).toMatchObject({
      ...{ member: false, stale: [{ segment: 'referred', answeredBy: 'MEMBERS' }] },
      recordedOtherwise: [{ segment: 'referred', recorded: true, byQuery: false }],
    });
    await gateway.deps.advanceShop(gateway.mine);
  });
});

describe('templates', () => {
  const offered = async () => {
    const { body } = await gateway.ask('{ segmentTemplates { handle name query count saved } }', editor);
    const list: { handle: string; name: string; query: string; count: number; saved: boolean }[] =
      body.data.segmentTemplates;
    return new Map(list.map((template) => [template.handle, template]));
  };
  const save = async (handles: readonly string[]) => {
    const text = `mutation ($handles: [String!]!) { segmentTemplatesSave(handles: $handles) {
      segments { name query } userErrors { code field message } } }`;
    const { body } = await gateway.ask(text, editor, { handles });
    return body.data.segmentTemplatesSave;
  };

  test('are offered with what they would hold, and saved several at once, each once', async () => {
    const lapsed = (await offered()).get('one-time-buyers');
    const { body } = await gateway.ask(
      'query ($q: String!) { previewSegment(query: $q) { count } }',
      await gateway.key(['admin']),
      {
        q: lapsed?.query,
      },
    );
    expect(lapsed).toMatchObject({ count: body.data.previewSegment.count, saved: false });
    expect(lapsed?.count).toBeGreaterThan(0);
    const both = ['one-time-buyers', 'champions'];
    const { segments, userErrors } = await save(both);
    expect([segments.map(({ name }: { name: string }) => name), userErrors]).toEqual([
      ['Champions', 'One-time buyers'],
      [],
    ]);
    await gateway.settled();
    expect(await stored('one-time-buyers')).toMatchObject({ state: 'FRESH', count: lapsed?.count });
    expect((await offered()).get('champions')).toMatchObject({ saved: true });
    expect(await save(both)).toEqual({ segments: [], userErrors: [] });
  });

  test('that are not there are refused, and nothing is saved', async () => {
    const { segments, userErrors } = await save(['big-spenders', 'hermits']);
    expect([segments, userErrors]).toMatchObject([[], [{ code: 'NOT_FOUND', field: ['handles'] }]]);
    expect((await offered()).get('regulars')).toMatchObject({ saved: false });
  });
});
