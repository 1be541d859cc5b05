import { expect, test } from 'vitest';
import { pages } from './pages.js';
import { tokens } from './tokens.js';

test('numbered pages end at the total, also where the platform repeats its last page for ever', () => {
  const numbered = pages(2);
  const first = numbered.page(numbered.start(undefined), [1, 2], 3);
  expect(first).toMatchObject({ done: false, next: { page: 2 } });
  expect(numbered.page(first.next, [2, 3], 3).done).toBe(true);
});

test('without a total they end at a page that is not full', () => {
  const numbered = pages(2);
  expect(numbered.page(numbered.start(undefined), [1]).done).toBe(true);
  expect(numbered.page(numbered.start(undefined), [1, 2]).done).toBe(false);
});

test('tokens end where there is no next one, and keep the question the same along the way', () => {
  const strung = tokens();
  const first = strung.page(strung.start(undefined), [1], 'abc');
  expect(first).toEqual({ objects: [1], next: { since: null, token: 'abc' }, done: false });
  for (const end of [undefined, null, '']) expect(strung.page(first.next, [2], end).done).toBe(true);
});
