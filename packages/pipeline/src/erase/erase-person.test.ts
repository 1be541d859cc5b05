import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KeptPage } from '@clientele/connector-kit';
import { type ComplianceAsked, type Ledger, loadKey, openLedger } from '@clientele/ledger';
import { instant, type RecordInput, readRecord, type Shop, shopId } from '@clientele/model';
import { openWarehouse, prepareWarehouse, type ShopCounts, shopCounts, startEngine } from '@clientele/warehouse';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { audit } from '../ask/audit.js';
import { changeList } from '../ask/change-lists.js';
import { createSegment } from '../ask/edit-segments.js';
import { searchShop } from '../ask/show-profile.js';
import { CrashingParts, through } from '../crashing-parts.fixture.js';
import { ingest } from '../ingest.js';
import { carryPages } from '../pull/carry-pages.js';
import { StoredKeep } from '../pull/stored-keep.js';
import { customer, items, NOW, newShop, partsOf, type Stores, UNSYNCED_TABLE_SETTINGS } from '../street.fixture.js';
import { advance } from '../street.js';
import { carryOutRequests } from './carry-out.js';
import type { ErasingParts } from './erase-person.js';
import { exportPerson } from './export-person.js';

/** In compressed parts no text can be looked for. */
const UNCOMPRESSED = `${UNSYNCED_TABLE_SETTINGS}, default_compression_codec = 'NONE', compress_primary_key = 0, compress_marks = 0`;

let directory: string;
let stores: Stores;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'clientele-erase-'));
  const ledger = await openLedger({ directory }, { key: await loadKey(directory) });
  const engine = await startEngine({ directory: join(directory, 'warehouse') });
  const sql = openWarehouse(engine);
  await prepareWarehouse(sql, UNCOMPRESSED);
  for (const table of ['orders', 'refunds', 'products', 'events', 'consents', 'customers']) {
    await sql.command(`ALTER TABLE ${table} MODIFY COLUMN body String CODEC(NONE)`);
  }
  // So that nobody waits for the engine to look.
  const tables = await sql.query<{ name: string }>(
    `SELECT name FROM system.tables WHERE database = currentDatabase() AND engine LIKE '%MergeTree'`,
  );
  for (const { name } of tables) await sql.command(`ALTER TABLE ${name} MODIFY SETTING max_cleanup_delay_period = 1`);
  stores = { ledger, sql, engine, close: async () => {} };
});
afterAll(async () => {
  await stores.sql.close();
  await stores.engine.stop();
  await stores.ledger.close();
  await rm(directory, { recursive: true, force: true });
});

/** Nothing else that is stored has any of these in it. */
const VALUES = [
  ...['cust-zebedina-9871', 'till-zebedina-55', 'sub-zebedina-1', 'loyalty-zebedina-7'],
  ...['zebedina.q@zebra.example', 'zebra.example', '2079460999', 'Zebedina', 'Quuxington'],
  ...['Xylophone Mews', 'Wobbleton', 'WB1 7QX', 'tag-of-zebedina', 'Sparrowhawk'],
  ...['#QX1001', 'for-quuxington', 'Engraving for Z', 'quixotic search', 'Snorkelham'],
];

const ADDRESS = {
  name: 'Zebedina Quuxington',
  address1: '7 Xylophone Mews',
  city: 'Wobbleton',
  postcode: 'WB1 7QX',
  country: 'GB',
};

function webAccount(updatedAt: string, city = 'Wobbleton') {
  return customer('cust-zebedina-9871', updatedAt, {
    email: 'Zebedina.Q@zebra.example',
    phone: '+442079460999',
    firstName: 'Zebedina',
    lastName: 'Quuxington',
    addresses: [{ ...ADDRESS, city }],
    tags: ['tag-of-zebedina'],
    accounts: [{ realm: 'loyalty', id: 'loyalty-zebedina-7' }],
    attributes: { nickname: 'Sparrowhawk' },
  });
}

function sale(externalId: string, more: object = {}): RecordInput {
  return {
    kind: 'order',
    externalId,
    version: { updatedAt: '2024-05-20T10:00:00Z' },
    placedAt: '2024-05-20T10:00:00Z',
    channel: { id: 'web', kind: 'online_store' },
    currency: 'GBP',
    lines: [{ id: '1', product: 'tea', quantity: '2', listPrice: '10' }],
    ...more,
  };
}

const WEB: readonly RecordInput[] = [
  webAccount('2024-05-01T00:00:00Z', 'Snorkelham'),
  customer('bob', '2024-05-01T00:00:00Z', {
    email: 'bob@home.example',
    firstName: 'Bob',
    addresses: [{ country: 'GB' }],
  }),
  sale('1001', {
    name: '#QX1001',
    customer: 'cust-zebedina-9871',
    shipTo: ADDRESS,
    discounts: [{ amount: '1', code: 'FOR-QUUXINGTON' }],
    lines: [{ id: '1', product: 'tea', title: 'Engraving for Z', quantity: '2', listPrice: '10' }],
    refunds: [{ id: 'r', at: '2024-05-21T10:00:00Z', amount: '2' }],
  }),
  sale('1002', { customer: 'bob' }),
  // The shop does not say whose it is; the request does.
  sale('1003', { shipTo: ADDRESS }),
  {
    kind: 'refund',
    externalId: 'credit-1',
    version: { updatedAt: '2024-05-22T10:00:00Z' },
    at: '2024-05-22T10:00:00Z',
    customer: 'cust-zebedina-9871',
    channel: { id: 'web', kind: 'online_store' },
    currency: 'GBP',
    amount: '3',
  },
  {
    kind: 'event',
    externalId: 'e-1',
    version: { updatedAt: '2024-05-19T10:00:00Z' },
    name: 'searched',
    at: '2024-05-19T10:00:00Z',
    channel: { id: 'web', kind: 'online_store' },
    customer: 'cust-zebedina-9871',
    properties: { query: 'quixotic search' },
  },
  consent('sub-zebedina-1', { customer: 'cust-zebedina-9871' }),
];

const TILL: readonly RecordInput[] = [
  customer('till-zebedina-55', '2024-05-02T00:00:00Z', { email: 'zebedina.q@zebra.example' }),
  sale('t-1', { customer: 'till-zebedina-55', channel: { id: 'till', kind: 'till' } }),
  // Of a newsletter, which knows addresses only.
  consent('news-1'),
];

function consent(externalId: string, more: object = {}): RecordInput {
  return {
    kind: 'consent',
    externalId,
    version: { updatedAt: '2024-05-01T00:00:00Z' },
    channel: 'email',
    address: 'Zebedina.Q@zebra.example',
    state: 'SUBSCRIBED',
    at: '2024-05-01T00:00:00Z',
    ...more,
  };
}

/** Long runs die at every call to a store; short ones fail once, on the way of the purge. */
const LONG = process.env.CLIENTELE_TEST_CRASHES !== undefined;

const REACHED = {
  connection: { name: 'web', connector: 'platform', config: {}, createdAt: NOW },
  secrets: null,
};
const CONNECTIONS = { disconnect: async () => {} };

function erasing(): ErasingParts {
  return { ...partsOf(stores), inTurn: (_, work) => work() };
}

async function bring(
  shop: Shop,
  connection: 'web' | 'till',
  records: readonly RecordInput[],
  fingerprint = 'file',
): Promise<void> {
  const origin = { connection, source: 'file', fingerprint, retry: {} };
  await ingest(partsOf(stores), shop, origin, items(records));
}

async function filled(id: string): Promise<Shop> {
  const shop = await newShop(stores, id);
  await createSegment(partsOf(stores), shop, { name: 'Buyers', query: 'number_of_orders >= 1' }, 'somebody');
  await bring(shop, 'web', WEB);
  await bring(shop, 'till', TILL);
  await advance(partsOf(stores), shop);
  return shop;
}

async function ask(shop: Shop, request: string, what: ComplianceAsked = 'erase-person'): Promise<void> {
  const about = {
    customer: 'cust-zebedina-9871',
    email: 'zebedina.q@zebra.example',
    phone: null,
    orders: ['1001', '1003'],
  };
  await stores.ledger.complianceRequests.keep(shop.id, {
    ...{ connection: 'web', request, what, about, receivedAt: NOW },
    dueAt: instant('2024-07-01T12:00:00Z'),
  });
}

/** Rows that could not be read: hers, somebody else's, and an object that the platform named hers by. */
async function setAside(ledger: Ledger, shop: Shop): Promise<void> {
  const row = { connection: 'web', fingerprint: 'file', source: 'file', reason: 'no', retry: {} };
  const rows = [
    { ...row, place: 'line 2', body: 'x,ZEBEDINA.Q@zebra.example,x' },
    { ...row, place: 'line 3', body: 'x,bob@home.example,9871' },
    { ...row, place: 'line 4', body: '{"customer":{"id":"cust-zebedina-9871"}}' },
    { ...row, place: 'customers cust-zebedina-9871', body: '{}' },
  ];
  await ledger.refused.add(shop.id, rows, NOW);
}

function keepOf(shop: Shop): StoredKeep {
  const { ledger } = stores;
  return new StoredKeep({ ledger, clock: () => NOW, shop: shop.id, connection: 'web', carry: async () => {} });
}

/** A page of a platform with one object, which says one record. */
function pageOf(input: RecordInput): KeptPage {
  const reading = readRecord(input);
  if (reading.outcome === 'refused') throw new Error(reading.reason);
  const { record } = reading;
  const { externalId: object, version } = record;
  const place = `customers ${object}`;
  return {
    stream: 'customers',
    items: [{ outcome: 'read', record, rows: 1, place }],
    known: [
      { stream: 'customers', object, kind: 'customer', externalId: object, said: version, given: version, digest: 'd' },
    ],
    seen: [object],
    resolved: [],
    sweep: 1,
  };
}

/** What was sold, whoever it was to. */
function soldAs({ records, revenue }: ShopCounts) {
  const { gross, net } = revenue;
  return { records: { orders: records.orders, refunds: records.refunds }, revenue: { gross, net } };
}

/** Which of the texts stand in any file below the data directory, in upper or lower case. */
async function found(texts: readonly string[]): Promise<string[]> {
  const wanted = texts.map((text) => ({ text, folded: text.toLowerCase() }));
  const seen = new Set<string>();
  for (const entry of await readdir(directory, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const content = (await readFile(join(entry.parentPath, entry.name)).catch(() => Buffer.alloc(0)))
      .toString('latin1')
      .toLowerCase();
    for (const { text, folded } of wanted) if (content.includes(folded)) seen.add(text);
  }
  return texts.filter((text) => seen.has(text));
}

describe('a person who is to be erased', () => {
  test('is in no file of either store afterwards, and stays out of them; what was sold stays sold', async () => {
    const parts = erasing();
    const { ledger, sql } = stores;
    const shop = await filled('mine');
    const [before, bob] = [await shopCounts(sql, shop.id), (await searchShop(parts, shop, 'bob@home.example', 1))[0]];
    await changeList(
      parts,
      shop,
      {
        segment: 'buyers',
        decided: 'added',
        people: [{ place: '1', text: 'zebedina.q@zebra.example' }],
        reason: 'asked',
      },
      'somebody',
    );
    // An update in place, over a value that is nowhere else.
    await bring(shop, 'web', [webAccount('2024-05-03T00:00:00Z')], 'later');
    await advance(parts, shop);
    await setAside(ledger, shop);
    const keep = keepOf(shop);
    await keep.page(pageOf(webAccount('2024-05-04T00:00:00Z')));
    expect(await found(VALUES)).toEqual(VALUES);

    await ask(shop, 'r1');
    expect(await carryOutRequests(parts, CONNECTIONS, shop)).toEqual({ done: 1, failed: 0 });
    expect(await found(VALUES)).toEqual([]);
    expect(await searchShop(parts, shop, 'zebedina', 1)).toEqual([]);
    expect(await shopCounts(sql, shop.id)).toMatchObject(soldAs(before));
    expect((await searchShop(parts, shop, 'bob@home.example', 1))[0]).toEqual(bob);
    expect((await ledger.refused.list(shop.id, { limit: 10 })).map(({ place }) => place)).toEqual(['line 3']);
    expect(await audit(parts, shop)).toMatchObject({ mismatches: 0 });

    // The same files, what a platform still tells, and what a later version of it says.
    await bring(shop, 'web', WEB, 'again');
    await bring(shop, 'till', TILL, 'again');
    await bring(
      shop,
      'web',
      [webAccount('2024-05-30T00:00:00Z'), sale('1004', { customer: 'cust-zebedina-9871' })],
      'new',
    );
    await keep.page(pageOf(webAccount('2024-05-31T00:00:00Z')));
    expect(await ledger.pulledPages.counts(shop.id, 'web')).toEqual(new Map([['customers', 0]]));
    await carryPages(parts, shop, 'web');
    await advance(parts, shop);
    expect(await found(VALUES)).toEqual([]);
    expect(await shopCounts(sql, shop.id)).toMatchObject({
      records: { orders: before.records.orders + 1, customers: 1, events: 0, consents: 0 },
    });
    expect(await audit(parts, shop)).toMatchObject({ mismatches: 0 });
  });

  test('is erased in the shop that was asked only, whatever else has the same ids', async () => {
    const [asked, other] = [await filled('asked'), await filled('other')];
    const before = [await shopCounts(stores.sql, other.id), await searchShop(erasing(), other, 'zebedina', 1)];
    await ask(asked, 'r1');
    await carryOutRequests(erasing(), CONNECTIONS, asked);
    expect(await searchShop(erasing(), asked, 'zebedina', 1)).toEqual([]);
    expect([await shopCounts(stores.sql, other.id), await searchShop(erasing(), other, 'zebedina', 1)]).toEqual(before);
    await bring(
      other,
      'web',
      [customer('carol', '2024-05-01T00:00:00Z', { email: 'carol@only-here.example' })],
      'more',
    );
    await advance(erasing(), other);
    await ask(other, 'r2', 'erase-shop');
    await carryOutRequests(erasing(), CONNECTIONS, other);
    expect(await stores.ledger.shops.get(other.id)).toBeUndefined();
    expect(await found([...VALUES, 'carol@only-here.example'])).toEqual([]);
    expect(await stores.ledger.complianceRequests.list(other.id)).toMatchObject([{ doneAt: NOW, about: null }]);
    // A shop of the same id begins with nothing, and its requests are kept beside the former ones.
    const again = await newShop(stores, 'other');
    expect(await stores.ledger.complianceRequests.list(again.id)).toHaveLength(1);
    await ask(again, 'r3');
    await bring(again, 'web', [customer('cust-zebedina-9871', '2024-05-01T00:00:00Z')]);
    await advance(erasing(), again);
    expect(await shopCounts(stores.sql, again.id)).toMatchObject({ records: { customers: 1, orders: 0 } });
    await carryOutRequests(erasing(), CONNECTIONS, again);
    expect(await shopCounts(stores.sql, again.id)).toMatchObject({ records: { customers: 0 } });
  });

  test('goes with its whole shop only where the app was out of it when that was asked, not where it is disconnected', async () => {
    const { ledger } = stores;
    const draft = { ...(await newShop(stores, 'app-there')), id: shopId('app-here') };
    const begun = { app: 'platform', account: 'here.example', connection: 'web', scopes: [], shop: draft };
    await ledger.appInstallations.begin(begun, NOW);
    await ask(draft, 'r1', 'erase-shop');
    expect(await carryOutRequests(erasing(), CONNECTIONS, draft)).toEqual({ done: 0, failed: 0 });
    await ledger.pulls.connect(draft.id, { ...REACHED, account: { id: 'A' } }, NOW);
    await ledger.pulls.disconnect(draft.id, 'web', 'it was disconnected', NOW);
    expect(await carryOutRequests(erasing(), CONNECTIONS, draft)).toEqual({ done: 0, failed: 0 });
    const later = instant('2024-06-02T12:00:00Z');
    await ledger.appInstallations.remove('platform', 'here.example', later);
    await carryOutRequests(erasing(), CONNECTIONS, draft);
    expect(await ledger.shops.get(draft.id)).toBeDefined();
    expect(await ledger.complianceRequests.list(draft.id)).toMatchObject([{ doneAt: NOW }]);
    const dueAt = instant('2024-07-01T12:00:00Z');
    const again = {
      connection: 'web',
      request: 'r2',
      what: 'erase-shop',
      about: null,
      receivedAt: later,
      dueAt,
    } as const;
    await ledger.complianceRequests.keep(draft.id, again);
    await carryOutRequests(erasing(), CONNECTIONS, draft);
    expect(await ledger.shops.get(draft.id)).toBeUndefined();
  });

  test.runIf(LONG)('is gone all the same wherever the process dies and the next one goes on', async () => {
    for (let at = 0, round = 0; ; at += 1, round += 1) {
      const shop = await filled(`dies-${at}`);
      const before = await shopCounts(stores.sql, shop.id);
      await ask(shop, 'r1');
      const crashing = { ...erasing(), ...new CrashingParts(erasing(), at, round % 2 === 0).parts };
      const died = await carryOutRequests(crashing, CONNECTIONS, shop).then(
        ({ failed }) => failed > 0,
        () => true,
      );
      if (died) expect(await carryOutRequests(erasing(), CONNECTIONS, shop)).toEqual({ done: 1, failed: 0 });
      expect(await shopCounts(stores.sql, shop.id)).toMatchObject(soldAs(before));
      expect(await searchShop(erasing(), shop, 'zebedina', 1)).toEqual([]);
      expect(await audit(erasing(), shop)).toMatchObject({ mismatches: 0 });
      if (!died) break;
    }
    expect(await found(VALUES)).toEqual([]);
  });

  test('waits on where it fails and goes on from there, and the reason that is kept names nobody', async () => {
    const shop = await filled('fails');
    await ask(shop, 'r0', 'export-person');
    await ask(shop, 'r1');
    const failing = through(erasing(), async (run, name, [text]) => {
      if (name === 'command' && String(text).includes('TABLE identifiers DELETE'))
        throw new RangeError('zebedina is in the way');
      return run();
    });
    expect(await carryOutRequests({ ...erasing(), ...failing }, CONNECTIONS, shop)).toEqual({ done: 0, failed: 1 });
    expect(await stores.ledger.complianceRequests.list(shop.id)).toMatchObject([
      { what: 'export-person', doneAt: null },
      { doneAt: null, failure: 'RangeError' },
    ]);
    expect(await carryOutRequests(erasing(), CONNECTIONS, shop)).toEqual({ done: 1, failed: 0 });
    expect(await found(VALUES)).toEqual([]);
    expect(await audit(erasing(), shop)).toMatchObject({ mismatches: 0 });
    // Of whoever is erased nothing is left to be exported.
    expect(await stores.ledger.complianceRequests.list(shop.id)).toMatchObject([
      { doneAt: NOW, about: null },
      { doneAt: NOW, about: null, failure: null, found: null },
    ]);
    expect(await carryOutRequests(erasing(), CONNECTIONS, shop)).toEqual({ done: 0, failed: 0 });
  });

  test('gets a copy of what is kept of them', async () => {
    const shop = await filled('copied');
    const asked = { connection: 'till', customer: 'till-zebedina-55', email: null, phone: null, orders: [] };
    const { profiles } = await exportPerson(erasing(), shop, asked);
    expect(profiles).toMatchObject([
      {
        segments: ['buyers'],
        traits: { number_of_orders: '2' },
        records: { customers: [{ connection: 'web', firstName: 'Zebedina' }, { connection: 'till' }], events: [{}] },
      },
    ]);
    expect(profiles[0]?.records.orders.map((order) => Object(order).externalId)).toEqual(['1001', 't-1']);
    const nobody = await exportPerson(erasing(), shop, { ...asked, connection: 'web' });
    expect(nobody.profiles).toEqual([]);
    await ask(shop, 'r1', 'erase-shop');
    await carryOutRequests(erasing(), CONNECTIONS, shop);
  });
});
