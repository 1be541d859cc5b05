import { expect, it } from 'vitest';
import { longDay, momentOf } from './dates.js';
import { count, counted, money, percent, shareOf, shortMoney } from './numbers.js';
import { plainName } from './plain-name.js';

const style = { locale: 'en-GB', currency: 'GBP', timeZone: 'Europe/London' };

it('writes money exactly as the decimal text says, in the digits of its currency', () => {
  expect(money({ amount: '9007199254740993.07', currency: 'GBP' }, style)).toBe('£9,007,199,254,740,993.07');
  expect(money({ amount: '1204.5', currency: 'GBP' }, style)).toBe('£1,204.50');
  expect(money({ amount: '1204.5', currency: 'JPY' }, { locale: 'en-GB' })).toBe('JP¥1,205');
  expect(money({ amount: '-77.5', currency: 'EUR' }, { locale: 'de-DE' }, 'whole')).toBe('-78\u00a0€');
  expect(shortMoney({ amount: '17431533.178', currency: 'GBP' }, style)).toBe('£17.4m');
  expect(shortMoney({ amount: '45.4', currency: 'EUR' }, style)).toBe('€45.40');
});

it('writes shares so that a little is not nothing', () => {
  expect([0, 0.0001, 0.0123, 0.5, 1].map((share) => percent(share, style))).toEqual([
    '0%',
    '<0.1%',
    '1.2%',
    '50%',
    '100%',
  ]);
  expect(percent(Number.NaN, style)).toBe('–');
  expect(shareOf(3, 0)).toBe(0);
  expect(count(40076, style)).toBe('40,076');
  expect([0, 1, 2_000].map((value) => counted(value, 'record', style))).toEqual([
    '0 records',
    '1 record',
    '2,000 records',
  ]);
});

it('writes days as they are, and instants in the zone of the shop', () => {
  expect(longDay('2011-12-10', style)).toBe('10 December 2011');
  expect(momentOf('2011-06-30T23:30:00Z', style)).toBe('1 Jul 2011, 00:30');
  expect(plainName('NEEDS_ATTENTION')).toBe('Needs attention');
});
