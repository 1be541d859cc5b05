import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { PROFILES } from '../compile/derive-profiles.js';
import { CATALOGUE } from './catalogue.js';
import { LANGUAGE } from './language.js';

const documentation = readFileSync(new URL('../../../../docs/segment-language.md', import.meta.url), 'utf8');

/** The cells of each row of the tables under a heading. */
function rowsUnder(heading: string): string[][] {
  const section = documentation.split(/^## /m).find((each) => each.startsWith(heading)) ?? '';
  return section
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) =>
      line
        .slice(1, -1)
        .split('|')
        .map((cell) => cell.trim()),
    );
}

function namesIn(cell = ''): string[] {
  return [...cell.matchAll(/`(\w+)`/g)].map((match) => match[1] ?? '');
}

test('the documented attributes are those of the catalogue, with their types', () => {
  const documented = rowsUnder('Attributes').flatMap(([names, type = '']) =>
    namesIn(names).map((name) => [name, type.startsWith('one of') ? 'choice' : type]),
  );
  const entries = [...CATALOGUE.attributes.values()].map(({ name, type }) => [name, type]);
  expect(documented.sort()).toEqual(entries.sort());
});

test('the documented rows have the parameters of the catalogue', () => {
  const documented = rowsUnder('Rows and measures')
    .filter((cells) => cells.length === 2 && CATALOGUE.functions.has(namesIn(cells[0])[0] ?? ''))
    .map(([name, parameters]) => [namesIn(name)[0], namesIn(parameters)]);
  const entries = [...CATALOGUE.functions.values()].map(({ name, fields }) => [name, Object.keys(fields)]);
  expect(documented).toEqual(entries);
});

test('the documented measures are those whose parameter is there', () => {
  const documented = rowsUnder('Rows and measures')
    .filter((cells) => cells.length === 3 && CATALOGUE.functions.has(namesIn(cells[0])[0] ?? ''))
    .map(([name, numbers, texts]) => [namesIn(name)[0], namesIn(numbers), namesIn(texts)]);
  const timed = [...CATALOGUE.functions.values()].filter(({ name }) => LANGUAGE.rows.get(name)?.hasDate);
  const entries = timed.map(({ name, fields }) => {
    const measures = [...(LANGUAGE.rows.get(name)?.measures.values() ?? [])].filter(({ of }) =>
      Object.hasOwn(fields, of ?? ''),
    );
    const named = (kind: string) =>
      measures.filter((each) => each.kind === kind).map((each) => each.name.replace(`${kind}_`, ''));
    return [name, named('average'), named('usual')];
  });
  expect(documented).toEqual(entries);
});

test('the documented order of consents is that of the catalogue', () => {
  const { values } = CATALOGUE.attributes.get('email_subscription_status') as { values?: readonly string[] };
  expect(documentation).toContain(values?.join(', '));
});

test('every stored column is there once, and PROFILES has them all', () => {
  const columns = CATALOGUE.columns.map(({ name }) => name);
  expect(columns).toEqual([...new Set(columns)]);
  const stamps = ['orders_stamp', 'events_stamp', 'customers_stamp', 'refunds_stamp', 'consents_stamp'];
  expect(Object.keys(PROFILES)).toEqual(['shop', 'profile_no', ...columns, ...stamps]);
});
