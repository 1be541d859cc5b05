import { addToDay, type Day, dayNumber, dayOf, dayOfNumber, daysBetween, unreachable } from '@clientele/model';
import type { Question } from '../reference/context.js';
import { evaluate } from '../reference/evaluate.js';
import type { Person } from '../reference/person.js';
import { ratio, ratioOfText, ratioText } from '../reference/ratio.js';
import type { Condition, ParameterTest } from '../tree/condition.js';
import type { Literal } from '../tree/literal.js';

/** The number trait whose value moves by itself as days pass; all others stand still while nothing happens. */
const MOVING_TRAIT = 'days_since_last_order';

/** A month's end may shift an offset by days: 28 February to 1 April is `-1m` from "is" to "after" the 28th. */
const DAYS_AROUND = [-3, -2, -1, 0, 1, 2, 3, 4, 5];

/**
 * The first day after today on which a condition holds where it did not, or no longer holds where it did, if nothing
 * happens; null when that never comes. Shop-wide cut-offs are taken as they are.
 */
export function changesAt(condition: Condition, person: Person, question: Question): Day | null {
  const holdsToday = evaluate(condition, person, question);
  const days = [...new Set(turningDays(condition, person, question))].filter((day) => day > question.today).sort();
  return days.find((day) => evaluate(condition, person, questionOn(day, question)) !== holdsToday) ?? null;
}

/** The same question on a later day. Everybody's days since the last order grow alike, so their cut-offs do too. */
function questionOn(today: Day, question: Question): Question {
  const passed = BigInt(daysBetween(question.today, today));
  return {
    ...question,
    today,
    cutoff: (of) => {
      const values = question.cutoff(of);
      if (of.trait !== MOVING_TRAIT) return values;
      return values.map((value) => {
        const { numerator, denominator } = ratioOfText(value);
        return ratioText(ratio(numerator + passed * denominator, denominator));
      });
    },
  };
}

/** Every day on which the condition may turn: a date literal that moves with today reaches or leaves a date there. */
function turningDays(condition: Condition, person: Person, question: Question): Day[] {
  return leavesOf(condition, question).flatMap((leaf) => {
    const literals = literalsOf(leaf);
    if (leaf.kind !== 'function' && leaf.attribute === MOVING_TRAIT) {
      const last = person.orders.at(-1);
      return last === undefined ? [] : literals.flatMap((literal) => daysAroundCount(last.day, literal));
    }
    return daysOf(person).flatMap((day) => literals.flatMap((literal) => daysAroundOffset(day, literal)));
  });
}

type Leaf = Extract<Condition, { kind: 'comparison' | 'between' | 'in' | 'function' }>;

/** The conditions that compare something with literals, through segments too; into each segment once. */
function leavesOf(condition: Condition, question: Question, seen = new Set<string>()): Leaf[] {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return condition.conditions.flatMap((part) => leavesOf(part, question, seen));
    case 'not':
      return leavesOf(condition.condition, question, seen);
    case 'segment': {
      const segment = question.segments.get(condition.handle);
      if (segment === undefined || seen.has(condition.handle)) return [];
      seen.add(condition.handle);
      return leavesOf(segment, question, seen);
    }
    case 'presence':
    case 'contains':
    case 'percentile':
      return [];
    case 'comparison':
    case 'between':
    case 'in':
    case 'function':
      return [condition];
    default:
      return unreachable(condition);
  }
}

/** The literals that a condition compares with. */
export function literalsOf(leaf: Leaf): readonly Literal[] {
  if (leaf.kind === 'function') return leaf.parameters.flatMap((parameter) => literalsOfTest(parameter.test));
  return literalsOfTest(leaf);
}

function literalsOfTest(test: ParameterTest): readonly Literal[] {
  switch (test.kind) {
    case 'comparison':
      return [test.value];
    case 'between':
      return [test.from, test.to];
    case 'in':
      return test.values;
    default:
      return unreachable(test);
  }
}

function daysOf({ orders, customers, zone }: Person): Day[] {
  const created = customers.flatMap(({ createdAt }) => (createdAt === undefined ? [] : dayOf(createdAt, zone)));
  return [...new Set([...orders.map((order) => order.day), ...created])];
}

function daysAroundOffset(day: Day, literal: Literal): Day[] {
  const moving =
    literal.kind === 'offset'
      ? addToDay(day, -literal.amount, literal.unit)
      : literal.kind === 'named-day'
        ? day
        : undefined;
  return moving === undefined ? [] : DAYS_AROUND.map((days) => addToDay(moving, days, 'd'));
}

function daysAroundCount(last: Day, literal: Literal): Day[] {
  if (literal.kind !== 'number') return [];
  const { numerator, denominator } = ratioOfText(literal.digits);
  const whole = dayNumber(last) + Number(numerator / denominator);
  return DAYS_AROUND.map((days) => dayOfNumber(whole + days));
}
