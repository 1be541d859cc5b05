import { expect, test } from 'vitest';
import { oddly } from './oddly.js';

const order = { id: 7, email: 'a@post.example', lines: [{ quantity: 2 }] };

test.each([
  ['unknown', 0, { ...order, x_unheard_of_0: { since: 'today' } }],
  ['absent', 0, { id: 7, lines: [{ quantity: 2 }] }],
  ['null', 1, { ...order, lines: null }],
  ['list', 2, { ...order, lines: [[]] }],
  ['type', 3, { ...order, lines: [{ quantity: '2' }] }],
  ['type', 4, { ...order, email: 12_345 }],
] as const)('something odd (%s) at place %i', (how, field, odd) => {
  expect(oddly(order, { how, field }, ['id'])).toEqual(odd);
});

test('null turns into nothing that might stand there as well, such as the id of somebody', () => {
  expect(oddly({ id: 7, customer: null }, { how: 'type', field: 0 }, ['id'])).toEqual({ id: 7, customer: true });
});

test('where everything is spared, nothing is odd', () => {
  expect(oddly({ id: 7 }, { how: 'null', field: 3 }, ['id'])).toEqual({ id: 7 });
});
