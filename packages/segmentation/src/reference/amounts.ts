import {
  addToDay,
  type DayUnit,
  dayOf,
  daysBetween,
  type Instant,
  instantOf,
  instantOfMs,
  msOfInstant,
  startOfDay,
  type TimeZone,
  unreachable,
} from '@clientele/model';
import type { Amount, Calculation, Duration } from '../tree/amount.js';
import { type MomentUnit, MS_OF_UNIT } from '../tree/literal.js';
import type { Question } from './context.js';
import { measured } from './functions.js';
import type { Person } from './person.js';
import type { PropertyType } from './properties.js';
import { add, divide, multiply, type Ratio, ratioOfCount, ratioOfText, subtract } from './ratio.js';
import type { AmountValue } from './trait-value.js';
import { deriveTrait } from './traits.js';

/**
 * What an amount is for a person; undefined where it, or a part of it, is absent.
 *
 * @param type of a property where its first or last is asked for
 */
export function amountOf(
  amount: Amount,
  person: Person,
  question: Question,
  type: PropertyType = 'number',
): AmountValue | undefined {
  const { today, now } = question;
  const zone = question.shop.timeZone;
  switch (amount.kind) {
    case 'text':
      return { kind: 'text', text: amount.value };
    case 'number':
      return { kind: 'number', number: ratioOfText(amount.digits) };
    case 'boolean':
      return { kind: 'boolean', boolean: amount.value };
    case 'day':
      return { kind: 'day', day: amount.day };
    case 'offset':
      return { kind: 'day', day: addToDay(today, amount.amount, amount.unit) };
    case 'named-day':
      return { kind: 'day', day: amount.name === 'today' ? today : addToDay(today, -1, 'd') };
    case 'datetime':
      return momentAt(instantOf(amount.local, zone), zone);
    case 'moment':
      return momentAt(later(now, amount.amount, amount.unit), zone);
    case 'attribute':
      return deriveTrait(amount.name, person, question);
    case 'measure':
      return measured(amount.name, amount.rows, person, question, type);
    case 'calculation':
      return calculated(amount, person, question);
    case 'duration':
    case 'anniversary':
    case 'coordinates':
      throw new TypeError(`a ${amount.kind} is no value: the query was not checked`);
    default:
      return unreachable(amount);
  }
}

function calculated({ operator, left, right }: Calculation, person: Person, question: Question) {
  const a = amountOf(left, person, question);
  if (right.kind === 'duration') return a && moved(a, right, operator === '-' ? -1 : 1, question.shop.timeZone);
  const b = amountOf(right, person, question);
  if (a === undefined || b === undefined) return undefined;
  if ('day' in a && 'day' in b) return number(ratioOfCount(daysBetween(b.day, a.day)));
  if (a.kind !== 'number' || b.kind !== 'number') throw new TypeError(`a ${a.kind} and a ${b.kind} make no number`);
  switch (operator) {
    case '+':
      return number(add(a.number, b.number));
    case '-':
      return number(subtract(a.number, b.number));
    case '*':
      return number(multiply(a.number, b.number));
    case '/':
      return b.number.numerator === 0n ? undefined : number(divide(a.number, b.number));
    default:
      return unreachable(operator);
  }
}

/** A date moved by days, weeks, months or years is a day; by hours or minutes, a moment. */
function moved(date: AmountValue, { amount, unit }: Duration, sign: 1 | -1, zone: TimeZone): AmountValue {
  if (!('day' in date)) throw new TypeError(`a ${date.kind} is no date`);
  if (unit !== 'h' && unit !== 'min') return { kind: 'day', day: addToDay(date.day, sign * amount, unit) };
  return momentAt(later('at' in date ? date.at : startOfDay(date.day, zone), sign * amount, unit), zone);
}

/** So much elapsed time later, also where the clocks change. */
function later(at: Instant, amount: number, unit: Exclude<MomentUnit, DayUnit>): Instant {
  return instantOfMs(msOfInstant(at) + amount * MS_OF_UNIT[unit]);
}

function momentAt(at: Instant, zone: TimeZone): AmountValue {
  return { kind: 'moment', at, day: dayOf(at, zone) };
}

function number(value: Ratio): AmountValue {
  return { kind: 'number', number: value };
}
