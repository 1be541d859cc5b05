import { expect, test } from 'vitest';
import { checkQuery } from '../check/check-query.js';
import { checkSegmentFiles } from '../code/check-segment-files.js';
import { segmentTemplates, TEMPLATE_GROUPS, templateFiles } from './templates.js';

test.each(checkSegmentFiles(templateFiles()))('$file is what it says, with examples in and out', (checked) => {
  const { file, segment, errors, warnings } = checked;
  expect([...errors, ...warnings]).toEqual([]);
  expect(`${segment?.handle}.segment`).toBe(file);
  expect(segment?.examples.length).toBe(checked.examples);
  expect(new Set(segment?.examples.map(({ member }) => member))).toEqual(new Set([true, false]));
});

test.each(segmentTemplates())('$name comes with advice, and a canonical query', (template) => {
  const { query, change, description, needs, message, offer, timing, channel } = template;
  expect(checkQuery(query)).toMatchObject({ outcome: 'valid', canonical: query });
  for (const sentence of [description, message, offer, timing, channel, change ?? 'Nothing.']) {
    expect(sentence).toMatch(/^[A-Z0-9\p{L}].*[.?]$/u);
  }
  expect(needs).not.toBe('');
});

test('forty, all different, in eleven groups, the commonest first', () => {
  const templates = segmentTemplates();
  expect(templates).toHaveLength(40);
  for (const key of ['handle', 'name', 'query', 'message'] as const) {
    expect(new Set(templates.map((template) => template[key])).size).toBe(40);
  }
  expect([...new Set(templates.map(({ group }) => group))]).toEqual(TEMPLATE_GROUPS);
  expect(templates[0]?.handle).toBe('champions');
});
