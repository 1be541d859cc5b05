import { type Decimal, parseDecimal, toMillionths } from '@clientele/model';
import type { DateReading, NumberReading, RatioReading } from '../catalogue/reading.js';
import type { Amount } from '../tree/amount.js';
import { isDateLiteral } from '../tree/literal.js';
import type { ComparisonOperator, ValueTest } from '../tree/test.js';
import { dateBound } from './date-bound.js';
import { compareDates, dateOfBound, dateOfReading } from './date-test.js';
import { compareFractions, type Fraction, fractionOf } from './fraction.js';
import type { Scope } from './scope.js';
import { all, any, oneOf } from './sql-logic.js';

/** SQL that a value, which is there, stands in this relation to a literal. */
export type Compare = (operator: ComparisonOperator, literal: Amount) => string;

export function compileNumber(reading: NumberReading, test: ValueTest, scope: Scope): string {
  const value = scope.read(reading.value);
  const compare: Compare = (operator, literal) => `${value} ${operator} ${numberParam(literal, scope)}`;
  // As one set: long lists are looked up in it.
  const sql =
    test.kind === 'in'
      ? oneOf(
          value,
          null,
          test.negated,
          test.values.map((literal) => numberParam(literal, scope)),
        )
      : compileOrder(test, compare, scope);
  const skipsPresence = reading.present === null || (reading.zeroWhenAbsent && !holdsForZero(test));
  return skipsPresence ? sql : scope.both(reading.present && scope.read(reading.present), sql);
}

export function compileRatio(reading: RatioReading, test: ValueTest, scope: Scope): string {
  const numerator = scope.read(reading.numerator);
  const denominator = scope.read(reading.denominator);
  const compare: Compare = (operator, literal) => {
    const factor = scope.param('Decimal(38, 6)', decimalOf(literal));
    return `${numerator} ${operator} ${factor} * ${denominator}`;
  };
  return scope.both(scope.read(reading.present), compileOrder(test, compare, scope));
}

export function compileFraction(fraction: Fraction, test: ValueTest, scope: Scope): string {
  const written = (literal: Amount) =>
    fractionOf({ kind: 'number', value: scope.param('Decimal(18, 6)', decimalOf(literal)), present: null });
  return compileOrder(test, (operator, literal) => compareFractions(fraction, operator, written(literal)));
}

export function compileDate(reading: DateReading, test: ValueTest, scope: Scope): string {
  const present = reading.present && scope.read(reading.present);
  const days = test.kind === 'in' ? test.values.flatMap((value) => (value.kind === 'day' ? value.day : [])) : [];
  // Only written days, as one set: where days move, it would be another for each midnight of the past.
  if (test.kind === 'in' && days.length === test.values.length) {
    const among = days.map((day) => scope.param('Date32', day));
    return scope.both(present, oneOf(scope.read(reading.day), null, test.negated, among));
  }
  const date = { ...dateOfReading(reading, scope), present: null };
  const compare: Compare = (operator, literal) => {
    if (!isDateLiteral(literal)) throw new Error(`a ${literal.kind} stands where a date belongs`);
    return compareDates(date, operator, dateOfBound(dateBound(literal, scope), scope), scope);
  };
  return scope.both(present, compileOrder(test, compare, scope));
}

/**
 * SQL of a test by how single values are compared.
 *
 * @param scope where comparing costs nothing
 */
export function compileOrder(test: ValueTest, compare: Compare, scope?: Scope): string {
  switch (test.kind) {
    case 'comparison':
      return compare(test.operator, test.value);
    case 'between': {
      const ends = [compare('>=', test.from), compare('<=', test.to)];
      return scope?.both(...ends) ?? all(...ends);
    }
    case 'in':
      return test.negated
        ? all(...test.values.map((value) => compare('!=', value)))
        : any(...test.values.map((value) => compare('=', value)));
  }
}

/** Whether 0 would pass the test of a number. */
export function holdsForZero(test: ValueTest): boolean {
  const compare = (operator: ComparisonOperator, literal: Amount): boolean => {
    const millionths = toMillionths(decimalOf(literal));
    switch (operator) {
      case '=':
        return millionths === 0n;
      case '!=':
        return millionths !== 0n;
      case '>':
        return 0n > millionths;
      case '>=':
        return 0n >= millionths;
      case '<':
        return 0n < millionths;
      case '<=':
        return 0n <= millionths;
    }
  };
  switch (test.kind) {
    case 'comparison':
      return compare(test.operator, test.value);
    case 'between':
      return compare('>=', test.from) && compare('<=', test.to);
    case 'in':
      return test.values.some((value) => compare('=', value)) !== test.negated;
  }
}

/** A number as it was written; a whole number keeps whole columns whole. */
export function numberParam(literal: Amount, scope: Scope): string {
  const decimal = decimalOf(literal);
  return scope.param(decimal.includes('.') ? 'Decimal(18, 6)' : 'Int64', decimal);
}

function decimalOf(literal: Amount): Decimal {
  const decimal = literal.kind === 'number' ? parseDecimal(literal.digits) : undefined;
  if (decimal === undefined) throw new Error(`a ${literal.kind} stands where a number belongs`);
  return decimal;
}
