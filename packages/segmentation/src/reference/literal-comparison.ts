import { addToDay, type Day, type Instant, instantOf, msOfInstant, unreachable } from '@clientele/model';
import type { Amount } from '../tree/amount.js';
import type { ComparisonOperator, ParameterTest } from '../tree/test.js';
import type { Question } from './context.js';
import { compareRatios, ratioOfText } from './ratio.js';
import { compareTexts } from './text-order.js';
import type { AmountValue } from './trait-value.js';

/**
 * Whether a value passes a test. An absent value passes no comparison, not even `!=`, no BETWEEN and no [NOT] IN; it
 * contains nothing.
 */
export function passes(test: ParameterTest, value: AmountValue | undefined, question: Question): boolean {
  if (test.kind === 'presence') return (value !== undefined) === test.present;
  if (test.kind === 'contains') return contains(test.value, value) !== test.negated;
  if (value === undefined) return false;
  const sign = (literal: Amount): number => compareToLiteral(value, literal, question);
  switch (test.kind) {
    case 'comparison':
      return signFits(sign(test.value), test.operator);
    case 'between':
      return sign(test.from) >= 0 && sign(test.to) <= 0;
    case 'in':
      return test.values.some((literal) => sign(literal) === 0) !== test.negated;
    default:
      return unreachable(test);
  }
}

/** One whole element, upper and lower case alike; nothing is in an absent list. */
function contains(part: Amount, value: AmountValue | undefined): boolean {
  if (value === undefined) return false;
  if (value.kind !== 'list' || part.kind !== 'text') throw new TypeError('CONTAINS is for a list and a text');
  return value.texts.some((text) => text.toLowerCase() === part.value.toLowerCase());
}

/** The day that a date literal names; undefined for a date with a time and for what is no date. */
export function dayOfLiteral(literal: Amount, today: Day): Day | undefined {
  switch (literal.kind) {
    case 'day':
      return literal.day;
    case 'offset':
      return addToDay(today, literal.amount, literal.unit);
    case 'named-day':
      return literal.name === 'today' ? today : addToDay(today, -1, 'd');
    default:
      return undefined;
  }
}

/** Negative, zero or positive, as the value is before, at or after the literal. */
function compareToLiteral(value: AmountValue, literal: Amount, { today, shop }: Question): number {
  if (value.kind === 'number' && literal.kind === 'number') {
    return compareRatios(value.number, ratioOfText(literal.digits));
  }
  if (value.kind === 'text' && literal.kind === 'text') return compareTexts(value.text, literal.value);
  // An id is text: `id = 007` is the same as `id = '007'`.
  if (value.kind === 'text' && literal.kind === 'number') return compareTexts(value.text, literal.digits);
  if (value.kind === 'boolean' && literal.kind === 'boolean') return Number(value.boolean) - Number(literal.value);
  if (value.kind === 'date' && literal.kind === 'datetime') {
    return secondOf(value.at) - secondOf(instantOf(literal.local, shop.timeZone));
  }
  const day = dayOfLiteral(literal, today);
  if (value.kind === 'date' && day !== undefined) return compareTexts(value.day, day);
  throw new TypeError(`a ${value.kind} cannot be compared to a ${literal.kind}: the query was not checked`);
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

/** A literal names a whole second, as a day literal names a whole day: fractions of the value's second do not count. */
function secondOf(at: Instant): number {
  return Math.floor(msOfInstant(at) / 1000);
}
