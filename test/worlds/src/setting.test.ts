import { day, timeZone } from '@clientele/model';
import { expect, it } from 'vitest';
import { COUNTRIES } from './countries.js';
import { MOST_PEOPLE, scatteredId, settingOf, uniqueNumber } from './setting.js';

const people = [0, 1, 2, 511, 512, 99_999, 1_000_000, MOST_PEOPLE - 2, MOST_PEOPLE - 1];

it('scatters ids without giving one twice', () => {
  const setting = settingOf({
    seed: 8,
    people: MOST_PEOPLE,
    timeZone: timeZone('Europe/London'),
    currency: 'GBP',
    from: day('2026-01-01'),
    to: day('2026-01-02'),
  });
  const ids = people.flatMap((index) => Array.from({ length: 512 }, (_, thing) => scatteredId(setting, index, thing)));
  expect(new Set(ids).size).toBe(people.length * 512);
  expect(ids.every((id) => /^\d{10}$/.test(id))).toBe(true);
});

it.each(Object.entries(COUNTRIES))('gives everybody in %s two numbers of their own', (_, { mobile, landline }) => {
  const numbers = [...people, ...Array.from({ length: 5000 }, (_, index) => 3000 + index)].flatMap((person) => [
    uniqueNumber(mobile, person),
    uniqueNumber(mobile, person, true),
    uniqueNumber(landline, person),
  ]);
  expect(new Set(numbers).size).toBe(numbers.length);
  expect(numbers.every((number) => /^\+\d{11,13}$/.test(number))).toBe(true);
});
