import { expect, test } from 'vitest';
import { memoryCap } from './memory-cap.ts';

test('the cap leaves room for what the process takes beside it', () => {
  expect(memoryCap(1_000_000_000, 8_000_000_000)).toBe(450_000_000);
});

test('a control group below the target lowers it', () => {
  expect(memoryCap(2_000_000_000, 1_200_000_000)).toBe(650_000_000);
});

test('it is never so low that nothing runs', () => {
  expect(memoryCap(600_000_000, 300_000_000)).toBe(200_000_000);
});
