import { expect, test } from 'vitest';
import { nearest } from './nearest.js';

const NAMES = ['amount_spent', 'amount_refunded', 'last_order_date', 'first_order_date', 'id', 'count'];

test.each([
  ['amount_spend', 'amount_spent'],
  ['Amount_Spent', 'amount_spent'],
  ['amuont_spnet', 'amount_spent'],
  ['lst_order_date', 'last_order_date'],
  ['ids', 'id'],
  ['cuont', 'count'],
  ['spend', undefined],
  ['x', undefined],
  ['', undefined],
])('%s is near %s', (word, candidate) => {
  expect(nearest(word, NAMES)).toBe(candidate);
});
