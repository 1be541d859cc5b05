import { expect, test } from 'vitest';
import { hash64 } from './hash64.js';
import { KeySet } from './key-set.js';

test('it holds what was added and nothing else, through growing', () => {
  const keys = new KeySet();
  for (let index = 0; index < 50_000; index += 1) {
    keys.add(`order ${index}`);
    keys.add(`order ${index}`);
  }
  for (let index = 0; index < 50_000; index += 1) expect(keys.has(`order ${index}`)).toBe(true);
  for (let index = 0; index < 50_000; index += 1) expect(keys.has(`other ${index}`)).toBe(false);
});

test('hashes stay what they are: stored versions are made of them', () => {
  expect(hash64('')).toMatchInlineSnapshot(`
    [
      451841411,
      1217125560,
    ]
  `);
  expect(hash64('WHITE HANGING HEART T-LIGHT HOLDER')).toMatchInlineSnapshot(`
    [
      3846016815,
      2750026607,
    ]
  `);
});
