import { addToDay, type Day, daysBetween } from '@clientele/model';
import type { Amount, Measure } from '../tree/amount.js';
import type { Parameter, Rows } from '../tree/rows.js';
import type { Trend } from '../tree/test.js';
import { amountOf } from './amounts.js';
import type { Question } from './context.js';
import type { Person } from './person.js';
import { add, compareRatios, multiply, type Ratio, ratioOfText, subtract } from './ratio.js';
import type { AmountValue } from './trait-value.js';

/** Whether a measure is at least so many percent more, or less, than over as many days before its window. */
export function isTrend(measure: Measure, trend: Trend, person: Person, question: Question): boolean {
  const values = trendOf(measure, person, question);
  const [now, before] = [numberOf(values.now), numberOf(values.before)];
  if (before === undefined || now === undefined || before.numerator <= 0n) return false;
  const change = multiply(before, multiply(ratioOfText(trend.percent), ratioOfText('0.01')));
  return trend.direction === 'up'
    ? compareRatios(now, add(before, change)) >= 0
    : compareRatios(now, subtract(before, change)) <= 0;
}

/** A measure, and the same over as many days before its window; absent where the window is empty. */
export function trendOf(
  measure: Measure,
  person: Person,
  question: Question,
): { readonly now: AmountValue | undefined; readonly before: AmountValue | undefined } {
  const now = amountOf(measure, person, question);
  const rows = rowsBefore(measure.rows, person, question);
  return { now, before: rows && amountOf({ ...measure, rows }, person, question) };
}

/** The rows of as many days before a measure's window; undefined where that is empty. */
export function rowsBefore(rows: Rows, person: Person, question: Question): Rows | undefined {
  const { first, last } = windowOf(rows, person, question);
  const days = daysBetween(first, last) + 1;
  if (days < 1) return undefined;
  const end = addToDay(first, -1, 'd');
  return within(rows, addToDay(end, 1 - days, 'd'), end);
}

/** From the first day of the measure's date to its last, or to today. */
function windowOf(
  { parameters }: Rows,
  person: Person,
  question: Question,
): { readonly first: Day; readonly last: Day } {
  const test = parameters.find(({ name }) => name === 'date')?.test;
  const dayOf = (amount: Amount): Day => {
    const value = amountOf(amount, person, question);
    if (value?.kind !== 'day') throw new TypeError('the window of a trend is written in days');
    return value.day;
  };
  if (test?.kind === 'between') return { first: dayOf(test.from), last: dayOf(test.to) };
  if (test?.kind !== 'comparison') throw new TypeError('a trend needs its window: the query was not checked');
  const day = dayOf(test.value);
  switch (test.operator) {
    case '=':
      return { first: day, last: day };
    case '>=':
      return { first: day, last: question.today };
    case '>':
      return { first: addToDay(day, 1, 'd'), last: question.today };
    default:
      throw new TypeError(`the window of a trend has no ${test.operator}: the query was not checked`);
  }
}

function within(rows: Rows, from: Day, to: Day): Rows {
  const window: Parameter = {
    name: 'date',
    test: { kind: 'between', from: { kind: 'day', day: from }, to: { kind: 'day', day: to } },
  };
  return { ...rows, parameters: [...rows.parameters.filter(({ name }) => name !== 'date'), window] };
}

function numberOf(value: AmountValue | undefined): Ratio | undefined {
  if (value !== undefined && value.kind !== 'number')
    throw new TypeError(`a trend is of a number, not of a ${value.kind}`);
  return value?.number;
}
