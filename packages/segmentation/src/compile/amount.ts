import { unreachable } from '@clientele/model';
import type { Reading } from '../catalogue/reading.js';
import type { Amount, Calculation } from '../tree/amount.js';
import type { ComparisonOperator } from '../tree/test.js';
import { constantDate } from './date-bound.js';
import { compareDates, type DateSql, dateOfBound, dateOfReading, movedDate } from './date-test.js';
import { compareTexts, textSql } from './equality-test.js';
import { calculate, compareFractions, type Fraction, readFraction, wholeFraction } from './fraction.js';
import { measureOf } from './measure.js';
import { numberParam } from './order-test.js';
import type { Scope } from './scope.js';

/** What SQL has of an amount. */
export type AmountSql = Reading | DateSql;

/** SQL of an amount over a row of `profiles`. */
export function amountSql(amount: Amount, scope: Scope): AmountSql {
  const bound = constantDate(amount, scope);
  if (bound !== undefined) return dateOfBound(bound, scope);
  switch (amount.kind) {
    case 'attribute':
      return scope.attribute(amount.name).reading;
    case 'measure':
      return measureOf(amount, scope);
    case 'calculation':
      return calculation(amount, scope);
    case 'number':
      return { kind: 'number', value: () => numberParam(amount, scope), present: null };
    case 'text':
      return { kind: 'text', value: () => scope.param('String', amount.value), isWritten: true };
    case 'boolean':
      return { kind: 'boolean', value: () => String(amount.value), present: null };
    case 'day':
    case 'datetime':
    case 'offset':
    case 'moment':
    case 'named-day':
    case 'duration':
    case 'anniversary':
    case 'coordinates':
      throw new Error(`a ${amount.kind} was compiled as an amount, which is not built yet`);
    default:
      return unreachable(amount);
  }
}

/** SQL that two amounts, of which the first may be of a row, stand in a relation; false where one is absent. */
export function compareAmounts(left: AmountSql, operator: ComparisonOperator, value: Amount, scope: Scope): string {
  const right = amountSql(value, scope.profile);
  const dates = [dateSql(left, scope), dateSql(right, scope.profile)] as const;
  if (dates[0] !== undefined && dates[1] !== undefined) return compareDates(dates[0], operator, dates[1], scope);
  const numbers = [fraction(left, scope), fraction(right, scope.profile)] as const;
  if (numbers[0] !== undefined && numbers[1] !== undefined) {
    return compareFractions(numbers[0], operator, numbers[1]);
  }
  const texts = [textSql(left, scope), textSql(right, scope.profile)] as const;
  if (texts[0] !== undefined && texts[1] !== undefined) return compareTexts(texts[0], operator, texts[1]);
  throw new Error(`a ${left.kind} cannot be compared with a ${right.kind}`);
}

function calculation({ operator, left, right }: Calculation, scope: Scope): AmountSql {
  const of = amountSql(left, scope);
  const date = dateSql(of, scope);
  if (right.kind === 'duration') {
    if (date === undefined) throw new Error(`a ${of.kind} is no date`);
    return movedDate(date, right, operator === '-' ? -1 : 1);
  }
  const by = amountSql(right, scope);
  const other = dateSql(by, scope);
  if (date !== undefined && other !== undefined) return daysBetween(date, other);
  const [a, b] = [fraction(of, scope), fraction(by, scope)];
  if (a === undefined || b === undefined) throw new Error(`a ${of.kind} and a ${by.kind} make no number`);
  return calculate(operator, a, b);
}

function daysBetween(to: DateSql, from: DateSql): Fraction {
  if (to.day === undefined || from.day === undefined) {
    throw new Error('the day of a moment that differs by profile is not built yet');
  }
  const present = [to.present, from.present].filter((each) => each !== null).join(' AND ');
  return wholeFraction(`(toInt32(${to.day()}) - toInt32(${from.day()}))`, present === '' ? null : present);
}

function dateSql(amount: AmountSql, scope: Scope): DateSql | undefined {
  if (amount.kind === 'date-sql') return amount;
  return amount.kind === 'date' ? dateOfReading(amount, scope) : undefined;
}

function fraction(amount: AmountSql, scope: Scope): Fraction | undefined {
  switch (amount.kind) {
    case 'number':
    case 'ratio':
    case 'fraction':
      return readFraction(amount, scope);
    default:
      return undefined;
  }
}
