import { expect, test } from 'vitest';
import { SeenIds } from './seen-ids.js';

const ids = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => `order-${from + index}`);

test('an id that was seen is never taken for new, and hardly any new one for seen', () => {
  const seen = new SeenIds();
  for (const id of ids(0, 100_000)) seen.add(id);
  expect(ids(0, 100_000).every((id) => seen.mayHave(id))).toBe(true);
  expect(ids(100_000, 200_000).filter((id) => seen.mayHave(id)).length).toBeLessThan(10);
});

test('of a few ids no other is taken for seen, and they take little memory', () => {
  const before = process.memoryUsage().arrayBuffers;
  const many = Array.from({ length: 100 }, (_, index) => {
    const seen = new SeenIds();
    seen.add(`order-${index}`);
    return seen;
  });
  expect(many.every((seen, index) => seen.mayHave(`order-${index}`) && !seen.mayHave('order-x'))).toBe(true);
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(8_000_000);
});
