import { type Day, dayNumber, FIRST_DAY, LAST_DAY } from '@clientele/model';
import { amountOf } from '../reference/amounts.js';
import { anniversaryIn } from '../reference/anniversary.js';
import { amountsFor } from '../reference/comparison.js';
import type { Question } from '../reference/context.js';
import type { Person } from '../reference/person.js';
import type { Amount } from '../tree/amount.js';
import type { Test } from '../tree/test.js';
import { distanceTo } from './distance.js';

/**
 * How far the anniversary of a day is: from today to the next, where it is asked for days that move with today
 * (`21 days away`); otherwise how much too early or too late the nearest one is.
 */
export function missingAnniversary(of: Day, test: Test, person: Person, question: Question): string | null {
  if (test.kind === 'comparison' && test.operator !== '=') {
    const to = dayOfAmount(test.value, person, question);
    if (to === undefined) return null;
    const value = { kind: 'day', day: anniversaryIn(yearOf(to), of) } as const;
    return distanceTo(test, true, value, { kind: 'plain' }, amountsFor(person, question));
  }
  const window = windowOf(test);
  const [from, to] = window.map((amount) => dayOfAmount(amount, person, question));
  if (from === undefined || to === undefined || from > to) return null;
  if (window.every(({ kind }) => kind === 'offset' || kind === 'named-day')) {
    const away = daysToNearest(of, question.today, 1);
    return away === undefined ? null : `${daysInWords(away)} away`;
  }
  const [early = Infinity, late = Infinity] = [daysToNearest(of, from, -1), daysToNearest(of, to, 1)];
  return early <= late ? `${daysInWords(early)} too early` : `${daysInWords(late)} too late`;
}

/** The first and the last day that are asked for. */
function windowOf(test: Test): readonly Amount[] {
  if (test.kind === 'between') return [test.from, test.to];
  return test.kind === 'comparison' ? [test.value, test.value] : [];
}

/** Days from a day to the nearest anniversary on it or after it, or on it or before it; undefined where there is no such year. */
function daysToNearest(of: Day, from: Day, sign: 1 | -1): number | undefined {
  const year = yearOf(from);
  const away = [year, year + sign]
    .filter((each) => each >= yearOf(FIRST_DAY) && each <= yearOf(LAST_DAY))
    .map((each) => sign * (dayNumber(anniversaryIn(each, of)) - dayNumber(from)))
    .filter((days) => days >= 0);
  return away.length === 0 ? undefined : Math.min(...away);
}

function dayOfAmount(amount: Amount, person: Person, question: Question): Day | undefined {
  const date = amountOf(amount, person, question);
  return date !== undefined && 'day' in date ? date.day : undefined;
}

function yearOf(day: Day): number {
  return Number(day.slice(0, 4));
}

function daysInWords(days: number): string {
  return days === 1 ? '1 day' : `${days} days`;
}
