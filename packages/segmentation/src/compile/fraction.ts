import type { NumberReading, RatioReading } from '../catalogue/reading.js';
import type { CalculationOperator } from '../tree/amount.js';
import type { Scope } from './scope.js';
import { all } from './sql-logic.js';

/** SQL of an exact number: a quotient of two whole numbers by a power of ten, compared by cross-multiplication. */
export interface Fraction {
  readonly kind: 'fraction';
  readonly numerator: Whole;
  /** Above 0 wherever the fraction is present. */
  readonly denominator: Whole;
  /** How many decimals the quotient still has to be moved by: 6 where it counts millionths. */
  readonly decimals: number;
  readonly present: string | null;
}

/** SQL of a whole number, and of a float that tells most of what is asked of it at a tenth of the cost. */
interface Whole {
  /** Int256. */
  readonly exact: string;
  /** Float64; of a fraction, the floats of both parts already are what its decimals make of them. */
  readonly float: string;
  /** What the error of the float is a tiny part of, where something was added; else that is its own size. */
  readonly size: string | null;
}

const ONE: Whole = { exact: '1', float: '1', size: null };
const DECIMALS = 6;

/**
 * A calculation is off by some 10^-16 of the largest of its parts at each step, and its digits (see `Precision`) allow
 * a hundred steps, so floats that differ by more than this part of them differ indeed.
 */
const CERTAIN = '1e-12';

/** A number whose parts are SQL already, as a fraction of whole numbers. */
export function fractionOf(reading: {
  readonly kind: 'number';
  readonly value: string;
  readonly present: string | null;
}): Fraction {
  const { value, present } = reading;
  return { kind: 'fraction', numerator: millionths(value), denominator: ONE, decimals: DECIMALS, present };
}

/** A whole number by a power of ten that is the same for everybody. */
export function writtenFraction(units: bigint, decimals: number): Fraction {
  const numerator = { exact: `toInt256('${units}')`, float: String(Number(units) / 10 ** decimals), size: null };
  return { kind: 'fraction', numerator, denominator: ONE, decimals, present: null };
}

/** A whole number of a profile. */
export function wholeFraction(value: string, present: string | null): Fraction {
  return { kind: 'fraction', numerator: whole(value), denominator: ONE, decimals: 0, present };
}

/** Any exact number as a fraction of whole numbers. */
export function readFraction(reading: NumberReading | RatioReading | Fraction, scope: Scope): Fraction {
  if (reading.kind === 'fraction') return reading;
  const present = reading.present === null ? null : scope.read(reading.present);
  if (reading.kind === 'number') return fractionOf({ kind: 'number', value: scope.read(reading.value), present });
  const numerator = millionths(scope.read(reading.numerator));
  const denominator = whole(scope.read(reading.denominator));
  return { kind: 'fraction', numerator, denominator, decimals: DECIMALS, present };
}

/** SQL that two fractions, where both are there, stand in a relation: exactly only where their floats are too near. */
export function compareFractions(left: Fraction, operator: string, right: Fraction): string {
  const above = product(left.numerator, right.denominator);
  const below = product(right.numerator, left.denominator);
  const exact = [
    factors(above.exact, tens(right.decimals - left.decimals)),
    factors(below.exact, tens(left.decimals - right.decimals)),
  ].join(` ${operator} `);
  const size = above.size && below.size ? `(${above.size} + ${below.size})` : (above.size ?? below.size);
  const isCertain = `abs(${above.float} - ${below.float}) >= ${CERTAIN} * ${size ?? sizeOf(above)}`;
  const present = [left.present, right.present].filter((each) => each !== null);
  // Beside what AND looks at first, the engine would filter all that the floats are made of.
  const floats = [...present, `${above.float} ${operator} ${below.float}`].reduce((a, b) => `bitAnd(${a}, ${b})`);
  return `if(${isCertain}, ${floats}, ${all(...present, exact)})`;
}

/** SQL that a fraction which is there is above 0. */
export function isPositive({ numerator }: Fraction): string {
  return compareWithZero(numerator, '>');
}

/** The exact result of a calculation. */
export function calculate(operator: CalculationOperator, a: Fraction, b: Fraction): Fraction {
  const present = [a.present, b.present].filter((each) => each !== null);
  const both = (more: readonly string[] = []) => (present.length + more.length === 0 ? null : all(...present, ...more));
  switch (operator) {
    case '*':
      return {
        kind: 'fraction',
        numerator: product(a.numerator, b.numerator),
        denominator: product(a.denominator, b.denominator),
        decimals: a.decimals + b.decimals,
        present: both(),
      };
    case '/':
      // The sign goes above.
      return {
        kind: 'fraction',
        numerator: product(a.numerator, b.denominator, signOf(b.numerator)),
        denominator: product(a.denominator, absolute(b.numerator)),
        decimals: a.decimals - b.decimals,
        present: both([compareWithZero(b.numerator, '!=')]),
      };
    default: {
      const decimals = Math.max(a.decimals, b.decimals);
      const [left, right] = [product(a.numerator, b.denominator), product(b.numerator, a.denominator)];
      const exact = [
        factors(left.exact, tens(decimals - a.decimals)),
        factors(right.exact, tens(decimals - b.decimals)),
      ];
      return {
        kind: 'fraction',
        numerator: {
          exact: `(${exact.join(` ${operator} `)})`,
          float: `(${left.float} ${operator} ${right.float})`,
          size: `(${sizeOf(left)} + ${sizeOf(right)})`,
        },
        denominator: product(a.denominator, b.denominator),
        decimals,
        present: both(),
      };
    }
  }
}

/** A power of ten that is a whole number; 1 for those below. */
function tens(power: number): string {
  return power <= 0 ? '1' : `toInt256('1${'0'.repeat(power)}')`;
}

function product(...wholes: readonly Whole[]): Whole {
  return {
    exact: factors(...wholes.map(({ exact }) => exact)),
    float: factors(...wholes.map(({ float }) => float)),
    size: wholes.every(({ size }) => size === null) ? null : factors(...wholes.map(sizeOf)),
  };
}

/** SQL of the product of numbers. */
function factors(...given: readonly string[]): string {
  const others = given.filter((factor) => factor !== '1');
  return others.length === 0 ? '1' : others.join(' * ');
}

function sizeOf({ float, size }: Whole): string {
  return size ?? (float === '1' ? '1' : `abs(${float})`);
}

/** Of what was added up to nearly 0 there is no float: whatever it is a factor of is compared exactly. */
function signOf(number: Whole): Whole {
  const { exact, float, size } = number;
  const sign = size === null ? `sign(${float})` : `if(${isOffZero(float, size)}, sign(${float}), nan)`;
  return { exact: `sign(${exact})`, float: sign, size: null };
}

function absolute({ exact, float, size }: Whole): Whole {
  return { exact: `abs(${exact})`, float: `abs(${float})`, size };
}

/** SQL that a number stands in a relation to 0. A float to which nothing was added is 0 only where the number is. */
function compareWithZero({ exact, float, size }: Whole, operator: string): string {
  const near = `${float} ${operator} 0`;
  return size === null ? near : `if(${isOffZero(float, size)}, ${near}, ${exact} ${operator} 0)`;
}

function isOffZero(float: string, size: string): string {
  return `abs(${float}) >= ${CERTAIN} * ${size}`;
}

function whole(value: string): Whole {
  return { exact: `toInt256(${value})`, float: `toFloat64(${value})`, size: null };
}

/** SQL of a number with at most six decimals in millionths. */
function millionths(value: string): Whole {
  // A Decimal of fewer digits would overflow.
  return { exact: `toInt256(toDecimal256(${value}, 6) * 1000000)`, float: `toFloat64(${value})`, size: null };
}
