import { type Instant, msOfInstant, unreachable } from '@clientele/model';
import type { Amount } from '../tree/amount.js';
import type { ComparisonOperator, ParameterTest } from '../tree/test.js';
import { amountOf } from './amounts.js';
import type { Question } from './context.js';
import type { Person } from './person.js';
import { compareRatios } from './ratio.js';
import { compareTexts } from './text-order.js';
import type { AmountValue } from './trait-value.js';

/** What an amount is that something is compared with; undefined where it is absent. */
export type Amounts = (amount: Amount) => AmountValue | undefined;

/** What amounts are for a person, each found out once: many rows are compared with the same. */
export function amountsFor(person: Person, question: Question): Amounts {
  const known = new Map<Amount, AmountValue | undefined>();
  return (amount) => {
    if (!known.has(amount)) known.set(amount, amountOf(amount, person, question));
    return known.get(amount);
  };
}

/**
 * Whether a value passes a test. An absent value passes no comparison, not even `!=`, no BETWEEN and no [NOT] IN, and so
 * it is where what it is compared with is absent; it contains nothing.
 */
export function passes(test: ParameterTest, value: AmountValue | undefined, amounts: Amounts): boolean {
  if (value?.kind === 'several') return severalPass(test, value.texts);
  const is = (operator: ComparisonOperator, other: Amount): boolean => {
    const sign = value && compareTo(value, other, amounts);
    return sign !== undefined && signFits(sign, operator);
  };
  switch (test.kind) {
    case 'comparison':
      return is(test.operator, test.value);
    case 'between':
      return is('>=', test.from) && is('<=', test.to);
    case 'in':
      return test.negated ? test.values.every((other) => is('!=', other)) : test.values.some((other) => is('=', other));
    case 'presence':
      return (value !== undefined) === test.present;
    case 'contains':
      return contains(test.value, value) !== test.negated;
    default:
      return unreachable(test);
  }
}

/** Of several texts one must fit; `!=` and `NOT IN` hold when none does, as of none at all. */
function severalPass(test: ParameterTest, texts: readonly string[]): boolean {
  const has = (value: Amount) => texts.some((text) => sameText(text, writtenText(value)));
  switch (test.kind) {
    case 'comparison':
      if (test.operator !== '=' && test.operator !== '!=') break;
      return has(test.value) === (test.operator === '=');
    case 'in':
      return test.values.some(has) !== test.negated;
    case 'contains':
      return has(test.value) !== test.negated;
    case 'presence':
      return texts.length > 0 === test.present;
  }
  throw new TypeError('of several texts one fits or none does: the query was not checked');
}

/** One whole element of a list, or a part of a text; upper and lower case alike. Nothing is in what is absent. */
function contains(part: Amount, value: AmountValue | undefined): boolean {
  if (value === undefined) return false;
  if (value.kind === 'list') return value.texts.some((text) => sameText(text, writtenText(part)));
  if (value.kind === 'text') return value.text.toLowerCase().includes(writtenText(part).toLowerCase());
  throw new TypeError(`CONTAINS is not for a ${value.kind}`);
}

function sameText(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

/** The text of a literal; an id is text: `id = 007` is the same as `id = '007'`. */
function writtenText(literal: Amount): string {
  if (literal.kind === 'text') return literal.value;
  if (literal.kind === 'number') return literal.digits;
  throw new TypeError(`a ${literal.kind} is no text: the query was not checked`);
}

/** Negative, zero or positive, as the value is before, at or after the other; undefined where that is absent. */
function compareTo(value: AmountValue, other: Amount, amounts: Amounts): number | undefined {
  if (value.kind === 'text' && other.kind === 'number') return compareTexts(value.text, writtenText(other));
  const compared = amounts(other);
  return compared && compareValues(value, compared);
}

function compareValues(a: AmountValue, b: AmountValue): number {
  if (a.kind === 'number' && b.kind === 'number') return compareRatios(a.number, b.number);
  if (a.kind === 'text' && b.kind === 'text') return compareTexts(a.text, b.text);
  if (a.kind === 'boolean' && b.kind === 'boolean') return Number(a.boolean) - Number(b.boolean);
  if ('day' in a && 'day' in b) {
    // Days, but where one is a moment and the other has a time too.
    const isTimed = (a.kind === 'moment' && b.kind !== 'day') || (b.kind === 'moment' && a.kind !== 'day');
    return isTimed && 'at' in a && 'at' in b ? secondOf(a.at) - secondOf(b.at) : compareTexts(a.day, b.day);
  }
  throw new TypeError(`a ${a.kind} cannot be compared to a ${b.kind}: the query was not checked`);
}

/** Whether a sign, as of a comparison, is what an operator asks for. */
export function signFits(sign: number, operator: ComparisonOperator): boolean {
  switch (operator) {
    case '=':
      return sign === 0;
    case '!=':
      return sign !== 0;
    case '>':
      return sign > 0;
    case '>=':
      return sign >= 0;
    case '<':
      return sign < 0;
    case '<=':
      return sign <= 0;
    default:
      return unreachable(operator);
  }
}

/** A moment names a whole second, as a day names a whole day: fractions of the value's second do not count. */
function secondOf(at: Instant): number {
  return Math.floor(msOfInstant(at) / 1000);
}
