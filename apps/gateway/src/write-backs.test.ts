import { afterAll, beforeAll, expect, test } from 'vitest';
import { NOW, TestGateway } from './gateway.fixture.js';

let gateway: TestGateway;
let admin: Record<string, string>;

beforeAll(async () => {
  gateway = await TestGateway.open();
  admin = await gateway.key(['admin']);
});
afterAll(() => gateway[Symbol.asyncDispose]());

const BEGIN = `mutation ($input: WriteBackInput!) { writeBackBegin(input: $input) {
  writeBack { id connection what name written } userErrors { code field message }
} }`;
const PLAN = `query ($input: WriteBackInput!) { writeBackPlan(input: $input) {
  plan { members customers add remove } userErrors { code field message }
} }`;
const KEPT = `query ($segment: ID!) { writeBacks(segment: $segment) {
  id name isTakenBack outcome failure written theirs doneAt
} }`;
const TAKE_BACK = `mutation ($id: ID!) { writeBackTakeBack(id: $id) { writeBack { isTakenBack } userErrors { code } } }`;

test('a segment is planned, kept on a platform and taken back, and what was there stays', async () => {
  const { deps, mine, platform } = gateway;
  const customers = ['t1', 't2'].map((id): [string, { id: string; email: string }] => [
    id,
    { id, email: `${id}@tagged.example` },
  ]);
  platform.customers.set('tagged', new Map(customers));
  const connection = { name: 'tagged', connector: 'asked', config: { account: 'tagged' }, createdAt: NOW };
  await deps.ledger.pulls.connect(mine.id, { connection, secrets: null, account: { id: 'tagged' } }, NOW);
  await deps.connections.sync(mine, 'tagged');
  await deps.advanceShop(mine);
  platform.tags.set('t2', new Set(['tagged-people']));

  const create = `mutation { segmentCreate(input: { name: "Tagged people", query: "customer_email_domain = 'tagged.example'" }) {
    segment { id } userErrors { message }
  } }`;
  const made = await gateway.ask(create, admin);
  const segment = made.body.data.segmentCreate.segment?.id;
  expect(made.body.data.segmentCreate.userErrors).toEqual([]);
  const { body } = await gateway.ask('{ shop { connections { id name } } }', admin);
  const { id } = body.data.shop.connections.find(({ name }: { name: string }) => name === 'tagged');
  const input = { segment, connection: id };

  expect((await gateway.ask(PLAN, admin, { input })).body.data.writeBackPlan).toEqual({
    plan: { members: 2, customers: 2, add: 2, remove: 0 },
    userErrors: [],
  });
  expect(platform.tags.has('t1')).toBe(false);
  expect((await gateway.ask(BEGIN, admin, { input })).body.data.writeBackBegin).toMatchObject({
    writeBack: { connection: 'tagged', what: 'TAG', name: 'tagged-people' },
    userErrors: [],
  });
  const kept = async () => (await gateway.ask(KEPT, admin, { segment })).body.data.writeBacks;
  await expect.poll(kept).toMatchObject([{ outcome: 'DONE', written: 1, theirs: 1, failure: null }]);
  expect(platform.tags.get('t1')).toContain('tagged-people');

  const asGroup = await gateway.ask(BEGIN, admin, { input: { ...input, what: 'GROUP' } });
  expect(asGroup.body.data.writeBackBegin.userErrors).toMatchObject([{ code: 'UNWRITABLE', field: ['input'] }]);
  const readsOnly = await gateway.ask(BEGIN, await gateway.key(['read:segments']), { input });
  expect(readsOnly.body.errors[0].extensions.code).toBe('FORBIDDEN');

  const [{ id: number }] = await kept();
  expect((await gateway.ask(TAKE_BACK, admin, { id: number })).body.data.writeBackTakeBack.userErrors).toEqual([]);
  await expect.poll(kept).toEqual([]);
  expect([...(platform.tags.get('t1') ?? [])]).toEqual([]);
  expect(platform.tags.get('t2')).toContain('tagged-people');
  const log = await deps.ledger.auditLog.list(mine.id, { limit: 10 });
  expect(log.map(({ what }) => what)).toEqual(expect.arrayContaining(['write-back.created', 'write-back.taken-back']));
});

test('a segment that the platform keeps by its query is shown before and after, and refused where it cannot be said', async () => {
  const { deps, mine, platform } = gateway;
  const connection = { name: 'whole', connector: 'asked', config: { account: 'whole' }, createdAt: NOW };
  await deps.ledger.pulls.connect(mine.id, { connection, secrets: null, account: { id: 'whole' } }, NOW);
  const query = 'number_of_orders >= 1';
  const saved = async (name: string, text: string) => {
    const create = `mutation ($query: String!) { segmentCreate(input: { name: "${name}", query: $query }) { segment { id } } }`;
    const { body } = await gateway.ask(create, admin, { query: text });
    return body.data.segmentCreate.segment.id;
  };
  const segment = await saved('Bought', query);
  const { body } = await gateway.ask('{ shop { connections { id name } } }', admin);
  const { id } = body.data.shop.connections.find(({ name }: { name: string }) => name === 'whole');
  const input = { segment, connection: id, what: 'SEGMENT' };
  const plan = `query ($input: WriteBackInput!) { writeBackPlan(input: $input) {
    plan { whole { query act there remarks } } userErrors { code message }
  } }`;
  expect((await gateway.ask(plan, admin, { input })).body.data.writeBackPlan).toEqual({
    plan: { whole: { query, act: 'MAKE', there: 2, remarks: [expect.stringContaining('its own customers')] } },
    userErrors: [],
  });
  expect(platform.segments.size).toBe(0);
  await gateway.ask(BEGIN, admin, { input });
  const kept = async () => {
    const asked = 'query ($segment: ID!) { writeBacks(segment: $segment) { what outcome query isLeft } }';
    return (await gateway.ask(asked, admin, { segment })).body.data.writeBacks;
  };
  await expect.poll(kept).toEqual([{ what: 'SEGMENT', outcome: 'DONE', query, isLeft: false }]);
  expect([...platform.segments.values()]).toMatchObject([{ name: 'bought', query }]);
  const unsaid = { ...input, segment: await saved('Channels', 'usual_channel IS NULL') };
  expect((await gateway.ask(plan, admin, { input: unsaid })).body.data.writeBackPlan).toEqual({
    plan: null,
    userErrors: [
      {
        code: 'UNWRITABLE',
        message:
          'The segment channels cannot be said there: Shopify has no `usual_channel`. Keep it there as a tag (--as tag).',
      },
    ],
  });
});
