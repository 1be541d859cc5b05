import { expect, test } from 'vitest';
import { inMinorUnits, minorMoney, money } from './money.js';

test.each([
  [1250, 'GBP', '12.5'],
  [1250, 'JPY', '1250'],
  [1250, 'KWD', '1.25'],
  ['-5', 'EUR', '-0.05'],
  [90071992547409919n, 'CLF', '9007199254740.9919'],
])('%s of the smallest units of %s are %s', (amount, currency, decimal) => {
  expect(minorMoney(amount, currency)).toBe(decimal);
  expect(inMinorUnits(minorMoney(amount, currency), currency)).toBe(Number(amount));
});

test.each([
  ['12.50', '12.5'],
  [' 16.19', '16.19'],
  [39.98, '39.98'],
  [0.1 + 0.2, '0.3'],
  [1e-9, '0'],
])('the amount %s is %s', (amount, decimal) => {
  expect(money(amount)).toBe(decimal);
});

test.each(['', '1,5', '1e3', Number.NaN, Number.POSITIVE_INFINITY])('%s is no amount', (amount) => {
  expect(() => money(amount)).toThrow('not a decimal number');
});

test.each([12.5, '12.5', Number.NaN, 2 ** 60])('%s is no whole number of smallest units', (amount) => {
  expect(() => minorMoney(amount, 'GBP')).toThrow('not whole');
});
