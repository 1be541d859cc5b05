import { type Instant, instant, type RecordInput, type Shop } from '@clientele/model';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ingest } from '../ingest.js';
import { customer, items, newShop, openStores, order, partsOf, type Stores } from '../street.fixture.js';
import { advance } from '../street.js';
import { type PastMember, segmentAt, segmentHistory } from './segment-history.js';
import { saveSegment } from './segments.js';

const T1 = '2024-05-21T00:00:00Z';
const onJune = (day: number): Instant => instant(`2024-06-${String(day).padStart(2, '0')}T12:00:00Z`);

let stores: Stores;
beforeAll(async () => {
  stores = await openStores();
});
afterAll(() => stores.close());

/** What happens in a shop on a day of June. */
async function on(day: number, shop: Shop, records: readonly RecordInput[]): Promise<void> {
  const parts = partsOf(stores, onJune(day));
  const read = { connection: 'web', source: 'x', fingerprint: `${day}`, retry: {} };
  if (records.length > 0) await ingest(parts, shop, read, items(records));
  await advance(parts, shop);
}

const today = () => partsOf(stores, onJune(20));

async function at(shop: Shop, day: number) {
  const known = await segmentAt(today(), shop, 'often', onJune(day));
  if (known.outcome === 'refused') return known.code;
  const read = await known.members({ limit: 10 });
  if (read.outcome === 'refused') throw new Error(read.message);
  expect(await known.count()).toBe(read.members.length);
  return { query: known.definition?.query, members: read.members.map(nameOf) };
}

const nameOf = ({ profile, now, records, since }: PastMember) =>
  `${records
    .map(({ externalId }) => externalId)
    .toSorted()
    .join('+')}${profile === now ? '' : ' once'} since ${Number(since.slice(8, 10))}`;

it('tells who was a member when, by what the segment asked then', async () => {
  const shop = await newShop(stores, 'then');
  await saveSegment(partsOf(stores, onJune(1)), shop, { name: 'Often', query: 'number_of_orders >= 2' }, 'test');
  const [ann, bob] = [customer('ann', T1), customer('bob', T1)];
  await on(1, shop, [ann, bob, order('w1', T1, { customer: 'ann' }), order('w2', T1, { customer: 'ann' })]);
  await on(5, shop, [order('w3', T1, { customer: 'bob' })]);
  await on(8, shop, [
    { kind: 'deletion', of: 'order', externalId: 'w2', version: { updatedAt: '2024-06-08T00:00:00Z' } },
  ]);
  await saveSegment(partsOf(stores, onJune(10)), shop, { name: 'Often', query: 'number_of_orders >= 1' }, 'test');
  await on(10, shop, []);
  expect(await at(shop, 1)).toEqual({ query: 'number_of_orders >= 2', members: ['ann since 1'] });
  expect(await at(shop, 7)).toEqual({ query: 'number_of_orders >= 2', members: ['ann since 1'] });
  expect(await at(shop, 9)).toEqual({ query: 'number_of_orders >= 2', members: [] });
  expect(await at(shop, 10)).toEqual({ query: 'number_of_orders >= 1', members: ['ann since 10', 'bob since 10'] });
  expect(await at(shop, 21)).toBe('history.unknown');
  expect(await segmentAt(today(), shop, 'often', instant('2024-05-31T00:00:00Z'))).toMatchObject({
    code: 'history.not-worked-out',
  });
  expect(await segmentAt(today(), shop, 'seldom', onJune(1))).toMatchObject({ code: 'segment.not-found' });
  const history = async (filter: { after?: string } = {}) => {
    const found = await segmentHistory(today(), shop, 'often', { limit: 1, ...filter });
    if (found.outcome === 'refused') throw new Error(found.message);
    return found;
  };
  const first = await history();
  const observed = { segment: 'often', reconstructed: false };
  expect(first.periods).toMatchObject([
    { ...observed, enteredAt: onJune(1), enteredBy: 'definition', leftAt: onJune(8), leftBy: 'records' },
    { ...observed, enteredAt: onJune(10), enteredBy: 'definition', leftAt: null, leftBy: null },
  ]);
  const second = await history({ after: first.after ?? '' });
  expect(second).toMatchObject({ periods: [{ enteredAt: onJune(10), leftAt: null }], after: null });
  expect(await segmentHistory(today(), shop, 'often', { limit: 1, after: 'x' })).toMatchObject({ code: 'bad-cursor' });
});

it('keeps the memberships of profiles that became part of another', async () => {
  const shop = await newShop(stores, 'merged');
  await saveSegment(partsOf(stores, onJune(1)), shop, { name: 'Often', query: 'number_of_orders >= 1' }, 'test');
  const orders = ['ann', 'amy'].map((name) => order(`of ${name}`, T1, { customer: name }));
  await on(1, shop, [customer('ann', T1, { email: 'ann@home.test' }), customer('amy', T1), ...orders]);
  const alone = await segmentHistory(today(), shop, 'often', { limit: 10 });
  if (alone.outcome === 'refused') throw new Error(alone.message);
  const [ann, amy] = alone.periods.map(({ profile }) => profile);
  await on(3, shop, [customer('amy', '2024-06-03T00:00:00Z', { email: 'ann@home.test' })]);
  expect(await at(shop, 2)).toMatchObject({ members: ['amy+ann since 1', 'amy+ann once since 1'] });
  expect(await at(shop, 4)).toMatchObject({ members: ['amy+ann since 1'] });
  for (const profile of [ann ?? '', amy ?? '']) {
    const found = await segmentHistory(today(), shop, 'often', { limit: 1, profile });
    const periods = found.outcome === 'listed' ? found.periods : [];
    expect(new Set(periods.map((period) => `${period.profile} ${period.leftAt}`))).toEqual(
      new Set([`${ann} null`, `${amy} ${onJune(3)}`]),
    );
  }
  expect(await segmentHistory(today(), shop, 'often', { limit: 1, profile: 'p_x' })).toMatchObject({
    code: 'profile.not-found',
  });
});
