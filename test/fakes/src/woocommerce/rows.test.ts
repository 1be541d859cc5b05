import fc from 'fast-check';
import { expect, test } from 'vitest';
import { randomOf } from '../random.js';
import { Rows } from './rows.js';

interface Thing {
  readonly id: number;
  time: number;
}

const byTime = (a: Thing, b: Thing) => a.time - b.time || a.id - b.id;

test('a page is what sorting and filtering all rows gives, whatever was added, changed and removed', () => {
  const step = fc.record({ id: fc.nat(20), time: fc.nat(8), remove: fc.boolean() });
  const asked = fc.record({
    after: fc.option(fc.nat(8), { nil: undefined }),
    before: fc.option(fc.nat(8), { nil: undefined }),
    odd: fc.boolean(),
    descending: fc.boolean(),
    offset: fc.nat(12),
    limit: fc.nat(6),
  });
  fc.assert(
    fc.property(
      fc.array(step, { maxLength: 40 }),
      asked,
      (steps, { after, before, odd, descending, offset, limit }) => {
        const rows = new Rows<Thing, 'time' | 'id'>({ time: ({ time }) => time, id: ({ id }) => id });
        for (const { id, time, remove } of steps) {
          const known = rows.get(id);
          if (known === undefined) rows.add({ id, time });
          else if (remove) rows.remove(known);
          else {
            rows.change(known, (row) => {
              row.time = time;
            });
          }
        }
        const where = odd ? ({ id }: Thing) => id % 2 === 1 : undefined;
        const passing = [...rows.values()]
          .filter((row) => (after === undefined || row.time > after) && (before === undefined || row.time < before))
          .filter((row) => where?.(row) !== false)
          .sort(byTime);
        const expected = descending ? passing.reverse() : passing;
        const within = { by: 'time', after, before } as const;
        const selection = { by: 'time', descending, within, where, offset, limit } as const;
        expect(rows.select(selection)).toEqual({
          rows: expected.slice(offset, offset + limit),
          total: expected.length,
        });

        const byId = rows.select({ ...selection, by: 'id', offset: 0, limit: 99 }).rows.map(({ id }) => id);
        const ids = passing.map(({ id }) => id).sort((a, b) => (descending ? b - a : a - b));
        expect(byId).toEqual(ids);

        const tie = ({ id }: Thing, end: number) => (id * 7 + end) % 5;
        const times = expected.slice(offset, offset + limit).map(({ time }) => time);
        expect(rows.select({ ...selection, tie }).rows.map(({ time }) => time)).toEqual(times);
      },
    ),
  );
});

test('it stays in order with many rows, in blocks that are split and emptied', () => {
  const random = randomOf(4);
  const rows = new Rows<Thing, 'time'>({ time: ({ time }) => time });
  for (let id = 0; id < 5000; id += 1) rows.add({ id, time: id % 3 === 0 ? id : Math.floor(random() * 5000) });
  for (const row of [...rows.values()].filter(({ id }) => id > 1000 && id < 3000)) rows.remove(row);
  const expected = [...rows.values()].sort(byTime);
  expect(rows.select({ by: 'time', descending: false, offset: 0, limit: 5000 }).rows).toEqual(expected);
  const [some] = rows.select({
    by: 'time',
    descending: true,
    within: { by: 'time', after: undefined, before: 4000 },
    offset: 700,
    limit: 1,
  }).rows;
  expect(some).toEqual(expected.filter(({ time }) => time < 4000).at(-701));
});

test('without a fixed order of ties, whoever goes by page numbers misses some though nothing changes', () => {
  const rows = new Rows<Thing, 'time'>({ time: ({ time }) => time });
  for (let id = 1; id <= 20; id += 1) rows.add({ id, time: 1 });
  const tie = ({ id }: Thing, end: number) => (id * end) % 19;
  const page = (offset: number) => rows.select({ by: 'time', descending: false, offset, limit: 5, tie }).rows;
  const seen = new Set([0, 5, 10, 15].flatMap((offset) => page(offset).map(({ id }) => id)));
  expect(seen.size).toBeLessThan(20);
});
