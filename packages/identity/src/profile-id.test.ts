import { expect, test } from 'vitest';
import { newProfileId } from './profile-id.js';

test('profile ids are random, short and safe in addresses', () => {
  const ids = Array.from({ length: 1000 }, newProfileId);
  expect(new Set(ids).size).toBe(1000);
  for (const id of ids) expect(id).toMatch(/^p_[0-9a-hjkmnp-tv-z]{16}$/);
});
