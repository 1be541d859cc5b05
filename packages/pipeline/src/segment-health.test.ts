import type { Shop } from '@clientele/model';
import { instantOfMs, msOfInstant } from '@clientele/model';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createList } from './ask/change-lists.js';
import { exportMembers } from './ask/export-members.js';
import { overlapSegments } from './ask/overlap-segments.js';
import { segmentFamily } from './ask/segment-family.js';
import { segmentHealth } from './ask/segment-health.js';
import { saveSegment } from './ask/segments.js';
import { ingest } from './ingest.js';
import type { Parts } from './parts.js';
import { customer, items, NOW, newShop, openStores, order, partsOf, type Stores } from './street.fixture.js';
import { advance } from './street.js';

const T1 = '2024-05-21T00:00:00Z';
const PEOPLE = 120;

let stores: Stores;
let parts: Parts;
beforeAll(async () => {
  stores = await openStores();
  parts = partsOf(stores);
});
afterAll(() => stores.close());

/** People with as many orders as their number is divisible by 2 and 3, tagged with these; half of them subscribed. */
async function shopOf(id: string, segments: Readonly<Record<string, string>>): Promise<Shop> {
  const shop = await newShop(stores, id);
  const records = Array.from({ length: PEOPLE }, (_, number) => {
    const tags = [...(number % 2 === 0 ? ['two'] : []), ...(number % 3 === 0 ? ['three'] : []), `n${number}`];
    return customer(`c${number}`, T1, { tags });
  });
  const origin = { connection: 'web', source: 'x', fingerprint: id, retry: {} };
  await ingest(parts, shop, origin, items([...records, order('w1', T1, { customer: 'c0' })]));
  for (const [name, query] of Object.entries(segments)) await saveSegment(parts, shop, { name, query }, 'test');
  await advance(parts, shop);
  return shop;
}

const TAGGED = { Three: "customer_tags CONTAINS 'three'", Two: "customer_tags CONTAINS 'two'" };

describe('the overlap of segments', () => {
  it('is what their members have in common, pair by pair', async () => {
    const shop = await shopOf('overlap', {
      ...TAGGED,
      One: "customer_tags CONTAINS 'n1'",
      Buyers: 'number_of_orders > 0',
    });
    const other = await shopOf('overlap-too', TAGGED);
    const all = await overlapSegments(parts, shop);
    if (all.outcome === 'refused') throw new Error(all.message);
    expect(all.segments.map(({ segment, members }) => [segment.handle, members])).toEqual([
      ['buyers', 1],
      ['one', 1],
      ['three', 40],
      ['two', 60],
    ]);
    expect(all.pairs.map((pair) => ({ ...pair, one: pair.one.handle, other: pair.other.handle }))).toEqual([
      { one: 'three', other: 'two', both: 20, jaccard: 0.25, ofOne: 0.5, ofOther: 1 / 3 },
      { one: 'buyers', other: 'three', both: 1, jaccard: 1 / 40, ofOne: 1, ofOther: 1 / 40 },
      { one: 'buyers', other: 'two', both: 1, jaccard: 1 / 60, ofOne: 1, ofOther: 1 / 60 },
    ]);
    expect(await overlapSegments(parts, shop, ['two', 'one'])).toMatchObject({ pairs: [] });
    expect(await overlapSegments(parts, shop, ['two', 'gone'])).toMatchObject({
      outcome: 'refused',
      code: 'segment.not-found',
      message: expect.stringContaining("no segment 'gone'"),
    });
    const [theirs] = await parts.ledger.segments.list(other.id);
    expect(await overlapSegments(parts, shop, [theirs?.id ?? ''])).toMatchObject({ outcome: 'refused' });
  });
});

describe('a family of segments', () => {
  it('divides a shop when everybody is in exactly one', async () => {
    const shop = await shopOf('family', { ...TAGGED, Odd: "NOT customer_tags CONTAINS 'two'" });
    expect(await segmentFamily(parts, shop, ['two', 'odd'])).toEqual({
      outcome: 'counted',
      divides: true,
      of: PEOPLE,
      inNone: 0,
      inOne: PEOPLE,
      inMore: 0,
      pairs: [],
    });
    expect(await segmentFamily(parts, shop, ['two', 'three'])).toMatchObject({
      divides: false,
      inNone: 40,
      inOne: 60,
      inMore: 20,
      pairs: [{ both: 20 }],
    });
  });
});

describe('the health of segments', () => {
  const told = async (shop: Shop, of: Parts = parts) =>
    (await segmentHealth(of, shop)).map(({ code, segment, other, count }) => [
      code,
      segment?.handle ?? null,
      other?.handle ?? null,
      count,
    ]);

  it('says what is too small, too large, alike and not covered', async () => {
    const shop = await shopOf('sizes', {
      ...TAGGED,
      Nobody: "customer_tags CONTAINS 'nine'",
      Most: "NOT customer_tags CONTAINS 'n1'",
      Pairs: "customer_tags CONTAINS 'two'",
      'Two again': "customer_tags CONTAINS 'two' AND number_of_orders >= 0",
    });
    expect(await told(shop)).toEqual([
      ['too-large', 'most', null, PEOPLE - 1],
      ['too-small', 'nobody', null, 0],
      ['same-query', 'two', 'pairs', 60],
      ['near-duplicate', 'two-again', 'pairs', 60],
      ['near-duplicate', 'two-again', 'two', 60],
      ['in-no-segment', null, null, 1],
    ]);
    const [most] = await segmentHealth(parts, shop);
    expect(most?.message).toBe(
      '“Most” holds 99 % of all profiles: it tells hardly anybody apart. Ask for more in its query.',
    );
  });

  it('says of a list that its people are to be added and taken off', async () => {
    const shop = await shopOf('lists', TAGGED);
    await createList(parts, shop, { name: 'Nobody', reason: '' }, 'test');
    await createList(parts, shop, { name: 'All', query: 'number_of_orders >= 0', reason: '' }, 'test');
    await advance(parts, shop);
    const said = (await segmentHealth(parts, shop)).map(({ message }) => message);
    expect(said).toContain(
      '“Nobody” has 0 members: too few to write to or to learn from. Add people to it, or delete it.',
    );
    expect(said).toContain('“All” holds 100 % of all profiles: it tells hardly anybody apart. Take people off it.');
  });

  it('says who cannot be reached, once it is known of anybody whether they subscribed', async () => {
    const shop = await shopOf('reach', TAGGED);
    const about = async () => (await told(shop)).filter(([code]) => code === 'unreachable');
    expect(await about()).toEqual([]);
    const consents = Array.from({ length: PEOPLE / 2 }, (_, number) => ({
      kind: 'consent' as const,
      externalId: `k${number}`,
      version: { updatedAt: T1 },
      customer: `c${2 * number}`,
      channel: 'email' as const,
      address: `c${2 * number}@shop.example`,
      state: 'SUBSCRIBED' as const,
      at: T1,
    }));
    const origin = { connection: 'web', source: 'y', fingerprint: 'y', retry: {} };
    await ingest(parts, shop, origin, items(consents));
    await saveSegment(parts, shop, { name: 'Odd', query: "NOT customer_tags CONTAINS 'two'" }, 'test');
    await advance(parts, shop);
    // All of those divisible by two subscribed, and so half of those by three.
    expect(await about()).toEqual([['unreachable', 'odd', null, 60]]);
  });

  it('says what nobody used for a month: nothing refers to it, and it was never exported', async () => {
    const shop = await shopOf('use', { ...TAGGED, Both: "in_segment('two') AND customer_tags CONTAINS 'three'" });
    const about = async (of: Parts) => (await told(shop, of)).filter(([code]) => code === 'unused');
    const later = partsOf(stores, instantOfMs(msOfInstant(NOW) + 31 * 86_400_000));
    expect(await about(parts)).toEqual([]);
    expect(await about(later)).toEqual([
      ['unused', 'both', null, 20],
      ['unused', 'three', null, 40],
    ]);
    await exportMembers(parts, shop, 'three', { by: 'test', take: async () => {} });
    expect(await about(later)).toEqual([['unused', 'both', null, 20]]);
  });
});
