import { type Day, parseDay } from '@clientele/model';
import type { Amount } from '../tree/amount.js';
import type { Test } from '../tree/test.js';
import { amountOf } from './amounts.js';
import { signFits } from './comparison.js';
import type { Question } from './context.js';
import type { Person } from './person.js';
import { compareTexts } from './text-order.js';
import type { TraitValue } from './trait-value.js';

/** Whether the anniversary of a date passes a test: that of the year in question, or of any year within a BETWEEN. */
export function passesAnniversary(test: Test, of: TraitValue | undefined, person: Person, question: Question): boolean {
  if (test.kind === 'presence') return (of !== undefined) === test.present;
  if (of === undefined) return false;
  if (of.kind !== 'date') throw new TypeError(`a ${of.kind} has no anniversary`);
  switch (test.kind) {
    case 'comparison': {
      const to = dayOfAmount(test.value, person, question);
      return signFits(compareTexts(anniversaryIn(yearOf(to), of.day), to), test.operator);
    }
    case 'between': {
      const [from, to] = [dayOfAmount(test.from, person, question), dayOfAmount(test.to, person, question)];
      for (let year = yearOf(from); year <= yearOf(to); year += 1) {
        const anniversary = anniversaryIn(year, of.day);
        if (anniversary >= from && anniversary <= to) return true;
      }
      return false;
    }
    default:
      throw new TypeError(`${test.kind} is not for an anniversary`);
  }
}

/** The day of that year on which a date returns; 28 February where it has no 29th. */
export function anniversaryIn(year: number, day: Day): Day {
  const name = String(year).padStart(4, '0');
  const anniversary = parseDay(`${name}${day.slice(4)}`) ?? parseDay(`${name}-02-28`);
  if (anniversary === undefined) throw new RangeError(`there is no year ${year}`);
  return anniversary;
}

function dayOfAmount(amount: Amount, person: Person, question: Question): Day {
  const date = amountOf(amount, person, question);
  if (date === undefined || !('day' in date))
    throw new TypeError(`an anniversary is compared with a date, not with a ${amount.kind}`);
  return date.day;
}

function yearOf(day: Day): number {
  return Number(day.slice(0, 4));
}
