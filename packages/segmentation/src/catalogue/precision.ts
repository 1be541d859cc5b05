/** How many digits the exact value of a number may need: a fraction, whose denominator is 1 where it has no digits. */
export interface Precision {
  readonly numerator: number;
  readonly denominator: number;
}

/** Numbers up to 18 digits: counts, amounts of one row, what a query writes out. */
export const COUNT: Precision = { numerator: 18, denominator: 0 };
export const SUM: Precision = { numerator: 28, denominator: 0 };
/** A sum divided by a count. */
export const QUOTIENT: Precision = { numerator: 28, denominator: 18 };
/** A sum divided by a sum. */
export const SHARE: Precision = { numerator: 28, denominator: 28 };

/** What the engine can still compare exactly. */
export const MAX_DIGITS = 76;

/** The precision of a calculation's result. */
export function precisionOf(operator: '+' | '-' | '*' | '/', left: Precision, right: Precision): Precision {
  switch (operator) {
    case '*':
      return { numerator: left.numerator + right.numerator, denominator: left.denominator + right.denominator };
    case '/':
      return { numerator: left.numerator + right.denominator, denominator: left.denominator + right.numerator };
    default:
      return {
        numerator: Math.max(left.numerator + right.denominator, right.numerator + left.denominator) + 1,
        denominator: left.denominator + right.denominator,
      };
  }
}

/** Whether two numbers can be compared exactly, by multiplying each with the other's denominator. */
export function areComparable(left: Precision, right: Precision): boolean {
  return (
    Math.max(
      left.numerator + right.denominator,
      right.numerator + left.denominator,
      left.denominator,
      right.denominator,
    ) <= MAX_DIGITS
  );
}
