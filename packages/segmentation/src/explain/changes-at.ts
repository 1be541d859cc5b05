import { type Day, dayOf, daysBetween, type Instant } from '@clientele/model';
import type { Question } from '../reference/context.js';
import { evaluate } from '../reference/evaluate.js';
import type { Person } from '../reference/person.js';
import { ratio, ratioOfText, ratioText } from '../reference/ratio.js';
import { leavesOf, literalsOf, MOVING_TRAIT } from '../time/moving-leaves.js';
import type { Condition } from '../tree/condition.js';
import { MOST_TURNS, turnsOf } from './turns-of-person.js';

/** How many comparisons of a literal with an order looking ahead may still take; shared by all that is asked at once. */
export interface Effort {
  comparisons: number;
}

/** Enough for what people write; a second or two at most. */
export function fullEffort(): Effort {
  return { comparisons: 2_000_000 };
}

/** What becomes of an answer while nothing happens. */
export type NextChange =
  /** From this instant on it is the other one; the day is the shop's. */
  | { readonly kind: 'changes'; readonly at: Instant; readonly day: Day }
  /** It does not change within `FOLLOWED_DAYS` days. */
  | { readonly kind: 'stays' }
  /** It would take too long to tell. */
  | { readonly kind: 'untold' };

/**
 * When a condition first holds where it did not, or no longer holds where it did, if nothing happens. Shop-wide cut-offs
 * are taken as they are.
 */
export function nextChange(
  condition: Condition,
  person: Person,
  question: Question,
  effort: Effort = fullEffort(),
): NextChange {
  const leaves = leavesOf(condition, question);
  const literals = leaves.reduce((sum, leaf) => sum + literalsOf(leaf).length, 0);
  const rows = Math.max(1, person.orders.length + person.refunds.length + person.events.length);
  if (rows * literals > effort.comparisons) return { kind: 'untold' };
  const turns = turnsOf(leaves, person, question);
  if (turns.length === 0) return { kind: 'stays' };
  // In a sequence each row may be compared with each other.
  const each = leaves.some(({ kind }) => kind === 'sequence') ? rows * rows : rows * literals;
  const comparisons = turns.length * each;
  if (turns.length > MOST_TURNS || comparisons > effort.comparisons) return { kind: 'untold' };
  effort.comparisons -= comparisons;
  const holdsNow = evaluate(condition, person, question);
  const at = turns.find((turn) => evaluate(condition, person, questionAt(turn, question)) !== holdsNow);
  return at === undefined ? { kind: 'stays' } : { kind: 'changes', at, day: dayOf(at, question.shop.timeZone) };
}

/** The same question at a later time. Everybody's days since the last order grow alike, so their cut-offs do too. */
function questionAt(now: Instant, question: Question): Question {
  const today = dayOf(now, question.shop.timeZone);
  const passed = BigInt(daysBetween(question.today, today));
  return {
    ...question,
    now,
    today,
    cutoff: (of) => {
      const values = question.cutoff(of);
      const trait = of.kind === 'rfm' ? of.trait : of.amount.kind === 'attribute' ? of.amount.name : undefined;
      if (trait !== MOVING_TRAIT) return values;
      return values.map((value) => {
        const { numerator, denominator } = ratioOfText(value);
        return ratioText(ratio(numerator + passed * denominator, denominator));
      });
    },
  };
}
