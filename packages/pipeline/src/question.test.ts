import { instant, type RecordInput } from '@clientele/model';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { audit } from './ask/audit.js';
import { count } from './ask/count.js';
import { diffSegment } from './ask/diff-segment.js';
import { createSegment, reviseSegment } from './ask/edit-segments.js';
import { explain } from './ask/explain.js';
import { exportMembers } from './ask/export-members.js';
import { members } from './ask/members.js';
import { preview } from './ask/preview.js';
import { saveSegment } from './ask/segments.js';
import { ingest } from './ingest.js';
import type { Parts } from './parts.js';
import { customer, items, newShop, openStores, order, partsOf, type Stores } from './street.fixture.js';
import { advance } from './street.js';

const T1 = '2024-05-21T00:00:00Z';
const LEVELS = 12;

let stores: Stores;
beforeAll(async () => {
  stores = await openStores();
});
afterAll(() => stores.close());

it('looks into each segment once, however often others refer to it', async () => {
  const parts = partsOf(stores);
  const shop = await newShop(stores, 'levels');
  await saveSegment(parts, shop, { name: 'l0', query: 'number_of_orders >= 1 AND amount_spent IN TOP 50%' }, 'test');
  for (let level = 1; level <= LEVELS; level += 1) {
    const below = `in_segment('l${level - 1}')`;
    const query = `${below} AND (${below} OR NOT ${below} AND last_order_date < -${level}d)`;
    expect(await saveSegment(parts, shop, { name: `l${level}`, query }, 'test')).toMatchObject({ outcome: 'created' });
  }
  const origin = { connection: 'web', source: 'x', fingerprint: 'x', retry: {} };
  const records = [customer('ann', T1), customer('bob', T1), order('w1', T1, { customer: 'ann' })];
  await ingest(parts, shop, origin, items(records));
  await advance(parts, shop);

  const then = instant('2024-07-01T12:00:00Z');
  const query = `in_segment('l${LEVELS}') AND in_segment('l${LEVELS - 1}')`;
  for (const asked of [undefined, then]) {
    expect(await count(parts, shop, query, asked)).toMatchObject({ count: 1, of: 2 });
    expect(await count(parts, shop, `NOT (${query})`, asked)).toMatchObject({ count: 1, of: 2 });
  }
  const found = await members(parts, shop, query, { limit: 2 }, then);
  if (found.outcome !== 'listed') throw new Error(JSON.stringify(found));
  const [ann] = found.members;
  expect(ann?.records).toMatchObject([{ externalId: 'ann' }]);

  const explained = await explain(parts, shop, `l${LEVELS}`, ann?.profile ?? '');
  expect(explained).toMatchObject({ outcome: 'explained', member: true });
  expect(JSON.stringify(explained).match(/"number_of_orders >= 1"/g)).toHaveLength(1);
  expect(await audit(parts, shop)).toMatchObject({ segments: LEVELS + 1, mismatches: 0 });
  expect(await audit(parts, shop, { asked: then })).toMatchObject({ segments: LEVELS + 1, mismatches: 0 });
});

it('explains a person without reading the products that others bought', async () => {
  const shop = await newShop(stores, 'catalogue');
  const product = (externalId: string): RecordInput => ({
    kind: 'product',
    externalId,
    version: { updatedAt: T1 },
    title: externalId,
    category: 'Drinks',
  });
  const seen = {
    name: 'product_viewed',
    at: T1,
    channel: { id: 'web', kind: 'online_store' },
    product: 'cup',
  } as const;
  const records: RecordInput[] = [
    customer('ann', T1),
    order('w1', T1, { customer: 'ann' }),
    { kind: 'event', externalId: 'e1', version: { updatedAt: T1 }, customer: 'ann', ...seen },
    ...['tea', 'cup', 'jam', 'mug'].map(product),
  ];
  const origin = { connection: 'web', source: 'x', fingerprint: 'x', retry: {} };
  await ingest(partsOf(stores), shop, origin, items(records));
  await advance(partsOf(stores), shop);

  const parts = partsOf(stores);
  let read = 0;
  const counting: Parts = {
    ...parts,
    sql: {
      ...parts.sql,
      async query<T>(...asked: Parameters<Parts['sql']['query']>) {
        const rows = await parts.sql.query<T>(...asked);
        if (asked[0].includes('FROM products')) read += rows.length;
        return rows;
      },
      command: (...asked) => parts.sql.command(...asked),
      insert: (...asked) => parts.sql.insert(...asked),
    },
  };
  const query =
    "products_purchased MATCHES (category = 'Drinks') AND events.product_viewed MATCHES (category = 'Drinks')";
  const found = await members(parts, shop, query, { limit: 2 });
  if (found.outcome !== 'listed') throw new Error(JSON.stringify(found));
  const explained = await explain(counting, shop, query, found.members[0]?.profile ?? '');
  expect(explained).toMatchObject({ outcome: 'explained', member: true });
  expect(read).toBe(2);
});

it('asks the query of a segment that was never evaluated, and says whose members are not current', async () => {
  const parts = partsOf(stores);
  const shop = await newShop(stores, 'stale');
  const save = (name: string, query: string) => saveSegment(parts, shop, { name, query }, 'test');
  const origin = { connection: 'web', source: 'x', fingerprint: 'x', retry: {} };
  await ingest(parts, shop, origin, items([customer('bob', T1), order('w1', T1, { customer: 'ann' })]));
  await save('Old', 'number_of_orders >= 1');
  await advance(parts, shop);
  expect(await count(parts, shop, "in_segment('old')")).toMatchObject({ count: 1, stale: [] });
  await save('New', "in_segment('old') AND amount_spent IN TOP 100%");
  await save('Newest', "NOT in_segment('new')");
  const [never, newest] = ['new', 'newest'].map((segment) => ({ segment, answeredBy: 'query', evaluatedAt: null }));
  const asked = { count: 1, of: 2, stale: [never] };
  expect(await count(parts, shop, "in_segment('new')")).toMatchObject(asked);
  expect(await preview(parts, shop, "NOT in_segment('new')", { sample: 0 })).toMatchObject(asked);
  expect(await count(parts, shop, "in_segment('newest')")).toMatchObject({ ...asked, stale: [never, newest] });
  expect(await diffSegment(parts, shop, 'old', "in_segment('newest')", { sample: 0 })).toMatchObject({
    entering: { count: 1 },
    leaving: { count: 1 },
    stale: [never, newest],
  });
  expect(await exportMembers(parts, shop, "in_segment('newest')", { by: 'test' })).toMatchObject({
    exported: 1,
    stale: [never, newest],
  });
  const listed = await members(parts, shop, "in_segment('new')", { limit: 2 });
  if (listed.outcome !== 'listed') throw new Error(JSON.stringify(listed));
  expect(listed).toMatchObject({ members: [{ records: [{ externalId: 'ann' }] }], stale: [never] });
  const ann = listed.members[0]?.profile ?? '';

  await save('Old', 'number_of_orders = 0');
  const message = "The members of 'old' do not follow what it asks now yet.";
  const revised = { segment: 'old', answeredBy: 'members', owed: [{ reason: 'definition' }], message };
  const byMembers = { count: 1, stale: [never, revised] };
  expect(await count(parts, shop, "in_segment('new')")).toMatchObject(byMembers);
  expect(await count(parts, shop, "in_segment('old') AND number_of_orders = 1")).toMatchObject({ count: 1 });
  for (const query of ['old', "NOT in_segment('new')"]) {
    expect(await explain(parts, shop, query, ann)).toMatchObject({
      member: query !== 'old',
      recordedOtherwise: [{ segment: 'old', recorded: true, byQuery: false }],
    });
  }
  const then = instant('2024-07-01T12:00:00Z');
  expect(await count(parts, shop, "in_segment('old')", then)).toMatchObject({ stale: [] });
  expect(await explain(parts, shop, 'old', ann, then)).toMatchObject({ recordedOtherwise: [] });
  await advance(parts, shop);
  expect(await count(parts, shop, "in_segment('old') AND in_segment('newest')")).toMatchObject({ count: 1, stale: [] });
  expect(await explain(parts, shop, 'old', ann)).toMatchObject({ member: false, recordedOtherwise: [], stale: [] });
});

it('says of a word that it is no segment, rather than how a query goes on', async () => {
  const parts = partsOf(stores);
  const shop = await newShop(stores, 'words');
  await saveSegment(parts, shop, { name: 'Regulars', query: 'number_of_orders > 1' }, 'test');
  const fault = { line: 1, column: 1, code: 'unknown-segment', hint: 'Saved segments: regulars.' };
  for (const asked of ['regulasr', 'our-best', 'größte-2']) {
    const message = expect.stringContaining(`'${asked}' is neither a query`);
    const invalid = { outcome: 'invalid', errors: [{ ...fault, message }] };
    expect(await count(parts, shop, asked)).toMatchObject(invalid);
    expect(await diffSegment(parts, shop, asked, 'number_of_orders > 2', { sample: 0 })).toMatchObject(invalid);
  }
  expect(await count(parts, shop, 'amount_spent')).toMatchObject({ errors: [{ code: 'unexpected' }] });
  expect(await count(parts, shop, 'regulars')).toMatchObject({ outcome: 'counted' });
});

it('saves no segment without a name, or with an endless one', async () => {
  const parts = partsOf(stores);
  const shop = await newShop(stores, 'names');
  const save = (name: string) => saveSegment(parts, shop, { name, query: 'number_of_orders > 1' }, 'test');
  for (const name of ['', ' \t', 'x'.repeat(201), 'two\nlines', 'nul\0', 'half \ud83d']) {
    expect(await save(name)).toMatchObject({ outcome: 'refused', code: 'segment.bad-name' });
  }
  expect(await parts.ledger.segments.list(shop.id)).toEqual([]);
  expect(await save('x'.repeat(200))).toMatchObject({ outcome: 'created' });
});

it('saves no query under a name that may be either of two segments', async () => {
  const parts = partsOf(stores);
  const shop = await newShop(stores, 'two');
  const save = (name: string, query: string) => saveSegment(parts, shop, { name, query }, 'test');
  await save('vip', 'amount_spent > 1');
  await reviseSegment(parts, shop, 'vip', { name: 'Old gold' }, 'test');
  expect(await createSegment(parts, shop, { name: 'vip', query: 'amount_spent > 2' }, 'test')).toMatchObject({
    segment: { handle: 'vip-2' },
  });
  expect(await save('vip', 'amount_spent > 3')).toEqual({
    outcome: 'refused',
    code: 'segment.ambiguous-name',
    message: "'vip' is the name of the segment 'vip-2' and the handle of 'Old gold': write 'vip-2' or 'Old gold'.",
  });
  expect(await save('vip-2', 'amount_spent > 4')).toMatchObject({
    segment: { name: 'vip', query: 'amount_spent > 4' },
  });
  expect(await save('Old gold', 'amount_spent > 5')).toMatchObject({ segment: { handle: 'vip', version: 2 } });
});
