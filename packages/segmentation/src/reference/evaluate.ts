import { unreachable } from '@clientele/model';
import type { Amount } from '../tree/amount.js';
import type { Condition, TestedAmount } from '../tree/condition.js';
import type { Rows } from '../tree/rows.js';
import type { Percentile } from '../tree/test.js';
import { amountOf } from './amounts.js';
import { passesAnniversary } from './anniversary.js';
import { amountsFor, passes } from './comparison.js';
import type { Question } from './context.js';
import { isWithinPercentile, rankedValue } from './cutoffs.js';
import { nearness } from './distance.js';
import { matchFunction } from './functions.js';
import type { Person } from './person.js';
import { propertyType } from './properties.js';
import { isHeldOut, isInSample } from './sample.js';
import { sequenceIn } from './sequence.js';
import { deriveTrait } from './traits.js';
import { isTrend } from './trends.js';

/**
 * Whether a condition holds for a person: true or false, nothing between. `answers` are those of the segments that were
 * looked into so far, each once; `asking` for one that led here: a segment that refers to itself is a bug, since saving
 * refuses it.
 */
export function evaluate(
  condition: Condition,
  person: Person,
  question: Question,
  answers = new Map<string, boolean | 'asking'>(),
): boolean {
  switch (condition.kind) {
    case 'and':
      return condition.conditions.every((part) => evaluate(part, person, question, answers));
    case 'or':
      return condition.conditions.some((part) => evaluate(part, person, question, answers));
    case 'not':
      return !evaluate(condition.condition, person, question, answers);
    case 'test':
      return isTrueOf(condition, person, question);
    case 'match':
      return holdsForRows(condition.rows, person, question) !== condition.negated;
    case 'segment': {
      const { handle } = condition;
      const known = answers.get(handle);
      if (known === 'asking') throw new Error(`the segment '${handle}' refers to itself`);
      if (known !== undefined) return known;
      answers.set(handle, 'asking');
      const segment = question.segments.get(handle);
      const holds = segment !== undefined && evaluate(segment, person, question, answers);
      answers.set(handle, holds);
      return holds;
    }
    case 'sequence':
      return sequenceIn(condition, person, question).holds;
    case 'listed':
      return (question.lists.get(condition.handle)?.get(person.id) ?? []).some(({ as }) => as === condition.as);
    case 'hold-out':
      return isHeldOut(person, question);
    case 'sample':
      return isInSample(condition, person, question);
    default:
      return unreachable(condition);
  }
}

function holdsForRows(rows: Rows, person: Person, question: Question): boolean {
  if (rows.name === 'customer_within_distance') return nearness(rows, person).holds;
  return matchFunction(rows, person, question).holds;
}

function isTrueOf({ amount, test }: TestedAmount, person: Person, question: Question): boolean {
  if (amount.kind === 'anniversary') {
    return passesAnniversary(test, deriveTrait(amount.attribute, person, question), person, question);
  }
  switch (test.kind) {
    case 'percentile':
      return isInPercentile(amount, test, person, question);
    case 'trend':
      if (amount.kind !== 'measure') throw new TypeError(`a trend is of a measure, not of a ${amount.kind}`);
      return isTrend(amount, test, person, question);
    default:
      return passes(test, amountOf(amount, person, question, propertyType(test)), amountsFor(person, question));
  }
}

function isInPercentile(amount: Amount, { side, percent }: Percentile, person: Person, question: Question): boolean {
  const value = rankedValue(amount, person, question);
  const [cutoff] = question.cutoff({ kind: 'percentile', amount, side, percent });
  return value !== undefined && cutoff !== undefined && isWithinPercentile(value, side, cutoff);
}
