import { instant, type Shop } from '@clientele/model';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { changeList } from './ask/change-lists.js';
import { count } from './ask/count.js';
import { freshnessOfSegments } from './ask/segment-freshness.js';
import { saveSegment } from './ask/segments.js';
import { ingest } from './ingest.js';
import { customer, items, newShop, openStores, order, partsOf, type Stores } from './street.fixture.js';
import { advance } from './street.js';

const T1 = '2024-05-21T00:00:00Z';

let stores: Stores;
beforeAll(async () => {
  stores = await openStores();
});
afterAll(() => stores.close());

const deliver = (shop: Shop, fingerprint: string, at: string) =>
  ingest(
    partsOf(stores, instant(at)),
    shop,
    { connection: 'web', source: fingerprint, fingerprint, retry: {} },
    items([customer('ann', T1), order(fingerprint, T1, { customer: 'ann' })]),
  );

/** What each segment owes at an instant, behind its state. */
async function owedAt(shop: Shop, now: string): Promise<Record<string, string[]>> {
  const found = await freshnessOfSegments(partsOf(stores, instant(now)), shop);
  const handles = new Map((await stores.ledger.segments.list(shop.id)).map(({ id, handle }) => [id as string, handle]));
  return Object.fromEntries(
    [...found].map(([id, { state, owed }]) => [handles.get(id), [state, ...owed.map(({ reason }) => reason)]]),
  );
}

describe('how stale segments are', () => {
  it('is what they owe to their definition, the records, the day, moments and decisions', async () => {
    const shop = await newShop(stores, 'stale');
    const at = partsOf(stores, instant('2024-06-01T12:00:00Z'));
    await saveSegment(at, shop, { name: 'Ever', query: 'number_of_orders >= 1' }, 'test');
    await saveSegment(at, shop, { name: 'Lately', query: 'last_order_date >= -30d' }, 'test');
    await saveSegment(at, shop, { name: 'Now', query: 'last_order_date >= -6h' }, 'test');
    expect(await owedAt(shop, '2024-06-01T12:01:00Z')).toEqual({
      ever: ['behind', 'definition'],
      lately: ['behind', 'definition'],
      now: ['behind', 'definition'],
    });
    expect(await owedAt(shop, '2024-06-01T12:16:00Z')).toMatchObject({ ever: ['late', 'definition'] });
    await advance(at, shop);
    expect(await owedAt(shop, '2024-06-01T12:00:00Z')).toEqual({
      ever: ['current'],
      lately: ['current'],
      now: ['current'],
    });
    expect(await owedAt(shop, '2024-06-01T12:01:00Z')).toMatchObject({ now: ['current'] });
    expect(await owedAt(shop, '2024-06-01T12:15:00Z')).toMatchObject({ now: ['behind', 'moment'] });
    expect(await owedAt(shop, '2024-06-01T22:59:59Z')).toEqual({
      ever: ['current'],
      lately: ['current'],
      now: ['late', 'moment'],
    });
    // Midnight in London.
    expect(await owedAt(shop, '2024-06-01T23:01:00Z')).toEqual({
      ever: ['current'],
      lately: ['behind', 'day'],
      now: ['behind', 'day'],
    });
    expect(await owedAt(shop, '2024-06-01T23:16:00Z')).toMatchObject({ lately: ['late', 'day'] });
    await deliver(shop, 'w1', '2024-06-01T12:20:00Z');
    expect(await owedAt(shop, '2024-06-01T12:21:00Z')).toMatchObject({ ever: ['behind', 'records'] });
    expect(await owedAt(shop, '2024-06-01T12:36:00Z')).toMatchObject({ ever: ['late', 'records'] });
    await advance(at, shop);
    const people = [{ place: '1', text: 'ann' }];
    const later = partsOf(stores, instant('2024-06-01T12:40:00Z'));
    await changeList(later, shop, { segment: 'ever', decided: 'excluded', people, reason: '' }, 'test');
    expect(await owedAt(shop, '2024-06-01T12:41:00Z')).toMatchObject({
      ever: ['behind', 'list'],
      lately: ['current'],
    });
    await advance(later, shop);
    expect(await owedAt(shop, '2024-06-01T12:41:00Z')).toMatchObject({ ever: ['current'] });
    const [segment] = await stores.ledger.segments.list(shop.id);
    if (segment === undefined) throw new Error('there is no segment');
    await stores.ledger.membershipStates.failed(shop.id, [segment], 'it took too long');
    expect(await owedAt(shop, '2024-06-01T12:41:00Z')).toMatchObject({ ever: ['late', 'failed'] });
    expect(await count(later, shop, "in_segment('ever')")).toMatchObject({
      stale: [
        {
          message:
            "The members of 'ever' are those of 2024-06-01 13:40 and do not follow what came later yet. The last evaluation failed.",
        },
      ],
    });
    const told = (await freshnessOfSegments(later, shop)).get(segment.id);
    expect(told).toMatchObject({
      words: 'Changes with records and decisions by hand.',
      evaluatedAt: '2024-06-01T12:40:00.000Z',
      contract: { time: 'never', lists: true },
    });
  });
});
