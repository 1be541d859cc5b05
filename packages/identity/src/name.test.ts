import { expect, test } from 'vitest';
import { normaliseName } from './name.js';

test.each([
  [
    ['Jörg', 'Müller'],
    ['Dr. Joerg', 'Mueller'],
  ],
  [
    ['Jörg', 'Müller'],
    ['MULLER', 'jorg'],
  ],
  [
    ['Søren', 'Groß'],
    ['Soren', 'Gross'],
  ],
  [
    ['Ann-Marie', "O'Brien"],
    ['Ann Marie', 'OBrien'],
  ],
  [
    ['Mrs', 'Ann Smith'],
    ['Ann', 'Smith'],
  ],
  [
    [undefined, 'Smith, Ann'],
    ['Ann', 'Smith'],
  ],
])('%j and %j are one name', ([firstA, lastA], [firstB, lastB]) => {
  expect(normaliseName(firstA, lastA)).toBe(normaliseName(firstB, lastB));
  expect(normaliseName(firstA, lastA)).not.toBeNull();
});

test('different people have different names', () => {
  const names = [
    ['Ann', 'Smith'],
    ['Anna', 'Smith'],
    ['Ann', 'Smyth'],
    ['太郎', '山田'],
    ['Анна', 'Иванова'],
    ['Johnny', 'Cash'],
  ].map(([first, last]) => normaliseName(first, last));
  expect(names).not.toContain(null);
  expect(new Set(names).size).toBe(names.length);
});

test.each([
  [undefined, undefined],
  ['', ' '],
  ['Walk-in', 'Customer'],
  ['GUEST', undefined],
  ['Cash', 'Sale'],
  ['N/A', 'n/a'],
  ['Mr.', undefined],
  ['-', '12345'],
])('%s %s is nobody', (first, last) => {
  expect(normaliseName(first, last)).toBeNull();
});
