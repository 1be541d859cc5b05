import { day, timeZone } from '@clientele/model';
import { expect, it } from 'vitest';
import { Calendar } from './calendar.js';
import { occasionDay } from './occasions.js';

const calendar = new Calendar(day('2025-01-01'), day('2026-12-31'), timeZone('Europe/London'));

it.each([
  { country: 'GB', year: 2025, on: '2025-03-30' },
  { country: 'GB', year: 2026, on: '2026-03-15' },
  { country: 'US', year: 2025, on: '2025-05-11' },
  { country: 'DE', year: 2026, on: '2026-05-10' },
  { country: 'FR', year: 2026, on: '2026-05-31' },
  { country: 'ES', year: 2026, on: '2026-05-03' },
] as const)("Mother's Day of $year is on $on in $country", ({ country, year, on }) => {
  const index = occasionDay(calendar, 'mothers_day', { year, country, birthday: [1, 1] });
  expect(calendar.day(index)).toBe(on);
});

it("is a week later in France where Mother's Day would be Whit Sunday", () => {
  const later = new Calendar(day('2034-01-01'), day('2034-12-31'), timeZone('Europe/Paris'));
  const index = occasionDay(later, 'mothers_day', { year: 2034, country: 'FR', birthday: [1, 1] });
  expect(later.day(index)).toBe('2034-06-04');
});

it('finds birthdays and fixed days', () => {
  const place = { year: 2026, country: 'GB', birthday: [7, 9] } as const;
  expect(calendar.day(occasionDay(calendar, 'birthday_of_another', place))).toBe('2026-07-09');
  expect(calendar.day(occasionDay(calendar, 'christmas', place))).toBe('2026-12-25');
});
