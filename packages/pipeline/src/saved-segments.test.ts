import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Ledger, loadKey, openLedger, type Segment } from '@clientele/ledger';
import { instant, type SegmentId, type Shop, shopId, timeZone } from '@clientele/model';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createSegment, reviseSegment } from './ask/edit-segments.js';
import { declareAttribute } from './custom-attributes.js';
import { referringAmong, savedSegments } from './saved-segments.js';

const NOW = instant('2024-05-01T00:00:00Z');

let directory: string;
let ledger: Ledger;
let shop: Shop;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'clientele-saved-segments-'));
  ledger = await openLedger({ directory }, { key: await loadKey(directory) });
  const place = { currency: 'GBP', timeZone: timeZone('Europe/London'), clock: null, generated: true };
  ({ shop } = await ledger.shops.create({ id: shopId('mine'), name: 'Mine', ...place, createdAt: NOW }));
});
afterAll(async () => {
  await ledger.close();
  await rm(directory, { recursive: true, force: true });
});

function segmentOf(query: string): Segment {
  const named = { id: 'seg_1' as SegmentId, handle: 'one', name: 'One', description: '', version: 1, listed: 0 };
  return { ...named, query, createdAt: NOW, savedAt: NOW, savedBy: 'test' };
}

/** How a query is read that the shop's one segment asks. */
async function conditionOf(query: string) {
  const segments = { list: async () => [segmentOf(query)] };
  const { byHandle } = await savedSegments({ ledger: { settings: ledger.settings, segments } }, shop.id);
  return byHandle.get('one')?.condition;
}

it('reads a query once for all questions, and another one anew', async () => {
  const read = await conditionOf('number_of_orders > 1');
  expect(read).toMatchObject({ kind: 'test' });
  expect(await conditionOf('number_of_orders > 1')).toBe(read);
  expect(await conditionOf('number_of_orders > 2')).not.toEqual(read);
});

it('reads a query anew where an attribute is something else than it was', async () => {
  const declare = (type: 'number' | 'text') =>
    declareAttribute({ ledger, clock: () => NOW }, shop, 'attributes.shoe_size', type, 'test');
  await declare('text');
  expect(await conditionOf('attributes.shoe_size > 40')).toBeUndefined();
  await declare('number');
  expect(await conditionOf('attributes.shoe_size > 40')).toBeDefined();
});

it('remembers the queries that are asked, not all that ever were', async () => {
  const often = await conditionOf('amount_spent > 1');
  const once = await conditionOf('amount_spent > 2');
  for (let value = 3; value < 6_100; value += 1) {
    await conditionOf(`amount_spent > ${value}`);
    if (value % 500 === 0) await conditionOf('amount_spent > 1');
  }
  expect(await conditionOf('amount_spent > 1')).toBe(often);
  expect(await conditionOf('amount_spent > 2')).not.toBe(once);
});

it('lets no segments refer to one another in a circle, whatever is saved at once', async () => {
  const parts = { ledger, clock: () => NOW };
  const save = (name: string, query = 'number_of_orders > 1') => createSegment(parts, shop, { name, query }, 'test');
  const revise = (handle: string, query: string) => reviseSegment(parts, shop, handle, { query }, 'test');
  for (const name of ['a', 'b', 'c']) await save(name);
  const turns = await Promise.all([
    revise('a', "in_segment('b')"),
    revise('b', "in_segment('c')"),
    revise('c', "in_segment('a')"),
  ]);
  expect(turns.map((turn) => (turn.outcome === 'refused' ? turn.code : turn.outcome)).toSorted()).toEqual([
    ...['saved', 'saved'],
    'segment.circle',
  ]);
});

it('knows what a query refers to, also where an attribute that it names is gone', () => {
  const segment = segmentOf("attributes.never_heard_of = 1 AND in_segment('two')");
  expect(referringAmong([segment])).toEqual(new Map([['two', [segment]]]));
});
