import type { FractionReading, NumberReading, RatioReading } from '../catalogue/reading.js';
import type { CalculationOperator } from '../tree/amount.js';
import type { Scope } from './scope.js';
import { all } from './sql-logic.js';

/** SQL of an exact number, with its parts read. */
export interface Fraction extends FractionReading {
  readonly numerator: string;
  readonly denominator: string;
  readonly present: string | null;
}

const DECIMALS = 6;

/** A number whose parts are SQL already, as a fraction of whole numbers. */
export function fractionOf(reading: {
  readonly kind: 'number';
  readonly value: string;
  readonly present: string | null;
}): Fraction {
  return {
    kind: 'fraction',
    numerator: millionths(reading.value),
    denominator: '1',
    decimals: DECIMALS,
    present: reading.present,
  };
}

/** Any exact number as a fraction of whole numbers. */
export function readFraction(reading: NumberReading | RatioReading | FractionReading, scope: Scope): Fraction {
  const present = reading.present === null ? null : scope.read(reading.present);
  switch (reading.kind) {
    case 'number':
      return fractionOf({ kind: 'number', value: scope.read(reading.value), present });
    case 'ratio': {
      const denominator = `toInt256(${scope.read(reading.denominator)})`;
      const numerator = millionths(scope.read(reading.numerator));
      return { kind: 'fraction', numerator, denominator, decimals: DECIMALS, present };
    }
    case 'fraction':
      return {
        ...reading,
        numerator: scope.read(reading.numerator),
        denominator: scope.read(reading.denominator),
        present,
      };
  }
}

/** SQL that two fractions, where both are there, stand in a relation. */
export function compareFractions(left: Fraction, operator: string, right: Fraction): string {
  const above = product(left.numerator, right.denominator, tens(right.decimals - left.decimals));
  const below = product(right.numerator, left.denominator, tens(left.decimals - right.decimals));
  return all(left.present, right.present, `${above} ${operator} ${below}`);
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
        numerator: product(a.numerator, b.denominator, `sign(${b.numerator})`),
        denominator: product(a.denominator, `abs(${b.numerator})`),
        decimals: a.decimals - b.decimals,
        present: both([`${b.numerator} != 0`]),
      };
    default: {
      const decimals = Math.max(a.decimals, b.decimals);
      const left = product(a.numerator, b.denominator, tens(decimals - a.decimals));
      const right = product(b.numerator, a.denominator, tens(decimals - b.decimals));
      return {
        kind: 'fraction',
        numerator: `(${left} ${operator} ${right})`,
        denominator: product(a.denominator, b.denominator),
        decimals,
        present: both(),
      };
    }
  }
}

/** A power of ten that is a whole number; 1 for those below. */
export function tens(power: number): string {
  return power <= 0 ? '1' : `toInt256('1${'0'.repeat(power)}')`;
}

/** SQL of the product of whole numbers. */
export function product(...factors: readonly string[]): string {
  const given = factors.filter((factor) => factor !== '1');
  return given.length === 0 ? '1' : given.join(' * ');
}

/** SQL of a number with at most six decimals in millionths. */
function millionths(value: string): string {
  // A Decimal of fewer digits would overflow.
  return `toInt256(toDecimal256(${value}, 6) * 1000000)`;
}
