import type { ProfileId, RecordInput, Shop } from '@clientele/model';
import { prepareWarehouse } from '@clientele/warehouse';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { audit } from './ask/audit.js';
import { findProfile } from './ask/find-profile.js';
import { searchShop, showProfile } from './ask/show-profile.js';
import { ingest } from './ingest.js';
import type { Parts } from './parts.js';
import {
  customer,
  items,
  newShop,
  openStores,
  order,
  partsOf,
  type Stores,
  UNSYNCED_TABLE_SETTINGS,
} from './street.fixture.js';
import { advance } from './street.js';

const T1 = '2024-05-21T00:00:00Z';
const T2 = '2024-05-22T00:00:00Z';
const T3 = '2024-05-23T00:00:00Z';

let stores: Stores;
beforeAll(async () => {
  stores = await openStores();
});
afterAll(() => stores.close());

/** Parts whose store dies before one of some tables is written. */
function dyingAt(...tables: readonly string[]): Parts {
  const parts = partsOf(stores);
  return {
    ...parts,
    sql: {
      query: (text, parameters, options) => parts.sql.query(text, parameters, options),
      command: (text, parameters, options) => parts.sql.command(text, parameters, options),
      insert: (into, rows) =>
        tables.includes(into) ? Promise.reject(new Error('crashed here')) : parts.sql.insert(into, rows),
    },
  };
}

function deliver(parts: Parts, shop: Shop, fingerprint: string, records: readonly RecordInput[]): Promise<unknown> {
  return ingest(parts, shop, { connection: 'web', source: 'x', fingerprint, retry: {} }, items(records));
}

const NAMES = ['ann', 'bob', 'cyd'];

/** What each of these people has of some traits by the rows that queries read. */
async function traits(shop: Shop, ...asked: readonly string[]): Promise<unknown[]> {
  return Promise.all(
    NAMES.map(async (name) => {
      const [found] = await searchShop(partsOf(stores), shop, name, 1);
      return asked.map((trait) => found?.traits[trait] ?? null);
    }),
  );
}

const PEOPLE = NAMES.map((name) => customer(name, T1, { firstName: name }));

const refund = (updatedAt: string, who: string): RecordInput => ({
  kind: 'refund',
  externalId: 'r1',
  version: { updatedAt },
  customer: who,
  at: T1,
  channel: { id: 'web', kind: 'online_store' },
  currency: 'GBP',
  amount: '7',
});

const consent = (updatedAt: string, who: string): RecordInput => ({
  kind: 'consent',
  externalId: 'k1',
  version: { updatedAt },
  customer: who,
  at: T1,
  channel: 'email',
  address: 'us@home.test',
  state: 'SUBSCRIBED',
});

it('leaves nothing of orders, refunds and consents that a crash kept from their facts', async () => {
  const shop = await newShop(stores, 'cut');
  const parts = partsOf(stores);
  const of = (at: string, who: string) => [
    order('w1', at, { customer: who, price: '5' }),
    refund(at, who),
    consent(at, who),
  ];
  const dying = dyingAt('orders', 'refunds', 'consents');
  const expectAllOf = async (owner: string) => {
    const found = await traits(shop, 'amount_spent', 'amount_refunded', 'email_subscription_status');
    expect(found).toEqual(NAMES.map((name) => (name === owner ? ['10', '7', 'SUBSCRIBED'] : ['0', '0', null])));
  };
  await deliver(parts, shop, '1', [...PEOPLE, ...of(T1, 'ann')]);
  await advance(parts, shop);
  await expect(deliver(dying, shop, '2', of(T2, 'bob'))).rejects.toThrow('crashed here');
  await advance(parts, shop);
  await expectAllOf('ann');

  // Its import does not go on, and a still newer version comes by another.
  await expect(deliver(dying, shop, '3', of(T2, 'bob'))).rejects.toThrow('crashed here');
  await deliver(parts, shop, '4', of(T3, 'cyd'));
  await advance(parts, shop);
  await expectAllOf('cyd');
  await deliver(parts, shop, '3', of(T2, 'bob'));
  await advance(parts, shop);
  await expectAllOf('cyd');
  expect(await audit(parts, shop)).toMatchObject({ mismatches: 0 });
});

it('lets the record prevail when its import goes on', async () => {
  const shop = await newShop(stores, 'goes-on');
  await deliver(partsOf(stores), shop, '1', [...PEOPLE, order('w1', T1, { customer: 'ann' })]);
  const newer = [order('w1', T2, { customer: 'bob' })];
  await expect(deliver(dyingAt('orders'), shop, '2', newer)).rejects.toThrow('crashed here');
  await advance(partsOf(stores), shop);
  await deliver(partsOf(stores), shop, '2', newer);
  await advance(partsOf(stores), shop);
  expect(await traits(shop, 'number_of_orders')).toEqual([['0'], ['1'], ['0']]);
  expect(await audit(partsOf(stores), shop)).toMatchObject({ mismatches: 0 });
});

it.each(['customer_identifiers', 'customers'])(
  'joins nobody by an address that no record has, crashed at %s',
  async (table) => {
    const shop = await newShop(stores, `address-at-${table.replace('_', '-')}`);
    const bob = (at: string, email: string) => customer('bob', at, { firstName: 'bob', email });
    const ann = customer('ann', T1, { firstName: 'ann', email: 'ann@home.test' });
    await deliver(partsOf(stores), shop, '1', [
      ann,
      bob(T1, 'bob@home.test'),
      customer('till', T1, { email: 'bob@home.test' }),
    ]);
    await advance(partsOf(stores), shop);
    await expect(deliver(dyingAt(table), shop, '2', [bob(T2, 'ann@home.test')])).rejects.toThrow('crashed here');
    await advance(partsOf(stores), shop);
    const recordsOf = async (name: string) =>
      (await searchShop(partsOf(stores), shop, name, 1))[0]?.records.map(({ externalId }) => externalId).sort();
    expect([await recordsOf('ann'), await recordsOf('bob')]).toEqual([['ann'], ['bob', 'till']]);

    await expect(deliver(dyingAt(table), shop, '3', [bob(T2, 'ann@home.test')])).rejects.toThrow('crashed here');
    await deliver(partsOf(stores), shop, '4', [bob(T3, 'bob@work.test')]);
    await advance(partsOf(stores), shop);
    expect([await recordsOf('ann'), await recordsOf('bob')]).toEqual([['ann'], ['bob']]);
    const carriers = await stores.sql.query(
      `SELECT key FROM identifiers FINAL WHERE shop = {shop:String} AND NOT gone
     AND (customer_no, key) NOT IN (SELECT customer_no, key FROM customer_identifiers FINAL WHERE shop = {shop:String} AND NOT gone)`,
      { shop: shop.id },
    );
    expect(carriers).toEqual([]);
  },
);

it('finds a profile that a crash redirected before it could be joined, whatever comes instead', async () => {
  const parts = partsOf(stores);
  const shop = await newShop(stores, 'redirected');
  const ann = customer('ann', T1, { firstName: 'ann', email: 'ann@home.test' });
  const bob = (at: string, email: string) => customer('bob', at, { firstName: 'bob', email });
  await deliver(parts, shop, '1', [ann, bob(T1, 'bob@home.test')]);
  await advance(parts, shop);
  const idOf = async (name: string) => (await searchShop(parts, shop, name, 1))[0]?.id ?? '';
  const [annId, bobId] = [await idOf('ann'), await idOf('bob@home.test')];

  // Both become one, but the map does not come to know it; and then they are two again.
  await deliver(parts, shop, '2', [bob(T2, 'ann@home.test')]);
  await expect(advance(dyingAt('profile_of'), shop)).rejects.toThrow('crashed here');
  const { redirects } = await redirectsOf(shop, [annId, bobId]);
  expect(redirects).toHaveLength(1);
  await deliver(parts, shop, '3', [bob(T3, 'bob@home.test')]);
  await advance(parts, shop);
  expect(await findProfile(parts, shop.id, annId)).toMatchObject({ id: annId });
  expect(await findProfile(parts, shop.id, bobId)).toMatchObject({ id: bobId });

  // One who was redirected to the other takes the other in.
  const [[from = '', into = ''] = []] = redirects;
  const [small, large] = from === annId ? ['bob', 'ann'] : ['ann', 'bob'];
  const phone = '+442079460019';
  const more = [1, 2, 3].map((n) => customer(`more-${n}`, T1, { email: `${large}@home.test`, phone }));
  await deliver(parts, shop, '4', more);
  await advance(parts, shop);
  await deliver(parts, shop, '5', [customer('both', T3, { email: `${small}@home.test`, phone })]);
  await advance(parts, shop);
  expect(await findProfile(parts, shop.id, into)).toMatchObject({ id: from });
  expect(await showProfile(parts, shop, from)).toMatchObject({ id: from });
});

it('finds the living profile on the way of redirects, where a crash left one from there on', async () => {
  const parts = partsOf(stores);
  const shop = await newShop(stores, 'way');
  const home = { email: 'home@home.test' };
  await deliver(parts, shop, '1', [customer('ann', T1, home), customer('ann-2', T1, home), customer('bob', T1)]);
  await deliver(parts, shop, '2', [customer('cyd', T1, { email: 'cyd@home.test' }), order('w1', T1)]);
  await advance(parts, shop);
  const idOf = async (text: string) => (await searchShop(parts, shop, text, 1))[0]?.id ?? '';
  const [annId, cydId] = [await idOf('home@home.test'), await idOf('cyd@home.test')];
  await deliver(parts, shop, '3', [customer('cyd', T2, home)]);
  await advance(parts, shop);
  expect(await findProfile(parts, shop.id, cydId)).toMatchObject({ id: annId });

  const bobId = (await showProfile(parts, shop, 'bob'))?.id ?? '';
  const left = [{ from: annId as ProfileId, into: bobId as ProfileId }];
  expect(await stores.ledger.profileRedirects.add(shop.id, left, parts.clock())).toEqual({ outcome: 'added' });
  expect(await findProfile(parts, shop.id, annId)).toMatchObject({ id: annId });
  expect(await findProfile(parts, shop.id, cydId)).toMatchObject({ id: annId });
});

it('derives all profiles anew where their table had to be made anew', async () => {
  const parts = partsOf(stores);
  const shop = await newShop(stores, 'another-table');
  await deliver(parts, shop, '1', [...PEOPLE, order('w1', T1, { customer: 'ann' })]);
  await advance(parts, shop);
  await stores.sql.command('ALTER TABLE profiles MODIFY COLUMN number_of_orders UInt64');
  await prepareWarehouse(stores.sql, UNSYNCED_TABLE_SETTINGS);
  await advance(parts, shop);
  expect(await traits(shop, 'number_of_orders')).toEqual([['1'], ['0'], ['0']]);
  expect(await audit(parts, shop)).toMatchObject({ profiles: 3, mismatches: 0 });
});

async function redirectsOf(shop: Shop, ids: readonly string[]): Promise<{ redirects: [string, string][] }> {
  const resolved = await stores.ledger.profileRedirects.resolve(shop.id, ids as ProfileId[]);
  const ends = [...resolved].map(([from, way]): [string, string] => [from, way.at(-1) ?? '']);
  return { redirects: ends.filter(([from, into]) => from !== into) };
}
