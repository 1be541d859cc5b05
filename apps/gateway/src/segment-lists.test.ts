import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TestGateway } from './gateway.fixture.js';

let gateway: TestGateway;
let editor: Record<string, string>;

beforeAll(async () => {
  gateway = await TestGateway.open();
  editor = await gateway.key(['read:segments', 'write:segments', 'read:profiles']);
});
afterAll(() => gateway[Symbol.asyncDispose]());

async function asked(document: string, variables: object = {}) {
  const { body } = await gateway.ask(document, editor, { ...variables });
  expect(body.errors).toBeUndefined();
  await gateway.settled();
  return body.data;
}

const stored = async (handle: string) =>
  (await asked(`{ segment(handle: "${handle}") { id isList query count freshness { words state owed { reason } } } }`))
    .segment;

const decide = async (input: object) =>
  (
    await asked(
      `mutation ($input: SegmentDecideInput!) { segmentDecide(input: $input) {
        people unknown { index reason } userErrors { code field } } }`,
      { input },
    )
  ).segmentDecide;

const snapshot = async (input: object) =>
  (
    await asked(
      `mutation ($input: SegmentSnapshotInput!) { segmentSnapshot(input: $input) {
        segment { handle isList query } userErrors { code field line column } } }`,
      { input },
    )
  ).segmentSnapshot;

describe('a list', () => {
  test('is made of members, and people are added, excluded and unlisted by hand', async () => {
    const { segment, userErrors } = await snapshot({ name: 'Guests', query: 'big-spenders', reason: 'the dinner' });
    expect(userErrors).toEqual([]);
    expect(segment).toEqual({ handle: 'guests', isList: true, query: '' });
    const before = await stored('big-spenders');
    const { id, count } = await stored('guests');
    expect(count).toBe(before.count);
    expect(count).toBeGreaterThan(1);
    const members = (await asked('{ segment(handle: "guests") { members(first: 2) { nodes { id } } } }')).segment
      .members.nodes;
    const people = [members[0].id, 'nobody@example.org'];
    gateway.pass(60);
    const excluded = await decide({ id, decision: 'EXCLUDED', people, reason: 'cannot come' });
    expect(excluded).toEqual({ people: 1, unknown: [{ index: 1, reason: 'NOBODY' }], userErrors: [] });
    expect(await stored('guests')).toMatchObject({ count: count - 1 });
    const history = `{ profile(id: "${people[0]}") { segmentHistory(first: 9) {
      nodes { segment { handle } enteredBecause leftBecause } } } }`;
    expect((await asked(history)).profile.segmentHistory.nodes).toContainEqual({
      ...{ segment: { handle: 'guests' }, leftBecause: 'LIST' },
      enteredBecause: expect.stringMatching(/^(LIST|DEFINITION)$/),
    });
    await decide({ id, decision: 'ADDED', people });
    expect(await stored('guests')).toMatchObject({
      count,
      freshness: { words: 'Changes with records and decisions by hand.', state: 'CURRENT', owed: [] },
    });
    await decide({ id, decision: 'UNLISTED', people });
    expect(await stored('guests')).toMatchObject({ count: count - 1 });
  });

  test('is told of a profile, and holds for a query in the place of the segment', async () => {
    const { segment, userErrors } = await snapshot({ name: 'Table' });
    expect(userErrors).toEqual([]);
    expect(segment).toEqual({ handle: 'table', isList: true, query: '' });
    const { id } = await stored('table');
    const all = (await asked('{ profiles(first: 3) { nodes { id } } }')).profiles.nodes;
    const [one, other, third] = all.map((profile: { id: string }) => profile.id);
    gateway.pass(60);
    await decide({ id, decision: 'ADDED', people: [one, other], reason: 'a friend' });
    gateway.pass(60);
    await decide({ id, decision: 'EXCLUDED', people: [third] });
    const decidedOf = async (profile: string) =>
      (
        await asked('query ($id: ID!) { profile(id: $id) { decidedByHand { decision reason segment { handle } } } }', {
          id: profile,
        })
      ).profile.decidedByHand.filter((decided: { segment: { handle: string } }) => decided.segment.handle === 'table');
    expect(await decidedOf(one)).toEqual([{ decision: 'ADDED', reason: 'a friend', segment: { handle: 'table' } }]);
    expect(await decidedOf(third)).toEqual([{ decision: 'EXCLUDED', reason: '', segment: { handle: 'table' } }]);

    const statements = [];
    for (const first of [1, 3]) {
      gateway.statements();
      await asked(`{ profiles(first: ${first}) { nodes { decidedByHand { at by } } } }`);
      statements.push(gateway.statements().length);
    }
    expect(statements[1]).toBe(statements[0]);

    const preview = async (query: string, segment: string | null) =>
      (
        await asked(
          `query ($query: String!, $segment: ID) {
            previewSegment(query: $query, segment: $segment) { count of query userErrors { code field } } }`,
          { query, segment },
        )
      ).previewSegment;
    const everybody = 'number_of_orders >= 0';
    const { count, of } = await preview(everybody, null);
    expect(count).toBe(of);
    const inPlace = await preview(everybody, id);
    expect(inPlace).toMatchObject({ count: of - 1, userErrors: [] });
    expect(await preview(inPlace.query, null)).toMatchObject({ count: of - 1 });
    expect(await preview('number_of_orders < 0', id)).toMatchObject({ count: 2 });
    expect(await preview(everybody, 'x')).toMatchObject({
      count: null,
      userErrors: [{ code: 'NOT_FOUND', field: ['segment'] }],
    });

    await decide({ id, decision: 'UNLISTED', people: [one, third] });
    expect(await decidedOf(one)).toEqual([]);
    expect(await preview(everybody, id)).toMatchObject({ count: of });
    const reader = await gateway.key(['read:profiles']);
    const { body } = await gateway.ask(`{ previewSegment(query: "${everybody}", segment: "${id}") { count } }`, reader);
    expect(body.errors[0].extensions.code).toBe('FORBIDDEN');
  });

  test('is refused by field', async () => {
    const { id } = await stored('buyers');
    expect(await snapshot({ name: '', query: 'buyers' })).toMatchObject({
      segment: null,
      userErrors: [{ code: 'BAD_NAME', field: ['input', 'name'] }],
    });
    expect(await snapshot({ name: 'X', query: 'number_of_orders >' })).toMatchObject({
      userErrors: [{ field: ['input', 'query'], line: 1 }],
    });
    const people = ['nobody'];
    const refused = (code: string, field: string) => ({ people: 0, userErrors: [{ code, field: ['input', field] }] });
    expect(await decide({ id: 'x', decision: 'ADDED', people })).toMatchObject(refused('NOT_FOUND', 'id'));
    const many = Array(1_001).fill('nobody');
    expect(await decide({ id, decision: 'ADDED', people: many })).toMatchObject(refused('TOO_MANY', 'people'));
    const reason = 'x'.repeat(501);
    expect(await decide({ id, decision: 'ADDED', people, reason })).toMatchObject(refused('BAD_REASON', 'reason'));
  });
});

test('a share is held out, and the segments that ask for it follow', async () => {
  const set = (percent: string) =>
    asked(`mutation { holdOutSet(percent: "${percent}", reason: "to measure") {
      holdOut { percent reason } userErrors { code field } } }`);
  expect((await asked('{ shop { holdOuts { percent } } }')).shop.holdOuts).toEqual([]);
  await asked('mutation { segmentCreate(input: { name: "Left", query: "in_hold_out()" }) { userErrors { code } } }');
  expect(await stored('left')).toMatchObject({ count: 0 });
  expect((await set('100')).holdOutSet).toEqual({ holdOut: { percent: '100', reason: 'to measure' }, userErrors: [] });
  expect((await stored('left')).count).toBeGreaterThan(10);
  const left = '{ previewExport(query: "buyers", withoutHoldOut: true) { exported excluded { reason count } } }';
  const { count } = await stored('buyers');
  expect((await asked(left)).previewExport).toEqual({ exported: 0, excluded: [{ reason: 'HELD_OUT', count }] });
  const file = (payload: object) =>
    gateway.app.inject({
      method: 'POST',
      url: '/members.csv',
      headers: editor,
      payload: { query: 'buyers', ...payload },
    });
  expect((await file({ withoutHoldOut: true })).body.trim().split('\n')).toHaveLength(1);
  expect((await file({})).body.trim().split('\n')).toHaveLength(count + 1);
  expect((await file({ withoutHoldOut: 'yes' })).statusCode).toBe(422);
  expect((await set('some')).holdOutSet).toEqual({
    holdOut: null,
    userErrors: [{ code: 'BAD_SHARE', field: ['percent'] }],
  });
  expect((await asked('{ shop { holdOuts { percent } } }')).shop.holdOuts).toEqual([{ percent: '100' }]);
});
