import { addToDay, type Day, type Decimal, daysBetween, toMillionths } from '@clientele/model';
import type { Measure } from '../tree/amount.js';
import type { DayLiteral } from '../tree/literal.js';
import type { ParameterTest, Trend } from '../tree/test.js';
import { amountSql } from './amount.js';
import { constantDate } from './date-bound.js';
import { calculate, compareFractions, type Fraction, isPositive, readFraction, writtenFraction } from './fraction.js';
import type { Scope } from './scope.js';
import { all } from './sql-logic.js';

/** SQL that a measure is so many percent above or below what it is over as many days before its window. */
export function compileTrend(measure: Measure, { direction, percent }: Trend, scope: Scope): string {
  const window = windowOf(measure, scope);
  const length = window === undefined ? 0 : daysBetween(window.first, window.last) + 1;
  if (window === undefined || length <= 0) return '0';
  const last = addToDay(window.first, -1, 'd');
  const before = numberOf(withWindow(measure, addToDay(last, 1 - length, 'd'), last), scope);
  const share = toMillionths(percent as Decimal) * (direction === 'up' ? 1n : -1n) + 100_000_000n;
  const limit = calculate('*', before, writtenFraction(share, 8));
  const operator = direction === 'up' ? '>=' : '<=';
  const present = all(before.present, isPositive(before));
  return compareFractions(numberOf(measure, scope), operator, { ...limit, present });
}

interface Window {
  readonly first: Day;
  readonly last: Day;
}

/** The days of a measure's date parameter, to today where it has no end. */
function windowOf({ rows }: Measure, scope: Scope): Window | undefined {
  const test = rows.parameters.find(({ name }) => name === 'date')?.test;
  const dayOf = (value: Parameters<typeof constantDate>[0]) => constantDate(value, scope)?.day;
  if (test?.kind === 'between') {
    const [first, last] = [dayOf(test.from), dayOf(test.to)];
    return first && last && { first, last };
  }
  const day = test?.kind === 'comparison' ? dayOf(test.value) : undefined;
  if (day === undefined || test?.kind !== 'comparison') throw new Error('a trend was compiled without its window');
  if (test.operator === '=') return { first: day, last: day };
  return { first: test.operator === '>' ? addToDay(day, 1, 'd') : day, last: scope.today };
}

function withWindow(measure: Measure, first: Day, last: Day): Measure {
  const dayLiteral = (day: Day): DayLiteral => ({ kind: 'day', day });
  const test: ParameterTest = { kind: 'between', from: dayLiteral(first), to: dayLiteral(last) };
  const parameters = measure.rows.parameters.map((each) => (each.name === 'date' ? { ...each, test } : each));
  return { ...measure, rows: { ...measure.rows, parameters } };
}

function numberOf(measure: Measure, scope: Scope): Fraction {
  const reading = amountSql(measure, scope);
  if (reading.kind !== 'number' && reading.kind !== 'ratio' && reading.kind !== 'fraction') {
    throw new Error(`a trend of a ${reading.kind} was compiled`);
  }
  return readFraction(reading, scope);
}
