import type { Brand } from './brand.js';

/**
 * An exact decimal number as text: an optional minus, digits, at most {@link DECIMAL_PLACES} decimals; no exponent,
 * no leading or trailing zeros, never `-0`. Money and quantities are decimals, never floats; amounts are rounded only
 * where they are shown.
 */
export type Decimal = Brand<string, 'Decimal'>;

/** Decimals kept; a price may be finer than a penny. */
export const DECIMAL_PLACES = 6;

/** Digits before the point that one value of a record may have (it fits the warehouse's Decimal(18, 6)). */
export const DECIMAL_DIGITS = 12;

const SCALE = 10n ** BigInt(DECIMAL_PLACES);
const FORM = /^([+-]?)0*(\d*)(?:\.(\d*?)0*)?$/;

export const ZERO = '0' as Decimal;

/**
 * Reads decimal text such as `-12.50`. Undefined when it is no decimal number, has more than {@link DECIMAL_PLACES}
 * decimals or more than {@link DECIMAL_DIGITS} digits before the point: such a value is refused, not rounded.
 */
export function parseDecimal(text: string): Decimal | undefined {
  const read = readDigits(text);
  return read === undefined || read.whole.length > DECIMAL_DIGITS || read.fraction.length > DECIMAL_PLACES
    ? undefined
    : canonical(read);
}

/** Like {@link parseDecimal} for text known to be a decimal; throws a RangeError otherwise. */
export function decimal(text: string): Decimal {
  const parsed = parseDecimal(text);
  if (parsed === undefined) throw new RangeError(`'${text}' is not a decimal with at most ${DECIMAL_PLACES} decimals`);
  return parsed;
}

/** Reads a sum from the warehouse, which may have more digits before the point than a single value. */
export function decimalSum(text: string): Decimal {
  const read = readDigits(text);
  if (read === undefined) throw new RangeError(`'${text}' is not a decimal`);
  return canonical(read);
}

/** The value in millionths, exact. */
export function toMillionths(value: Decimal): bigint {
  const negative = value.charCodeAt(0) === 45;
  const point = value.indexOf('.');
  const start = negative ? 1 : 0;
  const digits =
    point === -1
      ? `${value.slice(start)}000000`
      : `${value.slice(start, point)}${value.slice(point + 1).padEnd(DECIMAL_PLACES, '0')}`;
  return negative ? -BigInt(digits) : BigInt(digits);
}

/** A decimal from millionths; sums may have more digits before the point than a single value. */
export function fromMillionths(millionths: bigint): Decimal {
  const negative = millionths < 0n;
  const digits = (negative ? -millionths : millionths).toString().padStart(DECIMAL_PLACES + 1, '0');
  const whole = digits.slice(0, -DECIMAL_PLACES);
  const fraction = digits.slice(-DECIMAL_PLACES).replace(/0+$/, '');
  return `${negative ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}` as Decimal;
}

export function sumDecimals(values: Iterable<Decimal>): Decimal {
  let total = 0n;
  for (const value of values) total += toMillionths(value);
  return fromMillionths(total);
}

export function addDecimals(a: Decimal, b: Decimal): Decimal {
  return fromMillionths(toMillionths(a) + toMillionths(b));
}

export function subtractDecimals(a: Decimal, b: Decimal): Decimal {
  return fromMillionths(toMillionths(a) - toMillionths(b));
}

export function negateDecimal(value: Decimal): Decimal {
  return fromMillionths(-toMillionths(value));
}

/** The product, rounded half away from zero to {@link DECIMAL_PLACES} decimals (a weight times a price may be finer). */
export function multiplyDecimals(a: Decimal, b: Decimal): Decimal {
  const product = toMillionths(a) * toMillionths(b);
  const half = SCALE / 2n;
  return fromMillionths(product < 0n ? -((-product + half) / SCALE) : (product + half) / SCALE);
}

/** Negative, zero or positive, as `a` is below, equal to or above `b`. */
export function compareDecimals(a: Decimal, b: Decimal): number {
  const difference = toMillionths(a) - toMillionths(b);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

interface Digits {
  readonly negative: boolean;
  readonly whole: string;
  readonly fraction: string;
}

/** No number that we can keep is longer; the pattern takes time by the square of the length. */
const LONGEST_TEXT = 64;

function readDigits(text: string): Digits | undefined {
  if (text.length > LONGEST_TEXT) return undefined;
  const match = FORM.exec(text);
  if (match === null || !/\d/.test(text)) return undefined;
  return { negative: match[1] === '-', whole: match[2] ?? '', fraction: match[3] ?? '' };
}

function canonical({ negative, whole, fraction }: Digits): Decimal {
  const digits = `${whole === '' ? '0' : whole}${fraction === '' ? '' : `.${fraction}`}`;
  return (negative && digits !== '0' ? `-${digits}` : digits) as Decimal;
}
