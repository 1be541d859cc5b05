import { day, instant, instantOfMs, msOfInstant, type RecordInput, type SegmentId, type Shop } from '@clientele/model';
import { DEFAULT_RFM } from '@clientele/segmentation';
import { bitsOf, countMembers, inLane, segmentPlaces, segmentsAt, WarehouseError } from '@clientele/warehouse';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { audit } from './ask/audit.js';
import { diffSegment } from './ask/diff-segment.js';
import { createSegment, deleteSegments, reviseSegment } from './ask/edit-segments.js';
import { segmentChanges } from './ask/segment-changes.js';
import { freshnessOfSegments } from './ask/segment-freshness.js';
import { listSegments, saveSegment } from './ask/segments.js';
import { searchShop, showProfile } from './ask/show-profile.js';
import { status } from './ask/status.js';
import { throughBoth } from './crashing-parts.fixture.js';
import { ingest } from './ingest.js';
import { nextTurn } from './next-turn.js';
import type { Parts } from './parts.js';
import { configureRfm } from './rfm-configuration.js';
import { customer, items, NOW, newShop, openStores, order, partsOf, type Stores } from './street.fixture.js';
import { advance } from './street.js';

const T1 = '2024-05-21T00:00:00Z';
/** Long after the fixture's orders of 20 May 2024; the shop's own time is 1 June. */
const LATER = instant('2024-09-01T00:00:00Z');

let stores: Stores;
let parts: Parts;
beforeAll(async () => {
  stores = await openStores();
  parts = partsOf(stores);
});
afterAll(() => stores.close());

/** So many that one more or less does not make it another shop. */
const CROWD = Array.from({ length: 25 }, (_, index) => customer(`c${index}`, T1));

/** Ann with two orders of 10, Bob with one of 90. */
async function shopOfTwo(id: string, segments: Readonly<Record<string, string>>): Promise<Shop> {
  const shop = await newShop(stores, id);
  for (const [name, query] of Object.entries(segments)) await saveSegment(parts, shop, { name, query }, 'test');
  const records = [
    customer('ann', T1),
    customer('bob', T1),
    order('w1', T1, { customer: 'ann' }),
    order('w2', T1, { customer: 'ann' }),
    order('w3', T1, { customer: 'bob', price: '90' }),
  ];
  await ingest(parts, shop, { connection: 'web', source: 'x', fingerprint: 'x', retry: {} }, items(records));
  await advance(parts, shop);
  return shop;
}

async function changesOf(shop: Shop, filter: Partial<Parameters<typeof segmentChanges>[2]> = {}) {
  const found = await segmentChanges(parts, shop, { limit: 100, ...filter });
  if (found.outcome === 'refused') throw new Error(found.message);
  return found.changes;
}

/** The places of the segments that a statement evaluates for everybody; undefined of any other statement. */
function testedBy(statement: unknown): number[] | undefined {
  const mask = /bitAnd\(bits0, toUInt64\('(\d+)'\)\)/.exec(String(statement))?.[1];
  return mask === undefined ? undefined : bitsOf(BigInt(mask));
}

describe('segments over time', () => {
  it('answer as of another time, and store nothing of it', async () => {
    const shop = await shopOfTwo('asked', {
      Lately: 'last_order_date >= -30d',
      Twice: "in_segment('lately') AND number_of_orders >= 2",
    });
    const sizes = async (asked?: typeof LATER) =>
      (await listSegments(parts, shop, asked)).map(({ handle, members, evaluatedAt }) => [
        handle,
        members,
        evaluatedAt,
      ]);
    const before = await changesOf(shop);
    expect(await sizes(LATER)).toEqual([
      ['lately', 0, LATER],
      ['twice', 0, LATER],
    ]);
    const wider = { sample: 1, asked: LATER };
    expect(await diffSegment(parts, shop, 'lately', 'number_of_orders >= 1', wider)).toMatchObject({
      entering: { count: 2, revenue: expect.stringMatching(/^[1-9]/), sample: [{ id: expect.stringMatching(/^p_/) }] },
      leaving: { count: 0, revenue: '0', sample: [] },
      staying: { count: 0 },
    });
    expect(await status(parts, shop, LATER)).toMatchObject({ asOf: LATER, profiles: 2, records: { orders: 3 } });
    const [found] = await searchShop(parts, shop, 'ann', 1, LATER);
    expect(found).toMatchObject({ segments: [], traits: { days_since_last_order: '104', number_of_orders: '2' } });
    expect(await showProfile(parts, shop, found?.id ?? '')).toMatchObject({
      segments: ['lately', 'twice'],
      traits: { days_since_last_order: '12' },
    });
    expect(await sizes()).toEqual([
      ['lately', 2, NOW],
      ['twice', 1, NOW],
    ]);
    expect(await changesOf(shop)).toEqual(before);
  });

  it('tell of changes up to a time, and page by page', async () => {
    const shop = await shopOfTwo('pages', { Buyers: 'number_of_orders >= 1', Twice: 'number_of_orders >= 2' });
    const all = await changesOf(shop);
    expect(all).toHaveLength(3);
    const [first, second] = all;
    expect(await changesOf(shop, { limit: 1 })).toEqual([first]);
    expect(await changesOf(shop, { limit: 1, ...(first && { after: first.cursor }) })).toEqual([second]);
    expect(await changesOf(shop, { ...(all[2] && { after: all[2].cursor }) })).toEqual([]);
    expect(await changesOf(shop, { until: instant('2024-05-31T00:00:00Z') })).toEqual([]);
    expect(await changesOf(shop, { until: NOW })).toEqual(all);
    expect(await segmentChanges(parts, shop, { limit: 1, after: 'x' })).toMatchObject({ code: 'bad-cursor' });
    expect(await segmentChanges(parts, shop, { limit: 1, segment: 'x' })).toMatchObject({ code: 'segment.not-found' });
  });

  it('tell of the changes of an evaluation when all of them are recorded', async () => {
    const shop = await shopOfTwo('under-way', { Buyers: 'number_of_orders >= 1' });
    const before = await changesOf(shop);
    const records = [customer('cyd', T1), order('w4', T1, { customer: 'cyd' })];
    await ingest(parts, shop, { connection: 'web', source: 'y', fingerprint: 'y', retry: {} }, items(records));
    const insert: Parts['sql']['insert'] = (table, ...rest) =>
      table === 'members' ? Promise.reject(new Error('crashed here')) : parts.sql.insert(table, ...rest);
    const crashing = { ...parts, sql: { ...inLane(parts.sql, 'quick'), insert } };
    await expect(advance(crashing, shop)).rejects.toThrow('crashed here');
    expect(await changesOf(shop)).toEqual(before);
    await advance(parts, shop);
    expect((await changesOf(shop)).slice(before.length)).toMatchObject([{ change: 'entered', at: NOW }]);
  });

  it('know their sizes without reading their members, also where a crash came before they were counted', async () => {
    const queries = { Buyers: 'number_of_orders >= 1', Spenders: 'amount_spent > 100' };
    const shop = await shopOfTwo('sizes', queries);
    const notReading = throughBoth(parts, (run, _, [text]) => {
      expect(text).not.toMatch(/FROM members/);
      return run();
    });
    const sizes = async () => (await listSegments(notReading, shop)).map(({ handle, members }) => [handle, members]);
    expect(await sizes()).toEqual(Object.entries({ buyers: 2, spenders: 1 }));
    const record = order('w4', T1, { customer: 'ann', price: '90' });
    await ingest(parts, shop, { connection: 'web', source: 'x', fingerprint: 'y', retry: {} }, items([record]));
    const dying = throughBoth(parts, (run, name, given) => {
      if (name === 'set' && given[1] === 'member-counts') throw new Error('crashed here');
      return run();
    });
    await expect(advance(dying, shop)).rejects.toThrow('crashed here');
    await advance(parts, shop);
    expect(await sizes()).toEqual(Object.entries({ buyers: 2, spenders: 2 }));
    expect(await audit(parts, shop)).toMatchObject({ mismatches: 0 });
    await stores.ledger.settings.set(shop.id, 'member-counts', { through: 99, members: {} });
    expect((await audit(parts, shop)).examples).toMatchObject([
      { name: 'buyers', stored: '0 members', found: '2 members' },
      { name: 'spenders', stored: '0 members', found: '2 members' },
    ]);
  });

  it('follow a few of many profiles without looking at what was recorded, also where a crash came in between', async () => {
    const shop = await newShop(stores, 'few-of-many');
    await saveSegment(parts, shop, { name: 'Spenders', query: 'amount_spent > 100' }, 'test');
    const buying = (who: number) => [order(`w${who}`, T1, { customer: `c${who}`, price: '90' })];
    const deliver = (fingerprint: string, records: typeof CROWD) =>
      ingest(parts, shop, { connection: 'web', source: 'x', fingerprint, retry: {} }, items(records));
    await deliver('people', CROWD);
    await advance(parts, shop);
    const asked: string[] = [];
    const listening = throughBoth(parts, (run, _, [text]) => {
      asked.push(String(text));
      return run();
    });
    await deliver('0', buying(0));
    await advance(listening, shop);
    expect(asked).toContain('members');
    const looking = asked.filter((text) => text.includes('FROM membership_changes'));
    expect(looking.filter((text) => !text.includes('profile_no IN'))).toEqual([]);
    for (const [index, table] of ['membership_changes', 'members', 'member-counts'].entries()) {
      await deliver(table, buying(index + 1));
      let isDead = false;
      const dying = throughBoth(parts, (run, name, given) => {
        const at = name === 'insert' ? given[0] : name === 'set' ? given[1] : undefined;
        isDead ||= at === table;
        if (isDead) throw new Error('crashed here');
        return run();
      });
      await expect(advance(dying, shop)).rejects.toThrow('crashed here');
      await advance(parts, shop);
      expect(await changesOf(shop), table).toHaveLength(index + 2);
    }
    expect(await audit(parts, shop)).toMatchObject({ mismatches: 0 });
  });

  it('are tested in one pass, also those that refer to another of it, and fail each by itself', async () => {
    const shop = await newShop(stores, 'one-pass');
    const queries = { Buyers: 'number_of_orders >= 1', Twice: 'number_of_orders >= 2', Users: "in_segment('buyers')" };
    for (const [name, query] of Object.entries(queries)) await saveSegment(parts, shop, { name, query }, 'test');
    const records = [customer('ann', T1), order('w1', T1, { customer: 'ann' })];
    await ingest(parts, shop, { connection: 'web', source: 'x', fingerprint: 'x', retry: {} }, items(records));
    const [, twice] = await stores.ledger.segments.list(shop.id);
    const tested: number[] = [];
    const failing = throughBoth(parts, (run, _, [text]) => {
      const places = testedBy(text);
      if (places === undefined) return run();
      tested.push(places.length);
      // The second of them, in the order in which none refers to a later one.
      if (places.includes(1)) throw new WarehouseError('out_of_memory', 'It ran out of memory.', undefined);
      return run();
    });
    await advance(failing, shop);
    expect((await segmentPlaces(stores.sql, shop.id, [twice?.id ?? ''])).get(twice?.id ?? '')).toBe(1);
    expect(tested).toEqual([3, 2, 1, 1, 1]);
    const sizes = async () =>
      (await listSegments(parts, shop)).map(({ handle, state, members }) => [handle, state, members]);
    expect(await sizes()).toEqual([
      ['buyers', 'fresh', 1],
      ['twice', 'failed', 0],
      ['users', 'fresh', 1],
    ]);
    const [, failed] = await listSegments(parts, shop);
    const at = 'tried again at 2024-06-01 13:01';
    expect(failed?.failure).toBe(`The last evaluation failed and is ${at}: It ran out of memory.`);
    const freshness = (await freshnessOfSegments(parts, shop)).get(failed?.id ?? '');
    expect(freshness?.words).toBe(`Changes with records. Its evaluation is ${at}.`);
    expect(await nextTurn(parts, shop)).toBe('2024-06-01T12:01:00.000Z');
    await advance(parts, shop);
    expect((await sizes())[1]).toEqual(['twice', 'failed', 0]);
    await advance(partsOf(stores, instant('2024-06-01T12:01:00Z')), shop);
    expect((await sizes())[1]).toEqual(['twice', 'fresh', 0]);
    expect(await nextTurn(parts, shop)).toBe('2024-06-01T23:00:00.000Z');
    expect(await audit(parts, shop)).toMatchObject({ mismatches: 0 });
  });

  it('that fail again and again are tried less and less often, until they ask something else', async () => {
    const shop = await shopOfTwo('again', { Buyers: 'number_of_orders >= 1', Users: "in_segment('buyers')" });
    await stores.ledger.segments.revise(shop.id, 'buyers', { query: 'number_of_orders >= 2' }, 'test', NOW);
    const tries = async (minutes: number) => {
      let tried = 0;
      const now = instantOfMs(msOfInstant(NOW) + minutes * 60_000);
      const failing = throughBoth(partsOf(stores, now), (run, _, [text]) => {
        if (testedBy(text)?.includes(0) !== true) return run();
        tried += 1;
        throw new WarehouseError('timed_out', 'It took too long.', undefined);
      });
      await advance(failing, shop);
      return tried;
    };
    // One of both is tried with the one that refers to it first.
    const minutes = [0, 0.9, 1, 2.9, 3, 6.9, 7, 15, 31, 62.9, 63, 122.9, 123, 182.9, 183];
    const tried: number[] = [];
    for (const each of minutes) if ((await tries(each)) > 0) tried.push(each);
    expect(tried).toEqual([0, 1, 3, 7, 15, 31, 63, 123, 183]);
    await stores.ledger.segments.revise(shop.id, 'buyers', { query: 'number_of_orders >= 3' }, 'test', NOW);
    expect(await tries(183)).toBeGreaterThan(0);
    expect(await tries(183.5)).toBe(0);
    expect(await tries(184)).toBeGreaterThan(0);
  });

  it('follow changed profiles without the one that cannot, and those that refer to it', async () => {
    const queries = { Buyers: 'number_of_orders >= 1', Spenders: 'amount_spent > 50', Users: "in_segment('spenders')" };
    const shop = await newShop(stores, 'one-behind');
    for (const [name, query] of Object.entries(queries)) await saveSegment(parts, shop, { name, query }, 'test');
    await ingest(parts, shop, { connection: 'web', source: 'x', fingerprint: 'x', retry: {} }, items(CROWD));
    await advance(parts, shop);
    const records = [order('w4', T1, { customer: 'c1', price: '90' })];
    await ingest(parts, shop, { connection: 'web', source: 'x', fingerprint: 'y', retry: {} }, items(records));
    const [faults, passes]: [unknown[], number[][]] = [[], []];
    const failing = throughBoth(parts, (run, _, [text]) => {
      const places = testedBy(text);
      if (places !== undefined) passes.push(places);
      else if (/amount_spent.*AS bits FROM/s.test(String(text))) {
        throw new WarehouseError('out_of_memory', 'It ran out of memory.', undefined);
      }
      return run();
    });
    await advance({ ...failing, onFault: ({ segment, error }) => faults.push([segment.handle, error.message]) }, shop);
    const behind = (await stores.ledger.segments.list(shop.id)).filter(({ handle }) => handle !== 'buyers');
    const ids = behind.map(({ id }) => id);
    const places = await segmentPlaces(stores.sql, shop.id, ids);
    expect(passes).toEqual([ids.map((id) => places.get(id))]);
    expect(faults).toEqual([['spenders', 'It ran out of memory.']]);
    const summaries = await listSegments(parts, shop);
    expect(summaries.map(({ handle, state, members }) => [handle, state, members])).toEqual([
      ['buyers', 'fresh', 1],
      ['spenders', 'fresh', 1],
      ['users', 'fresh', 1],
    ]);
    expect(await audit(parts, shop)).toMatchObject({ mismatches: 0 });
  });

  it.each([
    ['finding out what is due', 2, 'a day later'],
    ['following changed profiles', 3, 'at once'],
    ['evaluating it for everybody', 3, 'asked anew'],
  ])('that cannot be compiled stop no other: %s', async (_, reading, when) => {
    const shop = await newShop(stores, `uncompiled-${when.replaceAll(' ', '-')}`);
    const declare = (type: 'number' | 'text') =>
      stores.ledger.settings.set(shop.id, 'custom-attributes', { 'attributes.shoe_size': type });
    await declare('number');
    const queries = { Buyers: 'number_of_orders >= 1', Feet: 'attributes.shoe_size > 40', Users: "in_segment('feet')" };
    for (const [name, query] of Object.entries(queries)) await saveSegment(parts, shop, { name, query }, 'test');
    const deliver = (fingerprint: string, records: readonly RecordInput[]) =>
      ingest(parts, shop, { connection: 'web', source: 'x', fingerprint, retry: {} }, items(records));
    await deliver('x', [customer('ann', T1, { attributes: { shoe_size: 44 } }), ...CROWD]);
    await advance(parts, shop);
    if (when === 'asked anew')
      await stores.ledger.segments.revise(shop.id, 'feet', { query: 'attributes.shoe_size > 41' }, 'test', NOW);
    else await deliver('y', [order('w1', T1, { customer: 'ann' })]);
    const now = when === 'a day later' ? instant('2024-06-02T12:00:00Z') : NOW;
    const faults: unknown[] = [];
    // Somebody declares the attribute as something else, after the queries were read.
    let readings: number | undefined;
    const meddled = throughBoth(partsOf(stores, now), async (run, name, given) => {
      if (name === 'deletedSegments') readings = 0;
      if (name === 'get' && given[1] === 'custom-attributes' && readings !== undefined) {
        readings += 1;
        if (readings === reading) await declare('text');
      }
      return run();
    });
    await advance({ ...meddled, onFault: ({ segment, error }) => faults.push([segment.handle, error.name]) }, shop);
    expect(faults).toContainEqual(['feet', 'CompileError']);
    const feet = (await stores.ledger.segments.list(shop.id)).find(({ handle }) => handle === 'feet');
    expect(feet && (await stores.ledger.membershipStates.get(shop.id, feet.id, feet.version))).toMatchObject({
      state: 'failed',
      error: expect.stringContaining('write it in another way'),
    });
    const others = (await listSegments(parts, shop)).filter(({ handle }) => handle !== 'feet');
    expect(others).toMatchObject([
      { handle: 'buyers', state: 'fresh', members: when === 'asked anew' ? 0 : 1, evaluatedAt: now },
      { handle: 'users', state: 'fresh', members: 1, evaluatedAt: now },
    ]);
    expect(await stores.ledger.batches.pending(shop.id)).toEqual([]);
    await declare('number');
    await advance(partsOf(stores, now), shop);
    expect(await listSegments(parts, shop)).toMatchObject(Array(3).fill({ state: 'fresh' }));
    expect(await audit(partsOf(stores, now), shop)).toMatchObject({ mismatches: 0 });
  });

  it('are evaluated for everybody as time goes by where they ask something else then', async () => {
    const queries = { Since: 'last_order_date >= 2024-05-01', Lately: 'last_order_date >= -30d' };
    const shop = await shopOfTwo('in-time', { ...queries, Users: "in_segment('lately')" });
    expect(await nextTurn(parts, shop)).toBe('2024-06-01T23:00:00.000Z');
    await saveSegment(parts, shop, { name: 'Hours', query: 'orders_placed MATCHES (date >= -300h)' }, 'test');
    await advance(parts, shop);
    expect(await nextTurn(parts, shop)).toBe('2024-06-01T12:01:00.000Z');
    const handles = new Map((await stores.ledger.segments.list(shop.id)).map(({ id, handle }) => [id, handle]));
    const ids = await segmentsAt(stores.sql, shop.id, [3]);
    const evaluated = async (now: string) => {
      const tested: (string | undefined)[] = [];
      const listening = throughBoth(partsOf(stores, instant(now)), (run, _, [text]) => {
        tested.push(...(testedBy(text) ?? []).map((place) => handles.get(ids.get(place) as SegmentId)));
        return run();
      });
      await advance(listening, shop);
      return tested.sort();
    };
    expect(await evaluated('2024-06-01T22:30:00Z')).toEqual(['hours']);
    expect(await evaluated('2024-06-01T22:30:00Z')).toEqual([]);
    expect(await evaluated('2024-06-02T12:00:00Z')).toEqual(['hours', 'lately', 'users']);
    const states = await listSegments(parts, shop);
    expect(states.map(({ handle, members }) => [handle, members])).toEqual([
      ['hours', 0],
      ['lately', 2],
      ['since', 2],
      ['users', 2],
    ]);
    expect(new Set(states.map(({ evaluatedAt }) => evaluatedAt))).toEqual(new Set([instant('2024-06-02T12:00:00Z')]));
    expect(await audit(partsOf(stores, instant('2024-06-02T12:00:00Z')), shop)).toMatchObject({ mismatches: 0 });
    expect(await nextTurn(parts, { ...shop, clock: day('2024-06-01') })).toBeUndefined();
  });

  it('are not saved with a reference to one that is deleted meanwhile', async () => {
    const shop = await shopOfTwo('gone', { Gone: 'number_of_orders >= 1', Kept: 'number_of_orders >= 2' });
    const meanwhile = throughBoth(parts, async (run, name) => {
      if (name === 'create' || name === 'revise') await deleteSegments(parts, shop, ['gone']);
      return run();
    });
    const refused = { code: 'segment.unknown-reference' };
    const query = "in_segment('gone')";
    expect(await createSegment(meanwhile, shop, { name: 'New', query }, 'test')).toMatchObject(refused);
    await saveSegment(parts, shop, { name: 'Gone', query: 'number_of_orders >= 1' }, 'test');
    expect(await reviseSegment(meanwhile, shop, 'kept', { query }, 'test')).toMatchObject(refused);
  });

  it('let their members leave when they are deleted, once', async () => {
    const shop = await shopOfTwo('deleted', {
      Buyers: 'number_of_orders >= 1',
      Kept: 'number_of_orders >= 1',
      Often: 'number_of_orders >= 2',
      Users: "in_segment('buyers') AND number_of_orders < 2",
    });
    const { ledger } = stores;
    const idOf = new Map((await ledger.segments.list(shop.id)).map(({ handle, id }) => [handle, id]));
    const before = await changesOf(shop);
    expect(await deleteSegments(parts, shop, ['often', 'buyers'])).toMatchObject({
      code: 'segment.in-use',
      message: "The segment 'Users' refers to 'Buyers': change or delete that one first.",
    });
    expect(await deleteSegments(parts, shop, ['often', 'buyers', 'users'])).toMatchObject({ outcome: 'deleted' });
    await advance(parts, shop);
    await advance(parts, shop);
    const exits = (await changesOf(shop)).slice(before.length);
    const left = ['buyers', 'buyers', 'often', 'users'].map((handle) => `${idOf.get(handle)} left definition`);
    expect(exits.map(({ segment, change, cause }) => `${segment} ${change} ${cause}`).sort()).toEqual(left.sort());
    expect(await listSegments(parts, shop)).toMatchObject([{ handle: 'kept', state: 'fresh', members: 2 }]);
    expect(await countMembers(stores.sql, shop.id)).toEqual(new Map([[idOf.get('kept'), 2]]));
  });

  it('are not called fresh when their query cannot be read any more, nor those that refer to them', async () => {
    const shop = await shopOfTwo('unreadable', { Buyers: 'number_of_orders >= 1', Users: "in_segment('buyers')" });
    const { ledger } = stores;
    await ledger.segments.revise(shop.id, 'buyers', { query: 'orders_of_yore > 1' }, 'test', NOW);
    await advance(parts, shop);
    const failed = ["There is no attribute 'orders_of_yore'", 'It refers to a segment'].map((why) => ({
      state: 'failed',
      failure: expect.stringContaining(why),
    }));
    expect(await listSegments(parts, shop)).toMatchObject(failed);
    expect(await listSegments(parts, shop, LATER)).toMatchObject(failed);
    await ledger.segments.revise(shop.id, 'buyers', { query: 'number_of_orders >= 2' }, 'test', NOW);
    await advance(parts, shop);
    expect(await listSegments(parts, shop)).toMatchObject([
      { state: 'fresh', failure: null, members: 1 },
      { state: 'fresh', failure: null, members: 1 },
    ]);
  });

  it('follow another way to score RFM, because of the definition', async () => {
    const shop = await shopOfTwo('scores', {
      Often: 'rfm_frequency > 1',
      Oftener: "in_segment('often')",
      Buyers: 'number_of_orders >= 1',
    });
    const before = await changesOf(shop);
    await stores.sql.command(
      'UPDATE profiles SET units_purchased = 900 WHERE shop = {shop:String} AND number_of_orders = 1',
      {
        shop: shop.id,
      },
    );
    const traits = { ...DEFAULT_RFM.traits, frequency: 'units_purchased' } as const;
    await configureRfm(parts, shop, { ...DEFAULT_RFM, traits }, 'test');
    await advance(parts, shop);
    const after = (await changesOf(shop)).slice(before.length);
    expect(after.map(({ segment, change, cause }) => `${segment} ${change} ${cause}`).sort()).toEqual([
      'often entered definition',
      'often left definition',
      'oftener entered definition',
      'oftener left definition',
    ]);
    await advance(parts, shop);
    expect(await changesOf(shop)).toHaveLength(before.length + 4);
  });

  it('follow what a product is told to be now', async () => {
    const shop = await shopOfTwo('products', {
      Drinkers: "products_purchased MATCHES (category = 'Drinks', tag = 'hot')",
      Drinking: "in_segment('drinkers')",
      Buyers: 'number_of_orders >= 1',
    });
    const before = await changesOf(shop);
    const tea = (updatedAt: string, category: string): RecordInput => ({
      kind: 'product',
      externalId: 'tea',
      version: { updatedAt },
      title: 'Tea',
      category,
      tags: ['Hot'],
    });
    const told = async (updatedAt: string, category: string) => {
      const read = { connection: 'web', source: updatedAt, fingerprint: updatedAt, retry: {} };
      await ingest(parts, shop, read, items([tea(updatedAt, category)]));
      await advance(parts, shop);
      return (await changesOf(shop))
        .slice(before.length)
        .map(({ segment, change, cause }) => `${segment} ${change} ${cause}`);
    };
    const entered = ['drinkers', 'drinkers', 'drinking', 'drinking'].map((segment) => `${segment} entered records`);
    expect((await told(T1, 'Drinks')).sort()).toEqual(entered);
    const left = ['drinkers', 'drinkers', 'drinking', 'drinking'].map((segment) => `${segment} left records`);
    expect((await told('2024-05-22T00:00:00Z', 'Herbs')).sort()).toEqual([...entered, ...left].sort());
    expect((await told('2024-05-23T00:00:00Z', 'Herbs')).length).toBe(8);
  });
});
