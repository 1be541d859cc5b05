import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ConsentChannel, Instant, ProfileId, RecordInput } from '@clientele/model';
import { wordsOf } from '@clientele/segmentation';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  addressConsents,
  allCustomers,
  allIdentities,
  allProfileNos,
  assignProfiles,
  type ChangePlace,
  changesSince,
  countMembers,
  customerCards,
  customersOfProfiles,
  deriveAllProfiles,
  deriveProfiles,
  differenceOf,
  dirtyProfiles,
  type Engine,
  everMembers,
  followChanges,
  forgetDerived,
  ghosts,
  identityReader,
  inLane,
  livingProfiles,
  type MemberWord,
  markDirty,
  markShared,
  membersAt,
  membersGained,
  membershipsOf,
  membershipsOfProfiles,
  memberWords,
  openWarehouse,
  orderPages,
  placeSegments,
  plainProfiles,
  prepareWarehouse,
  profileCount,
  profileIds,
  profileNos,
  profilesOfCustomers,
  recordChanges,
  recordDifference,
  recordKeysOf,
  type SearchPlace,
  type SegmentPlaces,
  type Sql,
  searchCount,
  searchProfiles,
  segmentMembers,
  segmentPlaces,
  shopCounts,
  startEngine,
  touchedCustomers,
  type WarehouseClient,
} from './index.js';
import { UNSYNCED_TABLE_SETTINGS } from './prepared-engine.fixture.js';
import { customer, enginesBeside, order, T1, T2, TestShop } from './repositories.fixture.js';

const ANN = customer('ann', T1, {
  email: 'Ann@Home.test',
  phone: '+44 20 7946 0018',
  firstName: 'Ann',
  lastName: 'Lee',
  tags: ['vip'],
});

let directory: string;
let embedded: Engine;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'clientele-repositories-'));
  embedded = await startEngine({ directory });
});
afterAll(async () => {
  await embedded.stop();
  await rm(directory, { recursive: true });
});

describe.each(enginesBeside(() => embedded))('on %s', (_, engine) => {
  let sql: WarehouseClient;
  /** That no test changes. */
  let kept: TestShop;
  beforeAll(async () => {
    sql = openWarehouse(engine());
    await prepareWarehouse(sql, UNSYNCED_TABLE_SETTINGS);
    kept = await aShop('kept');
  });
  afterAll(() => sql.close());

  /** Ann (customers 1 and 2) with three orders, Bob (3) with one, and a guest's order. */
  async function aShop(name: string): Promise<TestShop> {
    const shop = new TestShop(sql, name);
    await shop.write('web', [ANN, order('o1', T1, 'ann'), order('o2', T1, 'ann', '2.505')]);
    await shop.write('till', [customer('t1', T1), customer('bob', T1, { firstName: 'Bob' }), order('o3', T1, 't1')]);
    await shop.write('till', [order('o4', T1, 'bob', '50'), order('o5', T1)]);
    await shop.place({ 1: [1, 2], 2: [3] });
    return shop;
  }

  const rowsOf = ({ id }: TestShop) =>
    sql.query<Record<string, unknown>>(
      'SELECT profile_no, number_of_orders, amount_spent FROM profiles WHERE shop = {shop:String} ORDER BY profile_no',
      { shop: id },
    );

  test('a record that is the same, or older, changes nothing; a newer one replaces it whole', async () => {
    const shop = new TestShop(sql, 'versions');
    const records = [ANN, order('o1', T1, 'ann')];
    expect(await shop.write('web', records)).toEqual([true, true]);
    expect(await shop.write('web', records)).toEqual([false, false]);
    expect(await shop.write('web', [order('o1', T2, 'ann', '7'), customer('ann', T2)])).toEqual([true, true]);
    expect(await shop.write('web', records)).toEqual([false, false]);
    // The same id of another connection is another record.
    expect(await shop.write('till', [order('o1', T1)])).toEqual([true]);
    await shop.place({ 1: [1] });
    expect(await rowsOf(shop)).toEqual([{ profile_no: 1, number_of_orders: 1, amount_spent: '14' }]);
    expect(await shopCounts(sql, shop.id)).toMatchObject({
      records: { orders: 2, ordersWithCustomer: 1, customers: 1 },
      revenue: { gross: '34', grossOfCustomers: '14' },
    });
    expect(await touchedCustomers(sql, shop.id, [1, 3])).toEqual({
      customers: [1],
      identities: [1],
      sources: ['customers', 'orders'],
    });
    expect(await touchedCustomers(sql, shop.id, [2, 4])).toEqual({ customers: [], identities: [], sources: [] });
  });

  test('an order that somebody else claims moves; one that its source deleted goes', async () => {
    const shop = await aShop('moving');
    await shop.write('web', [
      order('o2', T2, 'carl', '2.505'),
      { kind: 'deletion', of: 'order', externalId: 'o1', version: { updatedAt: T2 } },
    ]);
    expect(await touchedCustomers(sql, shop.id, [4])).toEqual({
      customers: [1, 4],
      identities: [],
      sources: ['orders'],
    });
    await shop.place({ 1: [1, 2], 3: [4] });
    expect(await rowsOf(shop)).toEqual([
      { profile_no: 1, number_of_orders: 1, amount_spent: '20' },
      { profile_no: 2, number_of_orders: 1, amount_spent: '100' },
      { profile_no: 3, number_of_orders: 1, amount_spent: '5.01' },
    ]);
    const [ann, carl] = await plainProfiles(sql, shop.id, [1, 3]);
    expect(ann?.orders.map(({ externalId }) => externalId)).toEqual(['o3']);
    expect(carl).toMatchObject({ id: 'p_3', customers: [], orders: [{ connection: 'web', externalId: 'o2' }] });
  });

  test('records come back as they were written', async () => {
    expect(await plainProfiles(sql, kept.id, [2, 1, 9])).toMatchObject([
      {
        id: 'p_2',
        customers: [{ externalId: 'bob' }],
        orders: [{ externalId: 'o4' }],
        refunds: [],
        consents: [],
        events: [],
      },
      {
        id: 'p_1',
        customers: [{ connection: 'web', email: 'Ann@Home.test', tags: ['vip'] }, { connection: 'till' }],
        orders: [{ externalId: 'o1' }, { externalId: 'o2', lines: [{ listPrice: '2.505' }] }, { externalId: 'o3' }],
      },
    ]);
    expect(await recordKeysOf(sql, kept.id, [1])).toEqual(
      new Map([
        [
          1,
          [
            { connection: 'web', externalId: 'ann' },
            { connection: 'till', externalId: 't1' },
          ],
        ],
      ]),
    );
    expect((await customerCards(sql, kept.id, [2])).get(2)).toMatchObject([{ connection: 'till', name: 'Bob' }]);
    const newest = await orderPages(sql, kept.id, [1, 2], { limit: 1 });
    expect([...newest].map(([no, orders]) => [no, orders.map(({ record }) => record.externalId)])).toEqual([
      [1, ['o3']],
      [2, ['o4']],
    ]);
    const [last] = newest.get(1) ?? [];
    const after = { at: last?.record.placedAt ?? T1, connection: 'till', externalId: 'o3' };
    const next = await orderPages(sql, kept.id, [1], { limit: 9, after });
    expect(next.get(1)).toMatchObject([
      { record: { externalId: 'o2' }, total: '5.01', units: '2' },
      { record: { externalId: 'o1' }, total: '20', refunded: '0' },
    ]);
  });

  test('what identity reads: who carries a value, who did, and how many names it has', async () => {
    const shop = await aShop('identity');
    await shop.write('web', [customer('ann', T2, { email: 'ann@work.test', firstName: 'Ann', lastName: 'Lee' })]);
    await shop.write('till', [customer('bob', T2, { email: 'ann@work.test', firstName: 'Bob', lastName: 'Ray' })]);
    await shop.write('till', [{ kind: 'deletion', of: 'customer', externalId: 't1', version: { updatedAt: T2 } }]);
    const reader = identityReader(sql, shop.id);
    const carried = await reader.identifiersOf([1, 2, 3]);
    const [work] = carried.get(3)?.now ?? [];
    if (work === undefined) throw new Error('Bob carries nothing');
    expect(carried.get(1)).toMatchObject({ exists: true, now: [work] });
    expect(carried.get(1)?.formerly).toHaveLength(2);
    expect(carried.get(2)).toMatchObject({ exists: false });
    expect((await reader.carriersOf([work])).get(work)).toEqual([1, 3]);
    expect((await reader.namesOf([work])).get(work)).toBe(2);
    const living: number[] = [];
    for await (const { customer } of allIdentities(sql, shop.id, [1, 2, 3])) living.push(customer);
    expect(living).toEqual([1, 3]);
    await markShared(sql, shop.id, 5, [work], []);
    expect([...(await reader.sharedAmong([work]))]).toEqual([work]);
  });

  test('the identity map follows its newest version, from both sides', async () => {
    const shop = await aShop('map');
    const { id } = shop;
    await assignProfiles(sql, id, 9, [{ customer: 2, profile: 2 }], [3]);
    await assignProfiles(sql, id, 8, [{ customer: 2, profile: 1 }], []);
    expect(await profilesOfCustomers(sql, id, [1, 2, 3])).toEqual(
      new Map([
        [1, 1],
        [2, 2],
      ]),
    );
    expect(await customersOfProfiles(sql, id, [1, 2])).toEqual(
      new Map([
        [1, [1]],
        [2, [2]],
      ]),
    );
    expect(await profileIds(sql, id, [2, 7])).toEqual(new Map([[2, 'p_2']]));
    expect(await profileNos(sql, id, ['p_1', 'p_7'] as ProfileId[])).toEqual(new Map([['p_1', 1]]));
    expect(await allProfileNos(sql, id)).toEqual([1, 2]);
    await markDirty(sql, id, 9, [1, 2]);
    expect((await dirtyProfiles(sql, id, [9])).sort()).toEqual([1, 2]);
    expect(await dirtyProfiles(sql, id, [8])).toEqual([]);
    await forgetDerived(sql, id);
    await forgetDerived(sql, id);
    expect(await dirtyProfiles(sql, id, [9])).toEqual([]);
    expect((await touchedCustomers(sql, id, [1])).customers).toEqual([]);
    expect(await allCustomers(sql, id)).toEqual([1, 2, 3]);
    expect((await touchedCustomers(sql, kept.id, [1])).customers).toEqual([1]);
  });

  test('profiles are derived anew one by one as all at once, and go with their last record', async () => {
    const shop = await aShop('deriving');
    const rows = await rowsOf(shop);
    expect(rows).toEqual([
      { profile_no: 1, number_of_orders: 3, amount_spent: '45.01' },
      { profile_no: 2, number_of_orders: 1, amount_spent: '100' },
    ]);
    await deriveAllProfiles(sql, shop.id);
    expect(await rowsOf(shop)).toEqual(rows);
    await assignProfiles(sql, shop.id, 9, [{ customer: 3, profile: 1 }], []);
    await deriveProfiles(
      sql,
      shop.id,
      new Map([
        [1, [1, 2, 3]],
        [2, []],
      ]),
    );
    expect(await rowsOf(shop)).toEqual([{ profile_no: 1, number_of_orders: 4, amount_spent: '145.01' }]);
    expect(await profileCount(sql, shop.id)).toBe(1);
    const ids = ['p_1', 'p_2', 'p_3'] as ProfileId[];
    expect(await livingProfiles(sql, shop.id, ids)).toEqual(new Map([['p_1', 1]]));
  });

  /** The changes that let a profile enter and leave segments, which it is in and not in so far. */
  function changing(
    places: SegmentPlaces,
    profileNo: number,
    enters: readonly string[],
    leaves: readonly string[] = [],
  ) {
    const placesOf = (segments: readonly string[]) => segments.flatMap((segment) => places.get(segment) ?? []);
    const entered = wordsOf(placesOf(enters));
    return wordsOf(placesOf([...enters, ...leaves])).map(({ wordNo, mask }) => ({
      profileNo,
      wordNo,
      changed: mask,
      bits: entered.find((word) => word.wordNo === wordNo)?.mask ?? 0n,
      ever: mask,
    }));
  }

  test('differences are told of any number of segments and profiles', async () => {
    const { id } = new TestShop(sql, 'differing');
    const segments = Array.from({ length: 130 }, (_, index) => `s${index}`);
    const places = await placeSegments(sql, id, segments);
    expect([places.get('s0'), places.get('s129')]).toEqual([0, 129]);
    const before = changing(places, 7, ['s0', 's1', 's63', 's64', 's129']);
    await recordChanges(sql, id, { number: 1, at: T1, cause: 'records' }, before);
    // All but `s1` are asked for.
    const words = wordsOf(segments.flatMap((segment) => (segment === 's1' ? [] : (places.get(segment) ?? []))));
    const selected = (profiles: number) => ({
      sql: `SELECT toUInt32(number + 7) AS profile_no, toUInt64('9223372036854775808') AS w0, toUInt64(2) AS w1, toUInt64(2) AS w2 FROM numbers(${profiles})`,
      params: {},
      words,
    });
    await sql.command(
      'INSERT INTO profiles (shop, profile_no) SELECT {shop:String}, toUInt32(number + 7) FROM numbers(10001)',
      { shop: id },
    );
    const difference = await differenceOf(sql, id, selected(1));
    expect(difference).toHaveLength(2);
    expect(difference).toEqual(
      expect.arrayContaining([
        { profileNo: 7, wordNo: 0, changed: 1n, bits: (1n << 63n) | 2n, ever: (1n << 63n) | 3n },
        { profileNo: 7, wordNo: 1, changed: 3n, bits: 2n, ever: 3n },
      ]),
    );
    const many = selected(10_001);
    expect(await differenceOf(sql, id, many)).toBeUndefined();
    const counted = await recordDifference(sql, id, { number: 2, at: T2, cause: 'day' }, many);
    expect([...counted].filter(([, members]) => members > 0)).toEqual([63, 65, 129].map((place) => [place, 10_001]));
    await followChanges(sql, id, 1);
    expect(await countMembers(sql, id)).toEqual(
      new Map([...['s63', 's65', 's129'].map((segment): [string, number] => [segment, 10_001]), ['s1', 1]]),
    );
    expect(await differenceOf(sql, id, many)).toEqual([]);
    await sql.command('ALTER TABLE membership_changes DELETE WHERE shop = {shop:String} SETTINGS mutations_sync = 2', {
      shop: id,
    });
  });

  test('the first members of many segments are recorded and counted as they are selected', async () => {
    const { id } = new TestShop(sql, 'first-members');
    const places = await placeSegments(
      sql,
      id,
      Array.from({ length: 128 }, (_, index) => `s${index}`),
    );
    // The second word has members already, and one of them leaves.
    await recordChanges(sql, id, { number: 1, at: T1, cause: 'records' }, changing(places, 5, ['s64', 's65']));
    const people = 'SELECT toUInt32(number + 1) AS profile_no FROM numbers(1000)';
    await sql.command(`INSERT INTO profiles (shop, profile_no) SELECT {shop:String}, * FROM (${people})`, { shop: id });
    // Who is in the first 64 are those whose number it divides; of the others everybody is in one.
    const divides = Array.from(
      { length: 64 },
      (_, bit) => `toUInt64(profile_no % ${bit + 1} = 0) * toUInt64('${1n << BigInt(bit)}')`,
    );
    const selected = {
      sql: `SELECT profile_no, ${divides.join(' + ')} AS w0, toUInt64(2) AS w1 FROM (${people})`,
      params: {},
      words: wordsOf([...places.values()]),
    };
    const counted = await recordDifference(sql, id, { number: 2, at: T2, cause: 'definition' }, selected);
    const expected = (place: number) => (place < 64 ? Math.floor(1000 / (place + 1)) : place === 65 ? 1000 : 0);
    expect(counted).toEqual(new Map([...places.values()].map((place) => [place, expected(place)])));
    await followChanges(sql, id, 1);
    const inTotal = [...(await countMembers(sql, id))].map(([segment, members]) => [places.get(segment), members]);
    expect(new Map(inTotal as [number, number][])).toEqual(new Map([...counted].filter(([, members]) => members > 0)));
    const told = await changesSince(sql, id, {
      through: 2,
      limit: 9,
      after: { evaluation: 2, segment: 's127', profileNo: 4 },
    });
    expect(told.map(({ profileNo, segment, change }) => `${profileNo} ${segment} ${change}`)).toEqual([
      ...['5 s0 entered', '5 s4 entered', '5 s64 left', '6 s0 entered', '6 s1 entered'],
      ...['6 s2 entered', '6 s5 entered', '6 s65 entered', '7 s0 entered'],
    ]);
    expect(await differenceOf(sql, id, selected)).toEqual([]);
  });

  test('whoever entered last is a member, since then', async () => {
    const { id } = new TestShop(sql, 'members');
    const other = new TestShop(sql, 'others').id;
    const places = await placeSegments(sql, id, ['s', 't', 'u']);
    // A segment keeps its place.
    expect((await placeSegments(sql, id, ['a', 's'])).get('s')).toBe(places.get('s'));
    // Nor does another get it that was given meanwhile, by whoever asks through another lane.
    const elsewhere = await placeSegments(inLane(sql, 'heavy'), id, ['elsewhere']);
    const here = await placeSegments(sql, id, ['here']);
    expect(here.get('here')).not.toBe(elsewhere.get('elsewhere'));
    // Of a segment that has none it is asked once, until some are given places.
    let asked = 0;
    const counting: Sql = {
      ...inLane(sql, 'heavy'),
      query: (...statement) => {
        asked += 1;
        return sql.query(...statement);
      },
    };
    const placeOf = async (segment: string) => (await segmentPlaces(counting, id, [segment])).get(segment);
    expect([await placeOf('new'), await placeOf('new'), await placeOf('newer'), asked]).toEqual([...Array(3), 1]);
    await placeSegments(sql, id, ['new']);
    expect(await placeOf('new')).toBeGreaterThan(0);
    expect([await placeOf('newer'), asked]).toEqual([undefined, 2]);
    const first = [...changing(places, 1, ['s']), ...changing(places, 2, ['s', 't'])];
    await recordChanges(sql, id, { number: 1, at: T1, cause: 'records' }, first);
    await recordChanges(sql, id, { number: 2, at: T2, cause: 'day' }, changing(places, 1, [], ['s']));
    expect(await membershipsOf(sql, id, ['s', 'u'], [1, 2])).toEqual(
      new Map([
        ['s', new Set([2])],
        ['u', new Set()],
      ]),
    );
    // The second is no profile any more.
    await sql.insert(
      'profiles',
      [1, 3].map((profile_no) => ({ shop: id, profile_no })),
    );
    // That it was in `s` goes with it, so that an older row, which the engine keeps for a while, does not count.
    const left = await memberWords(sql, id, [1]);
    expect(left.changed(1, 0, 2n)).toEqual({ profileNo: 1, wordNo: 0, changed: 2n, bits: 2n, ever: 3n });
    const words = wordsOf(['u', 's'].flatMap((segment) => places.get(segment) ?? []));
    const selected = { sql: 'SELECT arrayJoin([1, 3]) AS profile_no, toUInt64(1) AS w0', params: {}, words };
    const again = { number: 3, at: T2, cause: 'definition' };
    const difference = await differenceOf(sql, id, selected);
    expect(difference).toHaveLength(3);
    expect(difference).toEqual(
      expect.arrayContaining([
        ...changing(places, 1, ['s']),
        { profileNo: 2, wordNo: 0, changed: 1n, bits: 2n, ever: 3n },
        ...changing(places, 3, ['s']),
      ]),
    );
    // Of `u` it selects nobody, and nobody is a member of it.
    await recordDifference(sql, id, again, selected);
    await followChanges(sql, id, 2);
    await recordDifference(sql, id, { ...again, number: 4 }, selected);
    expect(await differenceOf(sql, id, selected)).toEqual([]);
    // Again from further back: it changes nothing.
    await followChanges(sql, id, 1);
    expect(await countMembers(sql, id)).toEqual(
      new Map([
        ['s', 2],
        ['t', 1],
      ]),
    );
    expect((await countMembers(sql, other)).size).toBe(0);
    // Recorded once more, as it may be after a crash.
    await recordChanges(sql, id, { number: 2, at: T2, cause: 'day' }, changing(places, 1, [], ['s']));
    const gained = [await membersGained(sql, id, 0), await membersGained(sql, id, 1), await membersGained(sql, id, 3)];
    expect(gained.map((one) => Object.fromEntries(one))).toEqual([{ s: 2, t: 1 }, { s: 0 }, {}]);
    expect((await membersGained(sql, other, 0)).size).toBe(0);
    expect(await membershipsOf(sql, other, ['s'], [1, 2])).toEqual(new Map([['s', new Set()]]));
    expect(await segmentMembers(sql, other, ['s'], { limit: 9 })).toEqual(new Map([['s', []]]));
    expect(await ghosts(sql, other, ['s'])).toEqual({ rows: [], members: [], unfollowed: [] });
    expect(await changesSince(sql, other, { through: 9, limit: 9 })).toEqual([]);
    const page = await segmentMembers(sql, id, ['s', 't'], { limit: 1 });
    expect(page).toEqual(
      new Map([
        ['s', [{ profileNo: 1, since: T2 }]],
        ['t', [{ profileNo: 2, since: T1 }]],
      ]),
    );
    const next = await segmentMembers(sql, id, ['s'], { limit: 9, after: 1 });
    expect(next.get('s')).toEqual([{ profileNo: 3, since: T2 }]);
    expect(await membershipsOfProfiles(sql, id, [1, 2])).toEqual(
      new Map([
        [2, [{ segment: 't', since: T1 }]],
        [1, [{ segment: 's', since: T2 }]],
      ]),
    );
    const changes = await changesSince(sql, id, { through: 9, segment: 's', since: T2, limit: 9 });
    expect(changes.map(({ profileNo, change, cause }) => `${profileNo} ${change} ${cause}`)).toEqual([
      '1 left day',
      '1 entered definition',
      '2 left definition',
      '3 entered definition',
    ]);
    expect(await changesSince(sql, id, { through: 1, segment: 's', limit: 9 })).toMatchObject([
      { profileNo: 1, at: T1 },
      { profileNo: 2, at: T1 },
    ]);
  });

  test('changes come in pages of any length, each once and in order', async () => {
    const { id } = new TestShop(sql, 'pages-of-changes');
    const segments = Array.from({ length: 70 }, (_, index) => `s${index}`);
    const places = await placeSegments(sql, id, segments);
    const told: string[] = [];
    // The third is larger than most pages; the last one is recorded twice, as it may be after a crash.
    for (const [index, people] of [1, 2, 7, 1, 0, 3].entries()) {
      const number = index + 1;
      const changes: MemberWord[] = [];
      for (let profileNo = 1; profileNo <= people; profileNo += 1) {
        const enters = segments.filter((_, at) => (at + profileNo) % 23 === number);
        const leaves = enters.includes(`s${profileNo}`) ? [] : [`s${profileNo}`];
        changes.push(...changing(places, profileNo, enters, leaves));
        const inOrder = segments.filter((segment) => enters.includes(segment) || leaves.includes(segment));
        told.push(...inOrder.map((segment) => `${number} ${profileNo} ${segment}`));
      }
      for (let times = number === 6 ? 2 : 1; times > 0; times -= 1) {
        await recordChanges(sql, id, { number, at: T1, cause: 'records' }, changes);
      }
    }
    const walk = async (limit: number, segment?: string) => {
      const found: string[] = [];
      for (let after: ChangePlace | undefined; ; ) {
        const page = await changesSince(sql, id, {
          through: 9,
          limit,
          ...(segment && { segment }),
          ...(after && { after }),
        });
        found.push(...page.map(({ evaluation, profileNo, segment }) => `${evaluation} ${profileNo} ${segment}`));
        after = page.at(-1);
        if (page.length < limit) return found;
      }
    };
    for (const limit of [4, 999]) expect(await walk(limit)).toEqual(told);
    const ofOne = told.filter((change) => change.endsWith(' s3'));
    for (const limit of [2]) expect(await walk(limit, 's3')).toEqual(ofOne);
  });

  test('a page of the changes and of the past of many is read no further than it goes', async () => {
    const { id } = new TestShop(sql, 'many-changes');
    await placeSegments(sql, id, ['s']);
    await sql.command(
      `INSERT INTO membership_changes (shop, profile_no, word_no, evaluation, at, cause, changed, bits, ever)
       SELECT {shop:String}, number + 1, 0, 1, {at:DateTime64(3, 'UTC')}, 'definition', 1, 1, 1 FROM numbers(100000)`,
      { shop: id, at: T1.replace('T', ' ').replace('Z', '') },
    );
    // What is behind so many rows is not read: the page must not lack it.
    const fewRows: Sql = {
      ...inLane(sql, 'heavy'),
      query: (text, parameters, options) => {
        const settings = `${/SETTINGS [^)]*$/.test(text) ? ',' : ' SETTINGS'} max_rows_to_read = 30000, read_overflow_mode = 'break'`;
        return sql.query(`${text}${settings}, max_threads = 1`, parameters, options);
      },
    };
    const after = { evaluation: 1, segment: 's', profileNo: 50_000 };
    const page = await changesSince(fewRows, id, { through: 1, limit: 100, after });
    expect(page.map(({ profileNo }) => profileNo)).toEqual(Array.from({ length: 100 }, (_, index) => 50_001 + index));
    const behind = { limit: 2, after: 50_000 };
    expect(await everMembers(fewRows, id, 's', 1, behind)).toEqual([50_001, 50_002]);
    expect(await membersAt(fewRows, id, { segment: 's', at: T2, in: { through: 1 } }, behind)).toEqual([
      { profileNo: 50_001, since: T1 },
      { profileNo: 50_002, since: T1 },
    ]);
  });

  test('of two consents of one version, the one with the later id holds, whatever their contents', async () => {
    const shop = new TestShop(sql, 'consents');
    const addresses = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => `${name}@home.test`);
    const consents = addresses.flatMap((address) =>
      (['SUBSCRIBED', 'UNSUBSCRIBED'] as const).map(
        (state, index): RecordInput => ({
          kind: 'consent',
          externalId: `${address} ${index}`,
          version: { updatedAt: T1 },
          at: T1,
          channel: 'email',
          address,
          state,
        }),
      ),
    );
    await shop.write('web', consents);
    expect(await addressConsents(sql, shop.id, 'email', addresses)).toEqual(
      new Map(addresses.map((address) => [address, ['UNSUBSCRIBED']])),
    );
  });

  test('a consent is of the address that it is about now, whomever it is said of, and only those are read', async () => {
    const shop = new TestShop(sql, 'moved-consents');
    const consent = (externalId: string, updatedAt: Instant, address: string, more: object = {}): RecordInput => ({
      kind: 'consent',
      externalId,
      version: { updatedAt },
      at: T1,
      channel: 'email',
      address,
      state: 'SUBSCRIBED',
      ...more,
    });
    const others = Array.from({ length: 4000 }, (_, index) => consent(`k${index}`, T1, `k${index}@mail.test`));
    await shop.write('web', [
      ...others,
      consent('stays', T1, ' Stays@home.test'),
      consent('moves', T1, 'here@home.test', { customer: 'ann' }),
      consent('goes', T1, 'gone@home.test'),
      consent('text', T1, '+44 20 7946 0018', { channel: 'sms' }),
    ]);
    await shop.write('till', [consent('stays', T1, 'stays@home.test', { customer: 'bob', state: 'UNSUBSCRIBED' })]);
    await shop.write('web', [
      consent('moves', T2, 'there@home.test', { customer: 'ann' }),
      { kind: 'deletion', of: 'consent', externalId: 'goes', version: { updatedAt: T2 } },
    ]);
    const fewRows: Sql = {
      ...inLane(sql, 'heavy'),
      query: (text, parameters, options) => sql.query(`${text} SETTINGS max_rows_to_read = 3000`, parameters, options),
    };
    const said = async (channel: ConsentChannel, ...keys: string[]) => {
      const found = await addressConsents(fewRows, shop.id, channel, keys);
      return keys.map((key) => found.get(key)?.toSorted());
    };
    const addresses = ['stays', 'here', 'there', 'gone', 'other'].map((name) => `${name}@home.test`);
    const both = ['SUBSCRIBED', 'UNSUBSCRIBED'];
    expect(await said('email', ...addresses)).toEqual([both, undefined, ['SUBSCRIBED'], undefined, undefined]);
    expect(await said('sms', '+442079460018', 'stays@home.test')).toEqual([['SUBSCRIBED'], undefined]);
    expect((await addressConsents(sql, kept.id, 'email', addresses)).size).toBe(0);
  });

  test.each([
    ['ann', [1]],
    ['o4', [2]],
    [' ANN@home.test ', [1]],
    ['+44 20 7946 0018', [1]],
    ['n le', [1]],
    ['o5', []],
    ["'", []],
    ['LEE', [1]],
    ['%', []],
    ['n_l', []],
    ['\\', []],
  ])('a search for %j finds %j', async (text, found) => {
    expect((await searchProfiles(sql, kept.id, text, { limit: 9 })).map(({ profileNo }) => profileNo)).toEqual(found);
    expect(await searchCount(sql, kept.id, text)).toBe(found.length);
  });

  test('a search follows names that change, and finds an order by its number', async () => {
    const shop = new TestShop(sql, 'names');
    const firm = customer('firm', T1, { company: 'Änne & Söhne 100%' });
    const numbered = [order('o1', T1, 'firm'), order('o2', T1, 'ann')];
    await shop.write('web', [
      ANN,
      firm,
      ...numbered.map((one, index) => Object.assign(one, { name: ['#1001', '1002'][index] })),
    ]);
    await shop.place({ 1: [1], 2: [2] });
    const found = async (text: string) =>
      (await searchProfiles(sql, shop.id, text, { limit: 9 })).map(({ profileNo }) => profileNo);
    for (const text of ['änne', '0%', '#1001', '1001']) expect(await found(text), text).toEqual([2]);
    expect(await found('lee')).toEqual([1]);
    await shop.write('web', [customer('ann', T2, { firstName: 'Ann', lastName: 'Ray' }), order('o1', T2, 'firm')]);
    expect([await found('lee'), await found('ann ray'), await found('#1001')]).toEqual([[], [1], []]);
    expect([await found('#1002'), await found('1002')]).toEqual([[1], [1]]);
  });

  test('a search is read page by page, each profile once, those that are meant exactly first', async () => {
    const shop = new TestShop(sql, 'found');
    const named = (id: string) => customer(id, T1, { firstName: 'Kim', lastName: 'Ray' });
    await shop.write('web', [named('a'), named('b'), named('c'), named('d'), named('e'), customer('kim', T1)]);
    // Customers 1 to 6; the first profile has the first and the last but one of that name.
    await shop.place({ 1: [1, 5], 2: [2], 3: [3], 4: [4], 5: [6] });
    for (const limit of [1, 2, 3, 9]) {
      const seen: number[] = [];
      let after: SearchPlace | undefined;
      do {
        const page = await searchProfiles(sql, shop.id, 'kim', { limit, ...(after && { after }) });
        expect(page.length).toBeLessThanOrEqual(limit);
        seen.push(...page.map(({ profileNo }) => profileNo));
        after = page[page.length - 1]?.place;
      } while (after !== undefined);
      expect(seen, `in pages of ${limit}`).toEqual([5, 1, 2, 3, 4]);
    }
    expect(await searchCount(sql, shop.id, 'kim')).toBe(5);
  });

  test('another shop of the same ids sees none of it', async () => {
    const other = new TestShop(sql, 'another');
    await other.write('web', [customer('zoe', T1)]);
    await other.place({ 1: [1] });
    await deriveAllProfiles(sql, other.id);
    expect(await rowsOf(other)).toEqual([{ profile_no: 1, number_of_orders: 0, amount_spent: '0' }]);
    expect(await plainProfiles(sql, other.id, [1, 2])).toMatchObject([
      { customers: [{ externalId: 'zoe' }], orders: [] },
    ]);
    expect(await recordKeysOf(sql, other.id, [1])).toEqual(new Map([[1, [{ connection: 'web', externalId: 'zoe' }]]]));
    expect((await customerCards(sql, other.id, [1])).get(1)).toMatchObject([{ externalId: 'zoe' }]);
    expect(await orderPages(sql, other.id, [1], { limit: 9 })).toEqual(new Map());
    const hers = (await identityReader(sql, kept.id).identifiersOf([1])).get(1)?.now ?? [];
    const reader = identityReader(sql, other.id);
    expect(hers).toHaveLength(2);
    expect((await reader.identifiersOf([1])).get(1)).toEqual({ exists: true, now: [], formerly: [] });
    expect((await reader.carriersOf(hers)).size + (await reader.namesOf(hers)).size).toBe(0);
    expect(await searchProfiles(sql, other.id, 'ann', { limit: 9 })).toEqual([]);
    expect((await shopCounts(sql, other.id)).records).toMatchObject({ orders: 0, customers: 1 });
    expect(await rowsOf(kept)).toHaveLength(2);
  });
});
