import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addDecimals,
  compareDecimals,
  decimal,
  decimalSum,
  fromMillionths,
  multiplyDecimals,
  negateDecimal,
  parseDecimal,
  sumDecimals,
  toMillionths,
} from './decimal.js';

const millionths = fc.bigInt({ min: -(10n ** 17n), max: 10n ** 17n });

describe('decimals', () => {
  it.each([
    ['12.50', '12.5'],
    ['007', '7'],
    ['-0.00', '0'],
    ['+3', '3'],
    ['.5', '0.5'],
    ['5.', '5'],
    ['0.000001', '0.000001'],
    ['999999999999.999999', '999999999999.999999'],
  ])('reads %s as %s', (text, expected) => {
    expect(parseDecimal(text)).toBe(expected);
  });

  it.each(['', '.', '-', '1e3', '1,000', '1.2.3', ' 1', '0x10', 'NaN', '1.0000001', '1000000000000', '١'])(
    'refuses %j',
    (text) => {
      expect(parseDecimal(text)).toBeUndefined();
    },
  );

  it('keeps what it wrote', () => {
    fc.assert(
      fc.property(millionths, (value) => {
        expect(toMillionths(fromMillionths(value))).toBe(value);
      }),
    );
  });

  it('adds exactly, in any order', () => {
    fc.assert(
      fc.property(fc.array(millionths), (values) => {
        const texts = values.map(fromMillionths);
        expect(toMillionths(sumDecimals(texts))).toBe(values.reduce((sum, value) => sum + value, 0n));
        expect(sumDecimals(texts.toReversed())).toBe(sumDecimals(texts));
      }),
    );
    expect(addDecimals(decimal('0.1'), decimal('0.2'))).toBe('0.3');
  });

  it('rounds products half away from zero, alike on both sides of zero', () => {
    expect(multiplyDecimals(decimal('0.001'), decimal('0.0005'))).toBe('0.000001');
    expect(multiplyDecimals(decimal('0.001'), decimal('0.0004'))).toBe('0');
    fc.assert(
      fc.property(millionths, millionths, (a, b) => {
        const product = multiplyDecimals(fromMillionths(a), fromMillionths(b));
        expect(multiplyDecimals(fromMillionths(-a), fromMillionths(b))).toBe(negateDecimal(product));
      }),
    );
  });

  it('orders by value, not by text', () => {
    expect(compareDecimals(decimal('9'), decimal('10'))).toBeLessThan(0);
    expect(compareDecimals(decimal('-1'), decimal('-2'))).toBeGreaterThan(0);
    expect(compareDecimals(decimal('1.50'), decimal('1.5'))).toBe(0);
  });

  it('reads sums with more digits than a single value may have', () => {
    expect(decimalSum('123456789012345678.900000')).toBe('123456789012345678.9');
    expect(() => decimalSum('12a')).toThrow(RangeError);
  });
});
