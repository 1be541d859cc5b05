import { unreachable } from '@clientele/model';
import type { Condition, Contains, Percentile } from '../tree/condition.js';
import type { Question } from './context.js';
import { isWithinPercentile } from './cutoffs.js';
import { matchFunction } from './functions.js';
import { passes } from './literal-comparison.js';
import type { Person } from './person.js';
import { deriveTrait } from './traits.js';

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
    case 'comparison':
    case 'between':
    case 'in':
      return passes(condition, deriveTrait(condition.attribute, person, question), question);
    case 'presence':
      return (deriveTrait(condition.attribute, person, question) !== undefined) === condition.present;
    case 'contains':
      return contains(condition, person, question) !== condition.negated;
    case 'percentile':
      return isInPercentile(condition, person, question);
    case 'function':
      return matchFunction(condition, person, question).holds !== condition.negated;
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
    default:
      return unreachable(condition);
  }
}

/** One whole element, upper and lower case alike; nothing is in an absent list. */
function contains({ attribute, value }: Contains, person: Person, question: Question): boolean {
  const trait = deriveTrait(attribute, person, question);
  if (trait === undefined) return false;
  if (trait.kind !== 'list' || value.kind !== 'text') throw new TypeError('CONTAINS is for a list and a text');
  return trait.texts.some((text) => text.toLowerCase() === value.value.toLowerCase());
}

/** Every number trait is about orders, so a percentile is among those with an order. */
function isInPercentile(condition: Percentile, person: Person, question: Question): boolean {
  const { attribute: trait, side, percent } = condition;
  const value = person.orders.length === 0 ? undefined : deriveTrait(trait, person, question);
  const [cutoff] = question.cutoff({ kind: 'percentile', trait, side, percent });
  return value !== undefined && cutoff !== undefined && isWithinPercentile(value, side, cutoff);
}
