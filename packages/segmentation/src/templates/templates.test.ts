import { expect, test } from 'vitest';
import { checkQuery } from '../check/check-query.js';
import { isSegmentHandle } from '../segment-handle.js';
import { TEMPLATES } from './templates.js';

test.each(TEMPLATES)('$name is a valid, canonical query', ({ handle, query, description }) => {
  expect(isSegmentHandle(handle)).toBe(true);
  expect(checkQuery(query)).toMatchObject({ outcome: 'valid', canonical: query });
  expect(description).toMatch(/^[A-Z].*\.$/);
});

test('twelve, all different, at least six of them for a shop that knows only orders', () => {
  expect(TEMPLATES).toHaveLength(12);
  for (const key of ['handle', 'name', 'query'] as const) {
    expect(new Set(TEMPLATES.map((template) => template[key])).size).toBe(12);
  }
  expect(TEMPLATES.filter(({ shops }) => shops.includes('retail')).length).toBeGreaterThanOrEqual(6);
});
