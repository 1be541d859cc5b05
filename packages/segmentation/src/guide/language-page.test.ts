import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { type AmountKind, LANGUAGE, type LanguageName } from '../catalogue/language.js';

const PAGE = readFileSync(new URL('../../../../docs/segment-language.md', import.meta.url), 'utf8');

/** The rows of the table of that heading, cell by cell. */
function table(...heading: readonly string[]): string[][] {
  const [, rows] = PAGE.split(`| ${heading.join(' | ')} |\n${heading.map(() => '| --- ').join('')}|\n`);
  if (rows === undefined) throw new Error(`the page has no table of ${heading.join(', ')}`);
  const lines = rows.slice(0, rows.search(/^(?!\|)/m)).trimEnd();
  return lines.split('\n').map((line) => line.slice(2, -2).split(' | '));
}

/** What stands in backquotes. */
const named = (cell = '') => [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);

const ATTRIBUTE_TYPES: Readonly<Partial<Record<AmountKind, RegExp>>> = {
  integer: /^integer$/,
  decimal: /^decimal$/,
  date: /^date$/,
  text: /^text$/,
  id: /^id$/,
  list: /^list$/,
  choice: /^one of /,
};

it('the page of the language has every attribute, with its type', () => {
  const rows = table('name', 'type', 'meaning').flatMap(([names, type = '']) =>
    named(names).map((name) => ({ name, type })),
  );
  expect(rows.map(({ name }) => name).sort()).toEqual([...LANGUAGE.attributes.keys()].sort());
  for (const { name, type } of rows) {
    const known = LANGUAGE.attributes.get(name);
    expect(type, name).toMatch(ATTRIBUTE_TYPES[known?.type ?? 'any'] ?? '');
    const values = type.includes(', ') ? type.replace('one of ', '').split(', ').sort() : undefined;
    if (values !== undefined) expect(values, name).toEqual([...(known?.values ?? [])].sort());
  }
});

/** The kinds of rows that a cell is about: `events.…` are all events. */
const kindsOf = (cell = '') =>
  named(cell).flatMap((name) =>
    [...LANGUAGE.rows.values()].filter((rows) =>
      name.endsWith('…') ? rows.name.startsWith(name.slice(0, -1)) : rows.name === name,
    ),
  );

/** Told of where distances are. */
const OF_DISTANCE = 'customer_within_distance';

it('the page of the language has every parameter of every kind of rows, with its type', () => {
  const told = new Map(
    table('rows', 'parameters').flatMap(([rows, parameters]) =>
      kindsOf(rows).map((kind) => [kind.name, named(parameters).filter((name) => name !== 'property.NAME')] as const),
    ),
  );
  const known = [...LANGUAGE.rows.values()].filter(({ name }) => name !== OF_DISTANCE);
  expect(new Set(told.keys())).toEqual(new Set(known.map(({ name }) => name)));
  for (const rows of known)
    expect([...(told.get(rows.name) ?? [])].sort(), rows.name).toEqual([...rows.parameters.keys()].sort());

  const types = new Map(
    table('parameter', 'type', 'meaning').flatMap(([names, type = '']) => {
      // `number, text` are of two parameters, `text, several` of one.
      const each = type.endsWith('several') ? ['several'] : type.split(', ');
      return named(names).map((name, nth) => [name, each[nth] ?? each[0]] as const);
    }),
  );
  const all = new Map(known.flatMap(({ parameters }) => [...parameters]));
  expect([...types.keys()].sort()).toEqual([...all.keys()].sort());
  for (const [name, { type }] of all) expect(types.get(name), name).toBe(PARAMETER_TYPES[type] ?? type);
});

const PARAMETER_TYPES: Readonly<Partial<Record<AmountKind, string>>> = {
  integer: 'number',
  decimal: 'number',
  boolean: 'true or false',
};

it('the page of the language has every measure of every kind of rows', () => {
  const general = table('measure', 'gives').flatMap(([names]) => named(names));
  const of = (letter: string) => general.filter((name) => new RegExp(`_${letter}s?$`).test(name));
  for (const [rows, numbers, texts] of table('rows', 'numbers N', 'texts T')) {
    const [told, described] = [named(numbers), named(texts)];
    const expected = [
      ...general.filter((name) => !/_[NT]s?$/.test(name)),
      ...told.flatMap((number) => of('N').map((name) => name.replace(/N$/, number))),
      ...described.flatMap((text) => of('T').map((name) => name.replace(/T$/, text).replace(/Ts$/, pluralOf(text)))),
    ].sort();
    expect(kindsOf(rows)).not.toEqual([]);
    for (const kind of kindsOf(rows)) expect([...kind.measures.keys()].sort(), kind.name).toEqual(expected);
  }
  const others = [...LANGUAGE.rows.values()].filter(
    ({ name, measures }) =>
      measures.size > 1 &&
      !table('rows', 'numbers N', 'texts T').some(([rows]) => kindsOf(rows).some((kind) => kind.name === name)),
  );
  expect(others.map(({ name }: Pick<LanguageName, 'name'>) => name)).toEqual([]);
});

function pluralOf(text: string): string {
  return text.endsWith('y') && text !== 'weekday' ? `${text.slice(0, -1)}ies` : `${text}s`;
}
