import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { day } from './day.js';
import { instant, instantOfMs } from './instant.js';
import {
  dayOf,
  instantOf,
  type LocalDateTime,
  localDateTimeOf,
  parseLocalDateTime,
  parseTimeZone,
  startOfDay,
  timeZone,
} from './time-zone.js';

const ZONES = [
  'Europe/London',
  'America/St_Johns',
  'Africa/Casablanca',
  'America/Sao_Paulo',
  'Australia/Lord_Howe',
  'UTC',
];

describe('time zones', () => {
  it('finds the day of an instant as Temporal does', () => {
    const moments = fc.integer({ min: Date.parse('1995-01-01Z'), max: Date.parse('2035-01-01Z') });
    fc.assert(
      fc.property(fc.constantFrom(...ZONES), moments, (zone, ms) => {
        const expected = Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(zone);
        expect(dayOf(instantOfMs(ms), timeZone(zone))).toBe(expected.toPlainDate().toString());
        expect(localDateTimeOf(instantOfMs(ms), timeZone(zone))).toBe(
          expected.toPlainDateTime().toString({ smallestUnit: 'second', roundingMode: 'floor' }),
        );
      }),
      { numRuns: 500 },
    );
  });

  it('gives the same answer for the minutes around a change of clocks', () => {
    const london = timeZone('Europe/London');
    expect(dayOf(instant('2011-03-26T23:59:59.999Z'), london)).toBe('2011-03-26');
    expect(dayOf(instant('2011-10-29T22:59:59Z'), london)).toBe('2011-10-29');
    expect(dayOf(instant('2011-10-29T23:00:00Z'), london)).toBe('2011-10-30');
  });

  it('moves a skipped time forward and takes the first of a repeated one', () => {
    const london = timeZone('Europe/London');
    expect(instantOf('2011-03-27T01:30:00' as LocalDateTime, london)).toBe('2011-03-27T01:30:00.000Z');
    expect(instantOf('2011-10-30T01:30:00' as LocalDateTime, london)).toBe('2011-10-30T00:30:00.000Z');
  });

  it('starts a day that has no midnight with its first instant', () => {
    expect(startOfDay(day('2017-10-15'), timeZone('America/Sao_Paulo'))).toBe('2017-10-15T03:00:00.000Z');
  });

  it('reads local times only where they exist', () => {
    expect(parseLocalDateTime('2011-12-09 12:50')).toBe('2011-12-09T12:50:00');
    expect(parseLocalDateTime('2011-02-30 12:50')).toBeUndefined();
    expect(parseLocalDateTime('2011-12-09 24:01')).toBeUndefined();
    expect(parseTimeZone('Europe/Londen')).toBeUndefined();
  });
});
