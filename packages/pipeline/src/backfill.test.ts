import {
  addToDay,
  type Day,
  type Decimal,
  day,
  decimal,
  instantOfMs,
  msOfInstant,
  type RecordInput,
  type Shop,
  startOfDay,
} from '@clientele/model';
import { profileIds, WarehouseError } from '@clientele/warehouse';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { asOf } from './as-of.js';
import { countEach } from './ask/as-of-members.js';
import { readQuery } from './ask/read-query.js';
import { segmentAt, segmentHistory } from './ask/segment-history.js';
import { saveSegment } from './ask/segments.js';
import { backfillSegment } from './backfill.js';
import { through, throughBoth } from './crashing-parts.fixture.js';
import { declareAttribute } from './custom-attributes.js';
import { ingest } from './ingest.js';
import type { Parts } from './parts.js';
import { customer, items, NOW, newShop, openStores, partsOf, type Stores } from './street.fixture.js';
import { advance } from './street.js';

const END = day('2024-06-20');

let stores: Stores;
let parts: Parts;
beforeAll(async () => {
  stores = await openStores();
  parts = partsOf(stores);
});
afterAll(() => stores.close());

const midnight = (date: Day, shop: Shop) => startOfDay(date, shop.timeZone);

function bought(externalId: string, who: string, at: string, price = '10'): RecordInput {
  return {
    kind: 'order',
    externalId,
    version: { updatedAt: at },
    placedAt: at,
    channel: { id: 'web', kind: 'online_store' },
    currency: 'GBP',
    lines: [{ id: '1', product: 'tea', quantity: '1', listPrice: price }],
    customer: who,
  };
}

async function deliver(shop: Shop, fingerprint: string, records: readonly RecordInput[]): Promise<void> {
  await ingest(parts, shop, { connection: 'web', source: 'x', fingerprint, retry: {} }, items(records));
}

/** A shop whose clock stands at the beginning of a day. */
async function shopOn(id: string, clock: Day): Promise<Shop> {
  return { ...(await newShop(stores, id)), clock };
}

async function saved(shop: Shop, name: string, query: string) {
  const answer = await saveSegment(parts, shop, { name, query }, 'test');
  if (answer.outcome !== 'created') throw new Error(`${query} was not saved`);
  return answer.segment;
}

/** When whom a segment held, in days: who, from, until. */
async function periodsOf(shop: Shop, segment: string): Promise<string[]> {
  const found = await segmentHistory(parts, shop, segment, { limit: 1_000 });
  if (found.outcome === 'refused') throw new Error(found.message);
  return found.periods.map(
    ({ profile, enteredAt, leftAt, reconstructed }) =>
      `${profile} ${enteredAt} ${leftAt} ${reconstructed ? 'then' : ''}`,
  );
}

it('tells who was in a new segment in the year before, once, also where a crash came in between', async () => {
  const shop = await shopOn('past', END);
  await deliver(shop, 'all', [
    customer('ann', '2024-01-01T00:00:00Z'),
    bought('a1', 'ann', '2024-03-30T12:00:00Z'),
    bought('a2', 'ann', '2024-06-01T12:00:00Z'),
  ]);
  const lately = await saved(shop, 'Lately', 'last_order_date >= -7d');
  await advance(parts, shop);
  const unknown = await segmentAt(parts, shop, 'lately', midnight(day('2024-04-02'), shop));
  expect(unknown).toMatchObject({ code: 'history.not-worked-out' });
  const dying = throughBoth(parts, (run, name) => {
    if (name === 'stored') throw new Error('crashed here');
    return run();
  });
  await expect(backfillSegment(dying, shop, lately)).rejects.toThrow('crashed here');
  const underWay = await segmentAt(parts, shop, 'lately', midnight(day('2024-04-02'), shop));
  expect(underWay).toMatchObject({ code: 'history.not-worked-out' });
  expect(await backfillSegment(parts, shop, lately)).toEqual({ outcome: 'stored' });
  expect(await backfillSegment(parts, shop, lately)).toEqual({ outcome: 'stored' });
  const [ann = ''] = (await profileIds(stores.sql, shop.id, [1])).values();
  const told = (from: string, to: string) => `${ann} ${midnight(day(from), shop)} ${midnight(day(to), shop)} then`;
  // The clocks changed on 31 March.
  expect(await periodsOf(shop, 'lately')).toEqual([told('2024-03-31', '2024-04-07'), told('2024-06-02', '2024-06-09')]);
  const known = await segmentAt(parts, shop, 'lately', midnight(day('2024-04-02'), shop));
  expect(known).toMatchObject({ outcome: 'known', reconstructed: true, definition: { version: 1 } });
  if (known.outcome === 'known') expect(await known.count()).toBe(1);
  expect(await segmentAt(parts, shop, 'lately', midnight(day('2023-06-20'), shop))).toMatchObject({
    message: expect.stringContaining(`known from ${midnight(day('2023-06-21'), shop)} on`),
  });
});

it('tells the past by the query that was evaluated first, also while it is to be evaluated anew', async () => {
  const shop = await shopOn('corrected', END);
  await deliver(shop, 'all', [bought('a1', 'ann', '2024-03-30T12:00:00Z')]);
  const declare = () => declareAttribute(parts, shop, 'attributes.size', 'text', 'test');
  await declare();
  const lately = await saved(shop, 'Lately', 'last_order_date >= -70d');
  const corrected = "last_order_date >= -7d AND NOT attributes.size = 'XL'";
  await saveSegment(parts, shop, { name: 'Lately', query: corrected }, 'test');
  expect(await backfillSegment(parts, shop, lately)).toEqual({ outcome: 'nothing' });
  await advance(parts, shop);
  await declare();
  const then = midnight(day('2024-04-02'), shop);
  expect(await segmentAt(parts, shop, 'lately', then)).toMatchObject({ code: 'history.not-worked-out' });
  expect(await backfillSegment(parts, shop, lately)).toEqual({ outcome: 'stored' });
  const known = await segmentAt(parts, shop, 'lately', then);
  expect(known).toMatchObject({ reconstructed: true, definition: { version: 2, query: corrected } });
  if (known.outcome === 'known') expect(await known.count()).toBe(1);

  const next = { ...shop, clock: addToDay(END, 1, 'd') };
  await saveSegment(parts, next, { name: 'Lately', query: corrected.replace('-7d', '-8d') }, 'test');
  await advance(parts, next);
  await declare();
  const asked = async (date: Day) => segmentAt(parts, next, 'lately', midnight(date, shop));
  expect(await asked(END)).toMatchObject({ reconstructed: false, definition: { version: 2 } });
  expect(await asked(next.clock)).toMatchObject({ definition: { version: 3 } });
});

it('finds the midnight after some hours of what a customer record states', async () => {
  const shop = await shopOn('hours', END);
  await deliver(shop, 'all', [customer('ann', '2024-04-10T12:00:00Z', { createdAt: '2024-04-10T12:00:00Z' })]);
  const segment = await saved(shop, 'Two days', 'customer_added_date < -48h');
  await advance(parts, shop);
  expect(await backfillSegment(parts, shop, segment)).toEqual({ outcome: 'stored' });
  const [told] = await periodsOf(shop, 'two-days');
  expect(told).toContain(` ${midnight(day('2024-04-13'), shop)} ${midnight(END, shop)} then`);
});

it('takes each day by the share that was held out then', async () => {
  const shop = await shopOn('held-out', END);
  await deliver(shop, 'all', [bought('a1', 'ann', '2024-03-30T12:00:00Z')]);
  const share = (percent: Decimal, date: Day) =>
    stores.ledger.holdOuts.set(shop.id, { percent, by: 'test', reason: 'a test' }, midnight(date, shop));
  await share(decimal('0'), day('2024-05-01'));
  await share(decimal('100'), day('2024-05-20'));
  await share(decimal('0'), day('2024-06-01'));
  const segment = await saved(shop, 'Alone', 'in_hold_out() AND number_of_orders >= 1');
  await advance(parts, shop);
  expect(await backfillSegment(parts, shop, segment)).toEqual({ outcome: 'stored' });
  const [told] = await periodsOf(shop, 'alone');
  expect(told).toContain(` ${midnight(day('2024-05-20'), shop)} ${midnight(day('2024-06-01'), shop)} then`);
});

it.each([
  ['where few days turn', 'number_of_orders >= 1', 'past_memberships'],
  ['where cut-offs are taken', 'amount_spent IN TOP 50%', 'profiles_past'],
])('takes fewer profiles at once where memory is short, %s', async (what, query, table) => {
  const shop = await shopOn(`short-${table.replaceAll('_', '-')}`, END);
  await deliver(shop, 'all', [bought('a1', 'ann', '2024-03-30T12:00:00Z')]);
  const segment = await saved(shop, what, query);
  await advance(parts, shop);
  let left = 2;
  const short = through(parts, (run, name, [text]) => {
    if (name !== 'command' || !String(text).startsWith(`INSERT INTO ${table}`)) return run();
    left -= 1;
    if (left >= 0) throw new WarehouseError('out_of_memory', 'It needs more memory.', undefined);
    return run();
  });
  expect(await backfillSegment(short, shop, segment)).toEqual({ outcome: 'stored' });
  expect(left).toBe(-1);
});

it('says that memory is short where it is for few profiles too, and tries again after an hour', async () => {
  const shop = await shopOn('too-short', END);
  await deliver(shop, 'all', [bought('a1', 'ann', '2024-03-30T12:00:00Z')]);
  const segment = await saved(shop, 'Often', 'number_of_orders >= 1');
  await advance(parts, shop);
  const short = through(parts, (run, _, [text]) => {
    if (!String(text).startsWith('INSERT INTO past_memberships')) return run();
    throw new WarehouseError('out_of_memory', 'It needs more memory.', undefined);
  });
  const message = 'Its past could not be worked out: It needs more memory.';
  expect(await backfillSegment(short, shop, segment)).toEqual({ outcome: 'failed', message });
  expect(await backfillSegment(parts, shop, segment)).toEqual({ outcome: 'failed', message });
  const then = midnight(day('2024-04-02'), shop);
  expect(await segmentAt(parts, shop, 'often', then)).toMatchObject({ message: expect.stringContaining(message) });
  const later = partsOf(stores, instantOfMs(msOfInstant(NOW) + 3_600_000));
  expect(await backfillSegment(later, shop, segment)).toEqual({ outcome: 'stored' });
  const known = await segmentAt(parts, shop, 'often', then);
  expect(known.outcome === 'known' && (await known.count())).toBe(1);
});

it('knows nothing of a list before it was made', async () => {
  const shop = await shopOn('listed', END);
  await deliver(shop, 'all', [bought('a1', 'ann', '2024-03-30T12:00:00Z')]);
  const created = await stores.ledger.segments.create(shop.id, { name: 'Friends', query: '' }, 'test', parts.clock());
  if (created.outcome !== 'created') throw new Error(created.message);
  expect(await backfillSegment(parts, shop, created.segment)).toEqual({ outcome: 'nothing' });
  await advance(parts, shop);
  expect(await backfillSegment(parts, shop, created.segment)).toEqual({ outcome: 'nothing' });
  expect(await segmentAt(parts, shop, 'friends', midnight(day('2024-04-02'), shop))).toMatchObject({
    code: 'history.unknown',
    message: expect.stringContaining(`known from ${midnight(END, shop)} on`),
  });
});

const QUERIES = {
  Often: 'number_of_orders >= 3',
  Lately: 'last_order_date >= -3d',
  Fewer: "orders_placed MATCHES (date >= -4d, count >= 2) OR NOT in_segment('often')",
  Idle: 'days_since_last_order BETWEEN 2 AND 4',
  Best: 'amount_spent IN TOP 30% OR rfm_frequency = 5',
};

it('tells what was observed where a shop is replayed day by day, and at each midnight what is asked then', async () => {
  const first = day('2024-03-28');
  const days = 6;
  let shop = await shopOn('replayed', first);
  for (const [name, query] of Object.entries(QUERIES)) await saved(shop, name, query);
  const random = (seed: number) => ((seed * 48_271) % 2_147_483_647) / 2_147_483_647;
  const sizes: number[][] = [];
  for (let nth = 0; nth < days; nth += 1) {
    const date = addToDay(first, nth, 'd');
    shop = { ...shop, clock: date };
    const records = Array.from({ length: 6 }, (_, place): RecordInput => {
      const seed = 1 + nth * 100 + place * 7;
      const at = new Date(Date.parse(midnight(date, shop)) - Math.floor(random(seed * 31) * 86_400_000)).toISOString();
      return bought(`${nth}-${place}`, `c${Math.floor(random(seed * 17) * 9)}`, at, `${place + 1}`);
    });
    await deliver(shop, `day ${nth}`, records);
    await advance(parts, shop);
    const conditions = await Promise.all(Object.values(QUERIES).map((query) => readQuery(parts, shop.id, query)));
    const ready = conditions.flatMap((read) => (read.outcome === 'ready' ? [read] : []));
    const segments = ready[0]?.segments ?? new Map();
    sizes.push(
      await countEach(
        parts,
        shop,
        asOf(parts, shop),
        ready.map(({ condition }) => condition),
        segments,
      ),
    );
  }
  for (const [place, [name, query]] of Object.entries(QUERIES).entries()) {
    const later = await saved(shop, `${name} later`, query);
    await advance(parts, shop);
    expect(await backfillSegment(parts, shop, later)).toEqual({ outcome: 'stored' });
    const end = midnight(shop.clock ?? END, shop);
    const observed = (await periodsOf(shop, name.toLowerCase())).map((period) => period.replace('null', end).trim());
    const told = (await periodsOf(shop, `${name.toLowerCase()}-later`)).filter((period) => period.endsWith('then'));
    const entered = observed.filter((period) => !period.includes(` ${end} ${end}`));
    expect(
      told.map((period) => period.replace(' then', '')),
      query,
    ).toEqual(entered);
    for (let nth = 0; nth < days; nth += 1) {
      const at = midnight(addToDay(first, nth, 'd'), shop);
      const known = await segmentAt(parts, shop, `${name.toLowerCase()}-later`, at);
      const count = known.outcome === 'known' ? await known.count() : known.message;
      expect(count, `${query} on ${at}`).toBe(sizes[nth]?.[place]);
    }
  }
});
