import { day, dayOf, instant, instantOfMs, timeZone } from '@clientele/model';
import { describe, expect, it } from 'vitest';
import { Calendar } from './calendar.js';

describe('Calendar', () => {
  it.each(['Europe/London', 'America/St_Johns', 'Africa/Casablanca', 'Asia/Beirut'])(
    'puts every second of a day into that day in %s',
    (name) => {
      const zone = timeZone(name);
      const calendar = new Calendar(day('2024-01-01'), day('2024-12-31'), zone);
      for (let index = 0; index < calendar.length; index += 1) {
        for (const second of [0, 43_200, 86_399]) {
          expect(dayOf(calendar.instant(calendar.ms(index, second)), zone)).toBe(calendar.day(index));
        }
      }
      expect(dayOf(instantOfMs(calendar.end), zone)).toBe('2025-01-01');
    },
  );

  it('writes instants as the model does', () => {
    const calendar = new Calendar(day('2024-02-28'), day('2024-03-01'), timeZone('Europe/London'));
    for (const text of [
      '2024-02-29T00:00:00.000Z',
      '2024-02-28T23:59:59.000Z',
      '2024-03-01T12:00:00.250Z',
      '1999-12-31T06:07:08.000Z',
    ]) {
      expect(calendar.instant(Date.parse(text))).toBe(instant(text));
    }
  });
});
