import type { Day } from '@clientele/model';
import type { Amount } from '../tree/amount.js';
import type { Test } from '../tree/test.js';
import { compilePresence } from './compile-test.js';
import { constantDate } from './date-bound.js';
import type { Scope } from './scope.js';
import { all, any } from './sql-logic.js';

/** SQL that the anniversary of a date passes a test; false where there is no date. */
export function compileAnniversary(attribute: string, test: Test, scope: Scope): string {
  const { reading } = scope.attribute(attribute);
  if (reading.kind !== 'date') throw new Error(`${attribute} is no date, and has no anniversary`);
  const present = compilePresence(reading, scope);
  const day = scope.read(reading.day);
  const monthAndDay = `(toMonth(${day}) * 100 + toDayOfMonth(${day}))`;
  /** Of that year, as {@link monthAndDayOf} tells it. */
  const inYear = (year: number) => (isLeap(year) ? monthAndDay : `if(${monthAndDay} = 229, 228, ${monthAndDay})`);
  const compare = (operator: string, to: Day) =>
    `${inYear(yearOf(to))} ${operator} ${scope.param('UInt16', monthAndDayOf(to))}`;
  switch (test.kind) {
    case 'comparison':
      return all(present, compare(test.operator, dayOfAmount(test.value, scope)));
    case 'between': {
      const [from, to] = [dayOfAmount(test.from, scope), dayOfAmount(test.to, scope)];
      const years = yearOf(to) - yearOf(from);
      if (from > to) return '0';
      // A whole year lies between them.
      if (years > 1) return present;
      const ends = [compare('>=', from), compare('<=', to)];
      return all(present, years === 0 ? all(...ends) : any(...ends));
    }
    case 'presence':
      return test.present ? present : `NOT (${present})`;
    default:
      throw new Error(`${test.kind} is not for an anniversary`);
  }
}

function dayOfAmount(amount: Amount, scope: Scope): Day {
  const bound = constantDate(amount, scope);
  if (bound === undefined) throw new Error(`an anniversary is compared with a date, not with a ${amount.kind}`);
  return bound.day;
}

function yearOf(day: Day): number {
  return Number(day.slice(0, 4));
}

/** 501 for the first of May. */
function monthAndDayOf(day: Day): number {
  return Number(day.slice(5, 7)) * 100 + Number(day.slice(8, 10));
}

function isLeap(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}
