import type { Shop } from '@clientele/model';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { applySegmentFiles, planSegmentFiles, segmentFiles } from './ask/segment-files.js';
import { listSegments, saveSegment } from './ask/segments.js';
import { ingest } from './ingest.js';
import type { Parts } from './parts.js';
import { customer, items, newShop, openStores, order, partsOf, type Stores } from './street.fixture.js';
import { advance } from './street.js';

const T1 = '2024-05-21T00:00:00Z';

let stores: Stores;
let parts: Parts;
beforeAll(async () => {
  stores = await openStores();
  parts = partsOf(stores);
});
afterAll(() => stores.close());

/** Ann with two orders, Bob with one, and the segments Twice, Best (of Twice) and Other. */
async function shopOfTwo(id: string): Promise<Shop> {
  const shop = await newShop(stores, id);
  const saved = { Twice: 'number_of_orders >= 2', Best: "in_segment('twice')", Other: 'gift_orders = 0' };
  for (const [name, query] of Object.entries(saved)) await saveSegment(parts, shop, { name, query }, 'test');
  const records = [
    ...[customer('ann', T1), customer('bob', T1)],
    ...['w1', 'w2'].map((number) => order(number, T1, { customer: 'ann' })),
    order('w3', T1, { customer: 'bob' }),
  ];
  await ingest(parts, shop, { connection: 'web', source: 'x', fingerprint: 'x', retry: {} }, items(records));
  await advance(parts, shop);
  return shop;
}

const file = (handle: string, name: string, query: string) => ({
  file: `${handle}.segment`,
  text: `name: ${name}\nhandle: ${handle}\nquery: ${query}\n`,
});
const FILES = [
  file('all', 'All', "in_segment('twice') OR in_segment('once')"),
  file('twice', 'Twice or never', 'number_of_orders >= 1'),
  file('once', 'Once', 'number_of_orders = 1'),
];

it('files change what they say, in any order, and again nothing', async () => {
  const shop = await shopOfTwo('files');
  const plan = await planSegmentFiles(parts, shop, FILES);
  const move = (entering: number, leaving: number, staying: number) => ({ entering, leaving, staying });
  expect(plan).toMatchObject({
    segments: [
      { handle: 'all', change: 'created', queryBefore: null, ...move(2, 0, 0) },
      {
        handle: 'twice',
        change: 'changed',
        renamedFrom: 'Twice',
        queryBefore: 'number_of_orders >= 2',
        ...move(1, 0, 1),
      },
      { handle: 'once', change: 'created', ...move(1, 0, 0) },
    ],
    following: [{ handle: 'best', ...move(1, 0, 1) }],
    unmentioned: ['best', 'other'],
  });
  expect(await listSegments(parts, shop)).toHaveLength(3);

  expect(await applySegmentFiles(parts, shop, FILES, 'test')).toMatchObject({
    applied: [{ what: 'segment.revised' }, { what: 'segment.created' }, { what: 'segment.created' }],
  });
  await advance(parts, shop);
  const members = Object.fromEntries((await listSegments(parts, shop)).map(({ handle, members: n }) => [handle, n]));
  expect(members).toEqual({ all: 2, best: 2, once: 1, other: 2, twice: 2 });

  expect(await applySegmentFiles(parts, shop, FILES, 'test')).toMatchObject({
    applied: [],
    plan: { segments: [{ change: 'unchanged' }, { change: 'unchanged' }, { change: 'unchanged' }], following: [] },
  });
  const written = (await segmentFiles(parts, shop)).map(({ handle, text }) => ({ file: handle, text: text ?? '' }));
  expect(written.map(({ file: handle }) => handle)).toEqual(['all', 'best', 'once', 'other', 'twice']);
  expect(await planSegmentFiles(parts, shop, written)).toMatchObject({
    segments: written.map(() => ({ change: 'unchanged' })),
  });
});

it('files turn references round', async () => {
  const shop = await shopOfTwo('turned');
  const turned = [file('twice', 'Twice', "in_segment('best')"), file('best', 'Best', 'number_of_orders >= 2')];
  expect(await applySegmentFiles(parts, shop, turned, 'test')).toMatchObject({ applied: [{}, {}] });
});

it('files mend segments that lead back to themselves, as an older release may have saved them', async () => {
  const shop = await shopOfTwo('circle');
  const circle = { query: "in_segment('best')" };
  await parts.ledger.segments.revise(shop.id, 'twice', circle, 'test', parts.clock());
  const mended = [file('twice', 'Twice', 'number_of_orders >= 2')];
  expect(await applySegmentFiles(parts, shop, mended, 'test')).toMatchObject({ applied: [{}] });
  await advance(parts, shop);
  expect(await listSegments(parts, shop)).toMatchObject(Array(3).fill({ state: 'fresh' }));
});

it('plans files that refer many times over to what is below them, each looked into once', async () => {
  const shop = await shopOfTwo('levels');
  const levels = Array.from({ length: 40 }, (_, level) => {
    const below = `in_segment('${level === 0 ? 'twice' : `level-${level - 1}`}')`;
    return file(`level-${level}`, `Level ${level}`, `${below} AND (${below} OR gift_orders > ${level})`);
  });
  const plan = await planSegmentFiles(parts, shop, levels);
  if (plan.outcome !== 'planned') throw new Error(JSON.stringify(plan));
  expect(plan.segments.filter(({ entering }) => entering === 1)).toHaveLength(40);
});

it('nothing is done where a file is wrong, a name is taken, or the plan was another', async () => {
  const shop = await shopOfTwo('refused');
  const codes = async (...files: readonly ReturnType<typeof file>[]) => {
    const applied = await applySegmentFiles(parts, shop, files, 'test');
    return applied.outcome === 'invalid'
      ? applied.files.flatMap(({ errors }) => errors.map(({ code }) => code))
      : applied;
  };
  const good = file('good', 'Good', 'number_of_orders > 5');
  expect(await codes(good, file('bad', 'Bad', 'number_of_order > 5'))).toEqual(['unknown-attribute']);
  expect(await codes(good, file('twice', 'Twice', "in_segment('best')"))).toEqual(['segment.circle']);
  expect(await codes(good, file('new', 'Other', 'gift_orders > 1'))).toEqual(['name-taken']);
  expect(await codes(good, file('new', 'x'.repeat(201), 'gift_orders > 1'))).toEqual(['bad-name']);
  expect(await applySegmentFiles(parts, shop, [good], 'test', 'another plan')).toMatchObject({
    code: 'segment.changed-meanwhile',
  });
  expect(await listSegments(parts, shop)).toHaveLength(3);
});
