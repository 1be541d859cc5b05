import { expect, test } from 'vitest';
import { listed, withSecrets } from './secret-lists.js';

test('secrets in a list can be joined by more, also where there was no list', () => {
  const settings = { key: 'k', hookSecrets: ['a', 'b'] };
  expect(withSecrets(settings, 'hookSecrets', ['c'])).toEqual({ key: 'k', hookSecrets: ['a', 'b', 'c'] });
  expect(listed(withSecrets({}, 'hookSecrets', ['c']), 'hookSecrets')).toEqual(['c']);
  expect(settings.hookSecrets).toEqual(['a', 'b']);
});
