import { instant, type Shop } from '@clientele/model';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { NOW, TestGateway } from './gateway.fixture.js';

let gateway: TestGateway;
let admin: Record<string, string>;

beforeAll(async () => {
  gateway = await TestGateway.open();
  admin = await gateway.key(['admin']);
});
afterAll(() => gateway[Symbol.asyncDispose]());

const ASKED = '{ privacyRequests { id what connection receivedAt dueAt doneAt hasFailed } }';
const COPY = 'mutation ($id: ID!) { copied: privacyRequestCopy(id: $id) { document userErrors { code field } } }';
const ANSWERED = `mutation ($id: ID!) { answered: privacyRequestAnswered(id: $id) {
  request { doneAt } userErrors { code field }
} }`;
const ERASE = 'mutation ($name: String!) { erased: shopErase(name: $name) { isBegun userErrors { code field } } }';

const asked = async () => (await gateway.ask(ASKED, admin)).body.data.privacyRequests;

const exports = async () => (await asked()).filter(({ what }: { what: string }) => what === 'EXPORT_PERSON');

async function keepExport({ id }: Shop, request: string, customer: string, dueAt: string): Promise<void> {
  const about = { customer, email: null, phone: null, orders: [] };
  const draft = { connection: 'web', request, what: 'export-person', about, receivedAt: NOW } as const;
  await gateway.deps.ledger.complianceRequests.keep(id, { ...draft, dueAt: instant(dueAt) });
}

test('what people asked for is told by when it is due, and not whom it is about; a copy is made until it is answered', async () => {
  const { mine, theirs } = gateway;
  await keepExport(mine, 'r1', 'c1', '2024-07-01T12:00:00.000Z');
  await keepExport(mine, 'r2', 'c2', '2024-06-20T12:00:00.000Z');
  await keepExport(theirs, 'r3', 'c1', '2024-06-10T12:00:00.000Z');
  const [second, first, ...others] = await exports();
  expect(others).toEqual([]);
  expect(first).toEqual({
    id: expect.any(String),
    what: 'EXPORT_PERSON',
    connection: 'web',
    receivedAt: NOW,
    dueAt: '2024-07-01T12:00:00.000Z',
    doneAt: null,
    hasFailed: false,
  });

  const copy = async () => (await gateway.ask(COPY, admin, { id: first.id })).body.data.copied;
  const copied = await copy();
  // Whom the answer did not reach asks once more.
  expect(await copy()).toEqual(copied);
  expect(copied.userErrors).toEqual([]);
  const document = JSON.parse(copied.document);
  expect(document).toMatchObject({ shop: mine.id, profiles: [{ records: { customers: expect.any(Array) } }] });
  const customers: readonly { readonly externalId: string }[] = document.profiles[0].records.customers;
  expect(customers.map(({ externalId }) => externalId)).toContain('c1');
  expect(await exports()).toMatchObject([{ doneAt: null }, { doneAt: null }]);
  const { answered } = (await gateway.ask(ANSWERED, admin, { id: first.id })).body.data;
  expect(answered).toEqual({ request: { doneAt: NOW }, userErrors: [] });
  expect(await exports()).toMatchObject([
    { id: second.id, doneAt: null },
    { id: first.id, doneAt: NOW },
  ]);
  const log = await gateway.deps.ledger.auditLog.list(mine.id, { limit: 100 });
  expect(log.filter(({ what }) => what === 'person.exported')).toMatchObject([
    { subject: document.profiles[0].id },
    { subject: document.profiles[0].id },
  ]);
  expect(log.map(({ what }) => what)).toContain('request.answered');

  for (const id of [first.id, 'nonsense', await idOfTheirs()]) {
    const refused = [{ code: 'NOT_FOUND', field: ['id'] }];
    expect((await gateway.ask(COPY, admin, { id })).body.data.copied).toEqual({ document: null, userErrors: refused });
    expect((await gateway.ask(ANSWERED, admin, { id })).body.data.answered).toEqual({
      request: null,
      userErrors: refused,
    });
  }
});

async function idOfTheirs(): Promise<string> {
  const key = await gateway.key(['admin'], gateway.theirs);
  return (await gateway.ask(ASKED, key)).body.data.privacyRequests[0].id;
}

test('only who may do everything sees it', async () => {
  const reader = await gateway.key(['read:profiles', 'read:segments', 'write:segments']);
  for (const [text, variables] of [
    [ASKED],
    [COPY, { id: 'x' }],
    [ANSWERED, { id: 'x' }],
    [ERASE, { name: gateway.mine.name }],
  ] as const) {
    const { body } = await gateway.ask(text, reader, variables);
    expect(body.errors?.[0]?.extensions?.code, text).toBe('FORBIDDEN');
  }
});

test('everything of a shop is asked to be erased by its name alone, also while it is connected', async () => {
  const { ledger } = gateway.deps;
  const erase = async (name: string) => (await gateway.ask(ERASE, admin, { name })).body.data.erased;
  const refused = { isBegun: false, userErrors: [{ code: 'OTHER_NAME', field: ['name'] }] };
  expect(await erase(gateway.theirs.name)).toEqual(refused);
  expect(await erase('')).toEqual(refused);
  expect((await asked()).some(({ what }: { what: string }) => what === 'ERASE_SHOP')).toBe(false);
  expect(await erase(gateway.mine.name)).toEqual({ isBegun: true, userErrors: [] });
  expect((await asked()).filter(({ what }: { what: string }) => what === 'ERASE_SHOP')).toMatchObject([
    { connection: null, dueAt: NOW, doneAt: null },
  ]);
  const ofOthers = await ledger.complianceRequests.list(gateway.theirs.id);
  expect(ofOthers.map(({ what }) => what)).not.toContain('erase-shop');
  const log = await ledger.auditLog.list(gateway.mine.id, { limit: 100 });
  expect(log.map(({ what }) => what)).toContain('shop.erase-asked');
});
