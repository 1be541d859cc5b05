import type { Json } from '@clientele/connector-kit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { NOW, TestGateway } from './gateway.fixture.js';

let gateway: TestGateway;
let admin: Record<string, string>;

beforeAll(async () => {
  gateway = await TestGateway.open();
  admin = await gateway.key(['admin']);
});
afterAll(() => gateway[Symbol.asyncDispose]());

const STANDING = `{ shop { connections {
  id name connector account state failureCode failure failures pulledAt dueAt firstPull { done of objects }
  streams { name kind objects total caughtUpAt everySeconds misses sweepEverySeconds }
  webhooks { waiting lastHeardAt path } refusedCount isRetrying records { kind count }
} } }`;

async function connectionOf(name: string, headers = admin) {
  const { body } = await gateway.ask(STANDING, headers);
  expect(body.errors).toBeUndefined();
  return body.data.shop.connections.find((one: { name: string }) => one.name === name);
}

/** A connection of an account of its own, which has these customers by id. */
async function connected(name: string, emails: Readonly<Record<string, string>>): Promise<Map<string, Json>> {
  const { deps, mine, platform } = gateway;
  const customers = new Map<string, Json>(Object.entries(emails).map(([id, email]) => [id, { id, email }]));
  platform.customers.set(name, customers);
  const connection = { name, connector: 'asked', config: { account: name }, createdAt: NOW };
  const account = { id: name, name: `The account ${name}` };
  await deps.ledger.pulls.connect(mine.id, { connection, secrets: null, account }, NOW);
  return customers;
}

/** The same, pulled once. */
async function pulled(name: string, emails: Readonly<Record<string, string>>): Promise<Map<string, Json>> {
  const customers = await connected(name, emails);
  await gateway.deps.connections.sync(gateway.mine, name);
  return customers;
}

async function audited(what: string) {
  const log = await gateway.deps.ledger.auditLog.list(gateway.mine.id, { limit: 100 });
  return log.filter((entry) => entry.what === what);
}

const SYNC =
  'mutation ($id: ID!) { connectionSync(id: $id) { connection { state } userErrors { code field message } } }';
const RETRY = `mutation ($id: ID!, $refused: ID) {
  connectionRetryRefused(id: $id, refused: $refused) {
    accepted connection { refusedCount isRetrying } userErrors { code field message }
  }
}`;
const REFUSED = `query ($id: ID!, $after: String) { connection(id: $id) { refused(first: 1, after: $after) {
  nodes { id source place reason at tries triedAt } totalCount pageInfo { hasNextPage endCursor }
} } }`;

describe('connections', () => {
  test('are read when somebody asks, and say how they stand before and after', async () => {
    await connected('asked', { 1: 'ann@tea.example', 2: 'no address', 3: 'nor this' });
    const before = await connectionOf('asked');
    expect(before).toMatchObject({
      connector: 'asked',
      account: 'The account asked',
      state: 'NEW',
      pulledAt: null,
      firstPull: { done: 0, of: 1, objects: 0 },
      streams: [{ name: 'customers', kind: 'CUSTOMER', objects: 0, caughtUpAt: null, misses: ['DELETION'] }],
      webhooks: { waiting: 0, lastHeardAt: null, path: expect.stringMatching(/^\/hooks\/[a-z2-7]{32}$/) },
    });
    const { body } = await gateway.ask(SYNC, admin, { id: before.id });
    expect(body.data.connectionSync).toEqual({ connection: { state: 'PULLING' }, userErrors: [] });
    await expect.poll(async () => (await connectionOf('asked')).state).toBe('FINE');
    expect(await connectionOf('asked')).toMatchObject({
      pulledAt: NOW,
      dueAt: '2024-06-01T12:05:00.000Z',
      firstPull: null,
      refusedCount: 2,
      streams: [{ objects: 1, total: null, caughtUpAt: NOW, everySeconds: 300, sweepEverySeconds: 86_400 }],
      records: [{ kind: 'CUSTOMER', count: 1 }],
    });
    expect(await audited('connection.synced')).toMatchObject([{ subject: 'asked' }]);
  });

  test('that are files are not asked, and say what they hold', async () => {
    const { id, ...web } = await connectionOf('web');
    expect(web).toMatchObject({ state: 'FED', account: null, dueAt: null, webhooks: null, streams: [] });
    expect(web.records).toEqual([
      { kind: 'CUSTOMER', count: 21 },
      { kind: 'ORDER', count: 48 },
    ]);
    const { body } = await gateway.ask(SYNC, admin, { id });
    expect(body.data.connectionSync).toMatchObject({
      connection: { state: 'FED' },
      userErrors: [{ code: 'NOT_ASKED', field: ['id'] }],
    });
  });

  test('tell of webhooks: what waits, and when one was last heard', async () => {
    await connected('told', {});
    const { ledger } = gateway.deps;
    const delivery = { shop: gateway.mine.id, connection: 'told', receivedAt: NOW, heard: {} };
    await ledger.inbox.append({ ...delivery, id: 'd-1' });
    expect((await connectionOf('told')).webhooks).toMatchObject({ waiting: 1, lastHeardAt: NOW });
    const [waiting] = await ledger.inbox.waiting(gateway.mine.id, 'told', { limit: 9 });
    await ledger.inbox.taken(gateway.mine.id, 'told', [waiting?.number ?? 0], NOW);
    expect((await connectionOf('told')).webhooks).toMatchObject({ waiting: 0, lastHeardAt: NOW });
  });

  test('are disconnected, and asked no more; what they brought stays', async () => {
    await pulled('ended', { 4: 'eve@tea.example' });
    const { id } = await connectionOf('ended');
    const end = (of: string) =>
      gateway.ask(
        'mutation ($id: ID!) { changed: connectionEnd(id: $id) { connection { state isResumable } userErrors { code } } }',
        admin,
        { id: of },
      );
    const ended = { connection: { state: 'ENDED', isResumable: false }, userErrors: [] };
    expect((await end(id)).body.data.changed).toEqual(ended);
    expect((await end(id)).body.data.changed).toEqual(ended);
    expect(await audited('connection.ended')).toMatchObject([{ subject: 'ended' }]);
    expect(await connectionOf('ended')).toMatchObject({
      state: 'ENDED',
      dueAt: null,
      records: [{ kind: 'CUSTOMER', count: 1 }],
    });
    expect((await gateway.ask(SYNC, admin, { id })).body.data.connectionSync.userErrors).toMatchObject([
      { code: 'NOT_ASKED', message: expect.stringContaining('connect it again') },
    ]);
    const resume = 'mutation ($id: ID!) { changed: connectionResume(id: $id) { userErrors { code message } } }';
    expect((await gateway.ask(resume, admin, { id })).body.data.changed.userErrors).toMatchObject([
      { code: 'NOT_RESUMABLE', message: expect.stringContaining('connect it again') },
    ]);
    const files = await connectionOf('web');
    expect((await end(files.id)).body.data.changed.userErrors).toMatchObject([{ code: 'NOT_ASKED' }]);
    expect((await end('nonsense')).body.data.changed.userErrors).toMatchObject([{ code: 'NOT_FOUND' }]);
  });

  test('that fail say why, and since how many tries', async () => {
    await connected('denied', {});
    gateway.platform.locked.add('denied');
    await gateway.deps.connections.sync(gateway.mine, 'denied');
    expect(await connectionOf('denied')).toMatchObject({
      state: 'FAILING',
      failureCode: 'denied',
      failure: expect.stringContaining('401'),
      failures: 1,
      dueAt: '2024-06-01T12:10:00.000Z',
    });
  });
});

describe('refused input', () => {
  test('is listed by page, tried again one by one, and then all together', async () => {
    const customers = await pulled('aside', { 2: 'no address', 3: 'nor this' });
    const { id } = await connectionOf('aside');
    const first = (await gateway.ask(REFUSED, admin, { id })).body.data.connection.refused;
    expect(first).toMatchObject({ totalCount: 2, pageInfo: { hasNextPage: true } });
    expect(first.nodes).toMatchObject([
      { source: 'aside', place: 'customers 2', reason: expect.stringContaining('is no address'), at: NOW, tries: 1 },
    ]);
    const after = first.pageInfo.endCursor;
    const second = (await gateway.ask(REFUSED, admin, { id, after })).body.data.connection.refused;
    expect(second.nodes).toMatchObject([{ place: 'customers 3' }]);

    const refused = first.nodes[0].id;
    const again = async (variables: object) =>
      (await gateway.ask(RETRY, admin, { id, ...variables })).body.data.connectionRetryRefused;
    expect(await again({ refused })).toMatchObject({ accepted: 0, connection: { refusedCount: 2 }, userErrors: [] });
    const triedAgain = (await gateway.ask(REFUSED, admin, { id })).body.data.connection.refused.nodes;
    expect(triedAgain).toMatchObject([{ id: refused, tries: 2, triedAt: NOW }]);
    customers.set('2', { id: '2', email: 'bo@tea.example' });
    expect(await again({ refused })).toMatchObject({ accepted: 1, connection: { refusedCount: 1 }, userErrors: [] });
    expect(await again({ refused })).toMatchObject({ userErrors: [{ code: 'NOT_FOUND', field: ['refused'] }] });

    customers.set('3', { id: '3', email: 'chi@tea.example' });
    expect(await again({})).toEqual({
      accepted: null,
      connection: { refusedCount: 1, isRetrying: true },
      userErrors: [],
    });
    await expect.poll(() => connectionOf('aside')).toMatchObject({ refusedCount: 0, isRetrying: false });
    await gateway.settled();
    expect((await connectionOf('aside')).records).toEqual([{ kind: 'CUSTOMER', count: 2 }]);
    const retried = await audited('refused.retried');
    expect(retried.filter(({ subject }) => subject === 'aside')).toHaveLength(3);
  });

  test('says why a platform could not be asked again, and is not tried in the name of another connection', async () => {
    await pulled('locked', { 4: 'none' });
    const { id } = await connectionOf('locked');
    const [refused] = (await gateway.ask(REFUSED, admin, { id })).body.data.connection.refused.nodes;
    gateway.platform.locked.add('locked');
    const again = async (connection: string) =>
      (await gateway.ask(RETRY, admin, { id: connection, refused: refused.id })).body.data.connectionRetryRefused;
    expect(await again(id)).toMatchObject({
      accepted: 0,
      userErrors: [{ code: 'NOT_REACHED', field: ['id'], message: expect.stringContaining('401') }],
    });
    expect(await again((await connectionOf('web')).id)).toMatchObject({ userErrors: [{ code: 'NOT_FOUND' }] });
  });

  test('is shown as it came to who manages the shop, which is written down', async () => {
    await pulled('shown', { 5: 'none' });
    const { id } = await connectionOf('shown');
    const [{ id: refused }] = (await gateway.ask(REFUSED, admin, { id })).body.data.connection.refused.nodes;
    const show = 'query ($id: ID!) { refusedInput(id: $id) { content } }';
    const reader = await gateway.key(['read:profiles']);
    expect((await gateway.ask(show, reader, { id: refused })).body.errors[0].extensions.code).toBe('FORBIDDEN');
    const { body } = await gateway.ask(show, admin, { id: refused });
    expect(JSON.parse(body.data.refusedInput.content)).toEqual({ id: '5', email: 'none' });
    expect(await audited('refused.shown')).toMatchObject([{ who: expect.stringMatching(/^api-key:/) }]);
  });
});

test('who may read profiles sees how connections stand; addresses and changes are for who manages', async () => {
  const reader = await gateway.key(['read:profiles']);
  const ask = async (query: string, headers = reader) =>
    (await gateway.ask(query, headers, { id })).body.errors?.[0].extensions.code;
  const { id } = await connectionOf('web');
  expect(await ask('{ shop { connections { name state refused { nodes { reason } } } } }')).toBeUndefined();
  expect(await ask('{ shop { connections { webhooks { path } } } }')).toBe('FORBIDDEN');
  expect(await ask(SYNC)).toBe('FORBIDDEN');
  expect(await ask(RETRY)).toBe('FORBIDDEN');
  expect(await ask('{ shop { connections { name } } }', await gateway.key(['read:segments']))).toBe('FORBIDDEN');
});
