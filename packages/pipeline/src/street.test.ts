import type { RecordInput, Shop } from '@clientele/model';
import { deriveAllProfiles, profileCount } from '@clientele/warehouse';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { audit } from './ask/audit.js';
import { members } from './ask/members.js';
import { segmentChanges } from './ask/segment-changes.js';
import { listSegments, saveSegment } from './ask/segments.js';
import { searchShop } from './ask/show-profile.js';
import { status } from './ask/status.js';
import { CrashingParts, inBulk, StatementCounter, through } from './crashing-parts.fixture.js';
import { ingest } from './ingest.js';
import type { Parts } from './parts.js';
import { customer, items, newShop, openStores, order, partsOf, type Stores } from './street.fixture.js';
import { advance } from './street.js';

const T1 = '2024-05-21T00:00:00Z';
const T2 = '2024-05-22T00:00:00Z';
const T3 = '2024-05-23T00:00:00Z';

/** A history in four deliveries: people meet, are claimed, come apart, and one is deleted. */
const DELIVERIES: readonly { readonly connection: string; readonly records: readonly RecordInput[] }[] = [
  {
    connection: 'web',
    records: [
      customer('ann', T1, { email: 'ann@home.test', firstName: 'Ann', lastName: 'Lee' }),
      customer('bob', T1, { email: 'bob@home.test', firstName: 'Bob', lastName: 'Ray' }),
      order('w1', T1, { customer: 'ann' }),
      order('w2', T1, { customer: 'bob', price: '90' }),
      order('w3', T1),
    ],
  },
  {
    connection: 'till',
    records: [
      customer('t-1', T1, { email: 'ANN@home.test', phone: '+44 20 7946 0018' }),
      customer('t-2', T1, { phone: '+442079460018' }),
      order('p1', T1, { customer: 't-1', price: '40' }),
      order('p2', T1, { customer: 't-2' }),
    ],
  },
  {
    connection: 'web',
    records: [
      // The guest order is claimed by Ann, an order moves from Bob to Ann, Bob changes his address to Ann's.
      order('w3', T2, { customer: 'ann' }),
      order('w2', T2, { customer: 'ann', price: '90' }),
      customer('bob', T2, { email: 'ann@home.test', firstName: 'Bob', lastName: 'Ray' }),
    ],
  },
  {
    connection: 'till',
    records: [
      // The till's phone was a mistake: the two come apart; and one record is erased at its source.
      customer('t-2', T3, {}),
      { kind: 'deletion', of: 'order', externalId: 'p1', version: { updatedAt: T3 } },
      order('p2', T3, { customer: 't-2', price: '70' }),
    ],
  },
];

const SEGMENTS = [
  { name: 'Buyers', query: 'number_of_orders >= 1' },
  { name: 'Spenders', query: "amount_spent > 50 AND in_segment('buyers')" },
  { name: 'Top half', query: 'amount_spent IN TOP 50%' },
  { name: 'Tea twice', query: "products_purchased MATCHES (id = 'tea', count >= 2)" },
];

/** At how many of the statements of each delivery the test dies, evenly spread; CLIENTELE_TEST_CRASHES=1000 is every one. */
const CRASHES = Number(process.env.CLIENTELE_TEST_CRASHES ?? 1);

let stores: Stores;
beforeAll(async () => {
  stores = await openStores();
});
afterAll(() => stores.close());

let history: Promise<Shop> | undefined;
/** How many statements the deliveries of the whole history take. */
let statements = 0;

/** The shop in which the whole history was delivered; whoever changes it leaves it as it was. */
function shopOfHistory(): Promise<Shop> {
  const make = async () => {
    const shop = await newShop(stores, 'whole');
    await saveSegments(partsOf(stores), shop);
    const counting = through(partsOf(stores), (run) => {
      statements += 1;
      return run();
    });
    await deliver(counting, shop);
    return shop;
  };
  history ??= make();
  return history;
}

async function saveSegments(parts: Parts, shop: Shop): Promise<void> {
  for (const draft of SEGMENTS) {
    const saved = await saveSegment(parts, shop, draft, 'test');
    expect(['created', 'unchanged']).toContain(saved.outcome);
  }
}

async function deliver(parts: Parts, shop: Shop, deliveries = DELIVERIES): Promise<void> {
  for (const number of deliveries.keys()) await deliverOne(parts, shop, number, deliveries);
}

async function deliverOne(parts: Parts, shop: Shop, number: number, deliveries = DELIVERIES): Promise<void> {
  const { connection = '', records = [] } = deliveries[number] ?? {};
  const origin = { connection, source: `delivery ${number}`, fingerprint: `${number}`, retry: {} };
  await ingest(parts, shop, origin, items(records));
  await advance(parts, shop);
}

/** Who is one person, and who is in which segment, by the records' own ids. */
async function snapshot(parts: Parts, shop: Shop): Promise<Record<string, string[]>> {
  const found: Record<string, string[]> = {};
  for (const query of ['number_of_orders >= 0', ...(await listSegments(parts, shop)).map(({ handle }) => handle)]) {
    const page = await members(parts, shop, query, { limit: 100 });
    if (page.outcome !== 'listed') throw new Error(JSON.stringify(page));
    found[query] = page.members
      .map(({ records }) =>
        records
          .map(({ connection, externalId }) => `${connection}:${externalId}`)
          .sort()
          .join('+'),
      )
      .sort();
  }
  return found;
}

/** Says of every entry and exit that it was one, and that the members are whoever entered last. */
async function expectTrueHistory({ id: shop }: Shop, after: string): Promise<void> {
  const histories = await stores.sql.query<{ place: number; profile_no: number; entries: boolean[] }>(
    `SELECT place, profile_no, arrayMap(change -> change.2, arraySort(groupArray((evaluation, toBool(bitTest(bits, bit)))))) AS entries
     FROM (
       SELECT *, arrayJoin(bitPositionsToArray(changed)) AS bit, toUInt32(word_no * 64 + bit) AS place
       FROM membership_changes FINAL WHERE shop = {shop:String}
     ) GROUP BY place, profile_no ORDER BY place, profile_no`,
    { shop },
  );
  for (const { entries } of histories) {
    expect(entries, after).toEqual(entries.map((_, index) => index % 2 === 0));
  }
  const latest = histories.flatMap(({ place, profile_no, entries }) =>
    entries.at(-1) === true ? [{ place, profile_no }] : [],
  );
  const members = await stores.sql.query(
    `SELECT toUInt32(word_no * 64 + arrayJoin(bitPositionsToArray(bits))) AS place, profile_no
     FROM members FINAL WHERE shop = {shop:String} ORDER BY place, profile_no`,
    { shop },
  );
  expect(members, after).toEqual(latest);
}

const EXPECTED = {
  'number_of_orders >= 0': ['till:t-1+web:ann+web:bob', 'till:t-2'],
  buyers: ['till:t-1+web:ann+web:bob', 'till:t-2'],
  spenders: ['till:t-1+web:ann+web:bob', 'till:t-2'],
  'tea-twice': ['till:t-1+web:ann+web:bob'],
  'top-half': ['till:t-1+web:ann+web:bob'],
};

describe('the street', () => {
  it('takes records to profiles and memberships, through claims, moves, splits and deletions', async () => {
    const parts = partsOf(stores);
    const shop = await shopOfHistory();
    expect(await snapshot(parts, shop)).toEqual(EXPECTED);
    expect(await audit(parts, shop)).toMatchObject({ segments: 4, profiles: 2, mismatches: 0 });
    const { records, revenue, profiles } = await status(parts, shop);
    expect({ orders: records.orders, profiles, gross: revenue.gross }).toEqual({
      orders: 4,
      profiles: 2,
      gross: '360',
    });
  });

  it('counts records again only when some came', async () => {
    const parts = partsOf(stores);
    const shop = await newShop(stores, 'counted');
    await deliver(parts, shop, DELIVERIES.slice(0, 1));
    const { records } = await status(parts, shop);
    // Nothing came since, so only the profiles are counted again.
    const statements: string[] = [];
    const again = through(parts, (run, name) => {
      statements.push(name);
      return run();
    });
    expect((await status(again, shop)).records).toEqual(records);
    expect(statements).toEqual(['query']);
    const one = { connection: 'web', source: 'one more', fingerprint: 'one more', retry: {} };
    await ingest(parts, shop, one, items([order('w9', T3, { customer: 'ann' })]));
    expect((await status(parts, shop)).records.orders).toBe(4);
    await advance(parts, shop);
    expect((await status(parts, shop)).records.orders).toBe(4);
  });

  it('changes nothing when everything is delivered again, in another order', async () => {
    const parts = partsOf(stores);
    const shop = await shopOfHistory();
    const before = await segmentChanges(parts, shop, { limit: 1000 });
    await deliver(parts, shop, DELIVERIES.toReversed());
    expect(await snapshot(parts, shop)).toEqual(EXPECTED);
    expect(await segmentChanges(parts, shop, { limit: 1000 })).toEqual(before);
  });

  it('ends the same whatever the order of the deliveries', async () => {
    const parts = partsOf(stores);
    const shop = await newShop(stores, 'backwards');
    await saveSegments(parts, shop);
    await deliver(parts, shop, DELIVERIES.toReversed());
    expect((await snapshot(parts, shop))['number_of_orders >= 0']).toEqual(EXPECTED['number_of_orders >= 0']);
    expect(await audit(parts, shop)).toMatchObject({ mismatches: 0 });
  });

  it('keeps shops apart', async () => {
    const parts = partsOf(stores);
    const [one, other] = [await shopOfHistory(), await newShop(stores, 'other')];
    await deliver(parts, other, DELIVERIES.slice(0, 1));
    expect((await snapshot(parts, other))['number_of_orders >= 0']).toEqual(['web:ann', 'web:bob']);
    expect((await snapshot(parts, one))['number_of_orders >= 0']).toEqual(EXPECTED['number_of_orders >= 0']);
  });

  it('derives everything anew where another release derived traits differently', async () => {
    const parts = partsOf(stores);
    const shop = await shopOfHistory();
    await stores.sql.command('UPDATE profiles SET number_of_orders = 0, amount_spent = 0 WHERE shop = {shop:String}', {
      shop: shop.id,
    });
    expect(await audit(parts, shop)).toMatchObject({
      segments: 4,
      examples: expect.arrayContaining([
        expect.objectContaining({ of: 'trait', name: 'number_of_orders', stored: '0' }),
      ]),
    });
    await stores.ledger.settings.set(shop.id, 'catalogue', 'of another release');
    const counts = new Set<number>();
    const watched = through(parts, async (run) => {
      const answer = await run();
      counts.add(await profileCount(stores.sql, shop.id));
      return answer;
    });
    await advance(watched, shop);
    expect(await snapshot(parts, shop)).toEqual(EXPECTED);
    expect(await audit(parts, shop)).toMatchObject({ mismatches: 0 });
    // Whoever asks meanwhile never finds the shop empty, or half of it.
    expect([...counts]).toEqual([2]);
  });

  it('has what customer records state also of those that a release of before wrote, which did not look at it', async () => {
    const parts = partsOf(stores);
    const shop = await newShop(stores, 'facts');
    const ann = customer('ann', T1, { birthDate: '1990-05-01', addresses: [{ country: 'GB', city: 'Ely' }] });
    await deliver(parts, shop, [{ connection: 'web', records: [ann] }]);
    const traits = async () => (await searchShop(parts, shop, 'ann', 1))[0]?.traits;
    await stores.sql.command(
      `INSERT INTO customers SELECT * REPLACE ([] AS cities, NULL AS birth_day, NULL AS birth_at) FROM customers WHERE shop = {shop:String}`,
      { shop: shop.id },
    );
    await stores.ledger.settings.set(shop.id, 'catalogue', 'of another release');
    await advance(parts, shop);
    expect(await traits()).toMatchObject({ customer_cities: ['GB-Ely'], birth_date: '1990-05-01' });
    expect(await audit(parts, shop)).toMatchObject({ mismatches: 0 });
  });

  it('knows events that a release of before kept by no customer, also of somebody who was in no profile', async () => {
    const parts = partsOf(stores);
    const shop = await newShop(stores, 'events-of-before');
    const seen = (externalId: string, who: string): RecordInput => ({
      kind: 'event',
      externalId,
      version: { updatedAt: T1 },
      name: 'app_opened',
      at: T1,
      channel: { id: 'app', kind: 'app' },
      customer: who,
    });
    await deliver(parts, shop, [
      { connection: 'web', records: [customer('ann', T1), seen('e1', 'ann'), seen('e2', 'bob')] },
    ]);
    const profiles = () =>
      stores.sql.query('SELECT event_name FROM profiles WHERE shop = {shop:String} ORDER BY profile_no', {
        shop: shop.id,
      });
    expect(await profiles()).toEqual([{ event_name: [24] }, { event_name: [24] }]);
    for (const statement of [
      'DELETE FROM customer_events WHERE shop = {shop:String}',
      'DELETE FROM profile_of WHERE shop = {shop:String} AND customer_no = 2',
    ]) {
      await stores.sql.command(statement, { shop: shop.id });
    }
    await deriveAllProfiles(stores.sql, shop.id);
    expect(await profiles()).toEqual([{ event_name: [] }]);
    await stores.ledger.settings.set(shop.id, 'catalogue', 'of another release');
    await advance(parts, shop);
    expect(await profiles()).toEqual([{ event_name: [24] }, { event_name: [24] }]);
    expect(await audit(parts, shop)).toMatchObject({ mismatches: 0 });
  });

  it('has no profile where another release derives a shop whose records are all deleted', async () => {
    const parts = partsOf(stores);
    const shop = await newShop(stores, 'emptied');
    const gone: RecordInput = { kind: 'deletion', of: 'customer', externalId: 'ann', version: { updatedAt: T2 } };
    await deliver(parts, shop, [{ connection: 'web', records: [customer('ann', T1)] }]);
    expect(await profileCount(stores.sql, shop.id)).toBe(1);
    const origin = { connection: 'web', source: 'x', fingerprint: 'x', retry: {} };
    await ingest(parts, shop, origin, items([gone]));
    await stores.ledger.settings.set(shop.id, 'catalogue', 'of another release');
    await advance(parts, shop);
    expect(await profileCount(stores.sql, shop.id)).toBe(0);
    await stores.ledger.settings.set(shop.id, 'catalogue', 'of yet another release');
    await advance(parts, shop);
    expect(await profileCount(stores.sql, shop.id)).toBe(0);
  });

  it('derives two shops at once, each from its own records', async () => {
    const parts = partsOf(stores);
    const shops = [await newShop(stores, 'left'), await newShop(stores, 'right')];
    const spent = await Promise.all(
      shops.map(async (shop, index) => {
        const price = index === 0 ? '5' : '500';
        const origin = { connection: 'web', source: 'x', fingerprint: 'x', retry: {} };
        for (const round of ['1', '2']) {
          const records = [customer('ann', T1), order(`w${round}`, T1, { customer: 'ann', price })];
          await ingest(parts, shop, { ...origin, fingerprint: round }, items(records));
          await advance(parts, shop);
        }
        return (await searchShop(parts, shop, 'ann', 1))[0]?.traits.amount_spent;
      }),
    );
    expect(spent).toEqual(['20', '2000']);
  });

  it('follows a changed segment in those that refer to it', async () => {
    const parts = partsOf(stores);
    const shop = await newShop(stores, 'referring');
    await saveSegments(parts, shop);
    await deliver(parts, shop, DELIVERIES.slice(0, 1));
    expect(await snapshot(parts, shop)).toMatchObject({ buyers: ['web:ann', 'web:bob'], spenders: ['web:bob'] });
    await saveSegment(parts, shop, { name: 'Buyers', query: 'number_of_orders >= 100' }, 'test');
    await advance(parts, shop);
    expect(await snapshot(parts, shop)).toMatchObject({ buyers: [], spenders: [] });
    expect(await audit(parts, shop)).toMatchObject({ mismatches: 0 });
  });

  it('does not let an empty or half imported shop set the measure for the day', async () => {
    const parts = partsOf(stores);
    const shop = await newShop(stores, 'measure');
    await saveSegment(parts, shop, { name: 'Top half', query: 'amount_spent IN TOP 50%' }, 'test');
    await advance(parts, shop);
    expect(await members(parts, shop, 'top-half', { limit: 1 })).toMatchObject({ members: [] });
    await deliver(parts, shop, DELIVERIES.slice(0, 1));
    expect(await members(parts, shop, 'top-half', { limit: 9 })).toMatchObject({ members: [{}] });
    expect(await audit(parts, shop)).toMatchObject({ mismatches: 0 });
  });

  it('outlives an engine that dies between any two statements', { timeout: 240_000 }, async () => {
    await shopOfHistory();
    const deaths = [0.7, 0.85].map((share) => Math.floor(share * statements));
    const shop = await newShop(stores, 'dying');
    await saveSegments(partsOf(stores), shop);
    let statement = 0;
    const parts: Parts = {
      ...through(partsOf(stores), async (run) => {
        const engine = deaths.includes(statement) ? stores.engine.pid() : undefined;
        statement += 1;
        if (engine !== undefined) process.kill(engine, 'SIGKILL');
        return run();
      }),
      ready: () => stores.engine.ready(),
    };
    await deliver(parts, shop);
    expect(statement).toBeGreaterThan(Math.max(...deaths));
    expect(await snapshot(parts, shop)).toEqual(EXPECTED);
    await expectTrueHistory(shop, `deaths before statements ${deaths}`);
    expect(await audit(parts, shop)).toMatchObject({ mismatches: 0 });
  });

  it('lets members follow the changes that a crash kept from them', async () => {
    const parts = partsOf(stores);
    for (const bulk of [true, false]) {
      const shop = await newShop(stores, `unfollowed-${bulk}`);
      await saveSegments(parts, shop);
      const dying = through(parts, (run, name, [text]) => {
        const isIt = name === 'insert' ? text === 'members' : String(text).startsWith('INSERT INTO members ');
        return isIt ? Promise.reject(new Error('crashed here')) : run();
      });
      const crashing = bulk ? inBulk(dying) : dying;
      const first = DELIVERIES.slice(0, 1);
      await expect(deliver(crashing, shop, first)).rejects.toThrow('crashed here');
      await deliver(parts, shop, first);
      const [ann, bob] = ['web:ann', 'web:bob'];
      expect(await snapshot(parts, shop)).toEqual({
        'number_of_orders >= 0': [ann, bob],
        buyers: [ann, bob],
        spenders: [bob],
        'tea-twice': [],
        'top-half': [bob],
      });
      await expectTrueHistory(shop, `after a crash${bulk ? ' of many' : ''}`);
    }
  });

  it('goes on after a batch that could not be written', async () => {
    const parts = partsOf(stores);
    const shop = await newShop(stores, 'failing');
    const failing = through(parts, () => Promise.reject(new Error('the disk is full')));
    const first = DELIVERIES.slice(0, 1);
    await expect(deliver(failing, shop, first)).rejects.toThrow('the disk is full');
    await deliver(parts, shop, first);
    expect((await snapshot(parts, shop))['number_of_orders >= 0']).toEqual(['web:ann', 'web:bob']);
    expect(await status(parts, shop)).toMatchObject({ pendingBatches: 0 });
  });

  it('sets bad input aside and takes the good beside it', async () => {
    const parts = partsOf(stores);
    const shop = await newShop(stores, 'bad');
    const broken = { ...order('w9', T1), currency: 'pounds' } as RecordInput;
    const counts = await ingest(
      parts,
      shop,
      { connection: 'web', source: 'a file', fingerprint: 'x', retry: {} },
      items([customer('ann', T1), broken, order('w1', T1, { customer: 'ann' })]),
    );
    expect(counts).toMatchObject({ accepted: 2, unchanged: 0, refused: 1, orders: 1, customers: 1 });
    expect(await stores.ledger.refused.list(shop.id, { limit: 10 })).toMatchObject([
      { source: 'a file', place: 'line 2', reason: expect.stringContaining('currency') },
    ]);
  });

  it('has a crash at any statement of each delivery repaired by running again', {
    timeout: 10_000 * Math.max(30, CRASHES),
  }, async () => {
    const parts = partsOf(stores);
    const clean = await newShop(stores, 'clean');
    await saveSegments(parts, clean);
    const counts: number[] = [];
    for (const number of DELIVERIES.keys()) {
      const counter = new StatementCounter(parts);
      await deliverOne(counter.parts, clean, number);
      counts.push(counter.count);
    }
    expect(Math.min(...counts)).toBeGreaterThan(40);
    const rounds = Math.min(CRASHES, Math.max(...counts));
    for (let round = 0; round < rounds; round += 1) {
      const shop = await newShop(stores, `crashes-${round}`);
      await saveSegments(parts, shop);
      for (const [number, count] of counts.entries()) {
        // Each delivery elsewhere, so that few rounds too meet all of the street.
        const at = Math.floor(((round + (number + 0.5) / counts.length) / rounds) * count);
        const crashing = new CrashingParts(parts, at, (round + number) % 2 === 0);
        const place = `statement ${at} of delivery ${number}`;
        await expect(deliverOne(crashing.parts, shop, number), place).rejects.toThrow('crashed here');
        await deliverOne(parts, shop, number);
        await expectTrueHistory(shop, place);
        expect(await audit(parts, shop), place).toMatchObject({ mismatches: 0 });
      }
      expect(await snapshot(parts, shop), `round ${round} of ${rounds}`).toEqual(EXPECTED);
    }
  });
});
