import { instantOfMs } from '@clientele/model';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { randomFrom } from '../world/random.js';
import { type KeysetCursor, keyset } from './keyset.js';

interface Row {
  readonly id: number;
  readonly second: number;
}

const PAGE = 4;
const rowSchema = z.object({ id: z.number(), second: z.number() });
const walk = keyset({
  grainMs: 1000,
  pageSize: PAGE,
  changedAt: (object) => instantOfMs(rowSchema.parse(object).second * 1000),
  id: (object) => String(rowSchema.parse(object).id),
});

type Platform = (rows: readonly Row[], cursor: KeysetCursor) => ReturnType<typeof bounded>;
type Order = (a: Row, b: Row) => number;

/** Takes its bound to be exclusive. */
function bounded(rows: readonly Row[], cursor: KeysetCursor, order: Order = (a, b) => a.id - b.id) {
  const after = walk.after(cursor);
  return rows
    .filter(({ second }) => after === undefined || second * 1000 > Date.parse(after))
    .sort((a, b) => a.second - b.second || order(a, b))
    .map((row) => ({ ...row }));
}

const PLATFORMS: [name: string, Platform][] = [
  ['counts pages', (rows, cursor) => bounded(rows, cursor).slice((cursor.page - 1) * PAGE, cursor.page * PAGE)],
  [
    'looks up where the object behind which a page begins stands now',
    (rows, cursor) => {
      const all = bounded(rows, cursor);
      const begin = all.findIndex(({ id }) => String(id) === walk.behind(cursor)) + 1;
      return all.slice(begin, begin + PAGE);
    },
  ],
];

const edits = fc.array(fc.option(fc.nat(30), { nil: undefined }), { maxLength: 40 });
const seconds = fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 30 });

test.each(PLATFORMS)(
  'every row is read of a platform that %s, however many share a second and whichever are edited meanwhile',
  (_, pageOf) => {
    fc.assert(
      fc.property(seconds, edits, (times, edited) => {
        let rows = times.map((second, id): Row => ({ id, second }));
        const read = new Set<number>();
        let clock = 100;
        let cursor = walk.start(undefined);
        for (let request = 0; request < 500; request += 1) {
          const which = edited[request];
          if (which !== undefined) {
            clock += 1;
            rows = rows.map((row) => (row.id === which ? { ...row, second: clock } : row));
          }
          const objects = pageOf(rows, cursor);
          for (const { id } of objects) read.add(id);
          const page = walk.page(cursor, objects);
          if (page.done) break;
          cursor = page.next;
        }
        expect(read.size).toBe(times.length);
      }),
      { numRuns: 300 },
    );
  },
);

test('a tick that is larger than a page is left, even where the platform gives its rows in no fixed order', () => {
  const random = randomFrom(7);
  const rows = Array.from({ length: 15 }, (_, id): Row => ({ id, second: 1 })).concat({ id: 99, second: 2 });
  let cursor = walk.start(undefined);
  for (let request = 0; request < 500; request += 1) {
    const page = walk.page(
      cursor,
      bounded(rows, cursor, () => random() - 0.5).slice((cursor.page - 1) * PAGE, cursor.page * PAGE),
    );
    if (page.done) return;
    cursor = page.next;
  }
  expect.unreachable('it never comes to its end');
});

test('an object without a change time does not stop the walk', () => {
  const loose = keyset({ grainMs: 1000, pageSize: 2, changedAt: () => undefined, id: () => '1' });
  const first = loose.page(loose.start(undefined), [{}, {}]);
  expect(first).toMatchObject({ done: false, next: { page: 2 } });
  expect(loose.page(first.next, [{}]).done).toBe(false);
});

test('the bounds: from includes its tick, after comes a tick before it', () => {
  const cursor = walk.start(instantOfMs(5000));
  expect([walk.from(cursor), walk.after(cursor)]).toEqual([instantOfMs(5000), instantOfMs(4000)]);
  expect([walk.from(walk.start(undefined)), walk.after(walk.start(undefined))]).toEqual([undefined, undefined]);
});

test('a cursor of before there was an object to begin behind is read', () => {
  const { behind, ...before } = walk.start(undefined);
  expect(walk.cursor.schema.parse(before)).toEqual({ ...before, behind });
});
