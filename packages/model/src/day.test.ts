import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addToDay, day, dayNumber, dayOfNumber, daysBetween, parseDay } from './day.js';

const dayNumbers = fc.integer({ min: -25_567, max: 120_529 });

describe('days', () => {
  it.each(['2011-02-29', '2011-13-01', '2011-00-10', '2011-1-1', '1899-12-31', '2300-01-01', '2011-01-01T00:00', ''])(
    'refuses %j',
    (text) => {
      expect(parseDay(text)).toBeUndefined();
    },
  );

  it('numbers days one by one, over leap years and centuries', () => {
    fc.assert(
      fc.property(dayNumbers, (number) => {
        expect(dayNumber(dayOfNumber(number))).toBe(number);
        expect(parseDay(dayOfNumber(number))).toBe(dayOfNumber(number));
      }),
    );
    expect(daysBetween(day('2012-02-28'), day('2012-03-01'))).toBe(2);
  });

  it.each([
    ['2011-01-31', 1, 'm', '2011-02-28'],
    ['2012-01-31', 1, 'm', '2012-02-29'],
    ['2011-03-31', -1, 'm', '2011-02-28'],
    ['2012-02-29', 1, 'y', '2013-02-28'],
    ['2012-02-29', -4, 'y', '2008-02-29'],
    ['2011-01-15', -13, 'm', '2009-12-15'],
    ['2011-12-10', -2, 'w', '2011-11-26'],
    ['2011-12-10', -90, 'd', '2011-09-11'],
    ['1900-01-05', -1, 'y', '1900-01-01'],
    ['2299-12-30', 7, 'd', '2299-12-31'],
  ] as const)('%s %i%s is %s', (from, amount, unit, expected) => {
    expect(addToDay(day(from), amount, unit)).toBe(expected);
  });
});
