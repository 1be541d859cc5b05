import { type Decimal, fromMillionths, toMillionths } from '@clientele/model';

/** An exact number: averages and shares are quotients that no decimal text can hold. The denominator is above zero. */
export interface Ratio {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

const FORM = /^([+-]?)(\d+)(?:\.(\d+))?$/;

/** The quotient of two numbers, in lowest terms; `denominator` must be above zero. */
export function ratio(numerator: bigint, denominator: bigint): Ratio {
  if (denominator <= 0n) throw new RangeError('the denominator of a ratio is above zero');
  const common = greatestCommonDivisor(numerator < 0n ? -numerator : numerator, denominator);
  return { numerator: numerator / common, denominator: denominator / common };
}

export function ratioOfCount(count: number): Ratio {
  return ratio(BigInt(count), 1n);
}

export function ratioOfDecimal(value: Decimal): Ratio {
  return ratio(toMillionths(value), 1_000_000n);
}

/** Reads `12.5` or the quotient `100/3` (the form of a frozen cut-off that is no decimal); throws on anything else. */
export function ratioOfText(text: string): Ratio {
  const [above = '', below] = text.split('/');
  return below === undefined ? ratioOfDigits(above) : divide(ratioOfDigits(above), ratioOfDigits(below));
}

/** Text that {@link ratioOfText} reads back: a decimal where one is exact, else a quotient. */
export function ratioText({ numerator, denominator }: Ratio): string {
  const isDecimal = 1_000_000n % denominator === 0n;
  return isDecimal ? fromMillionths(numerator * (1_000_000n / denominator)) : `${numerator}/${denominator}`;
}

export function add(a: Ratio, b: Ratio): Ratio {
  return ratio(a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator);
}

export function subtract(a: Ratio, b: Ratio): Ratio {
  return ratio(a.numerator * b.denominator - b.numerator * a.denominator, a.denominator * b.denominator);
}

export function multiply(a: Ratio, b: Ratio): Ratio {
  return ratio(a.numerator * b.numerator, a.denominator * b.denominator);
}

/** The quotient of two numbers, of which the second is not zero. */
export function divide(a: Ratio, b: Ratio): Ratio {
  const sign = b.numerator < 0n ? -1n : 1n;
  return ratio(sign * a.numerator * b.denominator, sign * a.denominator * b.numerator);
}

/** Negative, zero or positive, as `a` is below, equal to or above `b`. */
export function compareRatios(a: Ratio, b: Ratio): number {
  const difference = a.numerator * b.denominator - b.numerator * a.denominator;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

function ratioOfDigits(digits: string): Ratio {
  const match = FORM.exec(digits);
  if (match === null) throw new RangeError(`'${digits}' is not a decimal number`);
  const [, sign, whole = '', fraction = ''] = match;
  return ratio(BigInt(`${sign}${whole}${fraction}`), 10n ** BigInt(fraction.length));
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  return b === 0n ? a : greatestCommonDivisor(b, a % b);
}
