import { readFileSync } from 'node:fs';
import { timeZone } from '@clientele/model';
import { expect, it } from 'vitest';
import { importDefinition } from './import-definition.js';
import { readImportNames } from './import-names.js';

const page = readFileSync(new URL('../../../../docs/import-segments.md', import.meta.url), 'utf8');
const blocks = (language: string) =>
  [...page.matchAll(/^```(\w*)\n(.*?)^```$/gms)].filter(([, of]) => of === language).map(([, , text = '']) => text);

it('the example of the page can be copied, and gives what the page says', () => {
  const [definition, names] = blocks('json').map((text): unknown => JSON.parse(text));
  const read = readImportNames(names);
  if (read.outcome === 'invalid') throw new Error(JSON.stringify(read.errors));
  const imported = importDefinition('klaviyo', definition, { timeZone: timeZone('Europe/London'), names: read.names });
  expect(imported).toMatchObject({ name: 'Loyal, and silent', complete: true, query: blocks('')[0]?.trim() });
  expect(imported.outcome === 'read' && imported.report.map(({ carried }) => carried)).toEqual([
    'exactly',
    'exactly',
    'approximately',
  ]);
});

it.each([
  [{ lists: { a: 'No handle' } }, 'lists.a'],
  [{ attributes: { a: '1 +' } }, 'attributes.a'],
  [{ places: { 'US 1': 'here' } }, 'places.US 1'],
  [{ event: {} }, ''],
])('refuses names that are none, with their place: %j', (json, path) => {
  const read = readImportNames(json);
  expect(read.outcome === 'invalid' && read.errors.map((error) => error.path)).toEqual([path]);
});
