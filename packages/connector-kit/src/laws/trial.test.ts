import { expect, test } from 'vitest';
import { isOf } from './trial.js';

test.each([
  ['10', true],
  ['guest-of-10', true],
  ['10-refund', true],
  ['1001', false],
  ['guest-of-1001', false],
  ['guest-of-210', false],
])('a record %j is of the object 10: %s', (externalId, is) => {
  expect(isOf(new Set(['10']), externalId)).toBe(is);
});
