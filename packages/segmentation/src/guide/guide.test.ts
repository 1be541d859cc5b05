import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { LANGUAGE } from '../catalogue/language.js';
import { checkQuery } from '../check/check-query.js';
import { guideInMarkdown } from './guide-in-markdown.js';
import { languageGuide } from './language-guide.js';

it('the page of all names is what the catalogue says: build, then node dist/write-guide.js', () => {
  const page = readFileSync(new URL('../../../../docs/segment-names.md', import.meta.url), 'utf8');
  expect(page).toBe(guideInMarkdown());
});

it('the guide has every name of the language', () => {
  const shown = new Set(
    languageGuide().flatMap(({ tables }) => tables.flatMap(({ rows }) => rows.map(([name]) => name?.slice(1, -1)))),
  );
  const names = [
    ...LANGUAGE.attributes.keys(),
    ...[...LANGUAGE.rows].flatMap(([name, rows]) => [name, ...rows.parameters.keys(), ...rows.measures.keys()]),
  ];
  expect(names.filter((name) => !shown.has(name))).toEqual([]);
});

it('the examples of the guide can be asked', () => {
  const examples = languageGuide().flatMap(({ text }) => text.match(/`[^`]+(>=|<=|>) [^`]+`/)?.[0].slice(1, -1) ?? []);
  expect(examples).toHaveLength(languageGuide().length);
  expect(examples.map((query) => [query, checkQuery(query).outcome])).toEqual(
    examples.map((query) => [query, 'valid']),
  );
});
