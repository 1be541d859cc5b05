import type { Day, Instant } from '@clientele/model';
import type { PlainProfile } from '../plain-profile.js';
import type { Question, ReferenceContext } from '../reference/context.js';
import { evaluate } from '../reference/evaluate.js';
import { type Person, personOf } from '../reference/person.js';
import { questionOfPerson } from '../reference/question.js';
import { printCondition } from '../text/print-condition.js';
import type { Condition } from '../tree/condition.js';
import { type Effort, fullEffort, type NextChange, nextChange } from './changes-at.js';
import { evidenceOf } from './evidence.js';
import { type Found, foundOf } from './found.js';
import { inWords } from './in-words.js';
import { missingOf } from './missing.js';
import { type NamedEvidence, namedEvidence } from './named-evidence.js';
import { FOLLOWED_DAYS } from './turns-of-person.js';

/** Why a profile is a member of a query, or is not. */
export interface Explanation extends ChangesByItself {
  readonly member: boolean;
  /** The parts that must all hold; a single one where the query is no AND. */
  readonly conditions: readonly ExplainedCondition[];
}

/** When an answer changes if nothing happens: found by asking the reference evaluator at every time at which it may. */
export interface ChangesByItself {
  /** The shop's day on which it does; null where it does not, and where it would take too long to tell. */
  readonly changesAt: Day | null;
  /** The instant from which it has changed. */
  readonly changesAtTime: Instant | null;
  /** For how many days it was followed and found not to change; null where it changes, or it would take too long to tell. */
  readonly staysForDays: number | null;
}

export interface ExplainedCondition extends Found, NamedEvidence, ChangesByItself {
  /** The condition as canonical text. */
  readonly text: string;
  /** The same for people who do not write queries; of an AND, OR or NOT, what it says of its parts. */
  readonly words: string;
  readonly holds: boolean;
  /**
   * How far a condition is from holding (`1 more order`), a NOT from its part not holding (`1 order too many`); null
   * where it holds, or no distance can be told, or its parts tell.
   */
  readonly missing: string | null;
  /** The parts of an AND, OR or NOT, and the query of a segment where it is referred to for the first time. */
  readonly conditions: readonly ExplainedCondition[];
}

/**
 * Explains a condition for one profile, by the reference evaluator. The context must give the frozen cut-offs that the
 * condition needs; without them it throws.
 */
export function explainMembership(condition: Condition, profile: PlainProfile, context: ReferenceContext): Explanation {
  const person = personOf(profile, context.shop);
  const question = questionOfPerson(context);
  const parts = condition.kind === 'and' ? condition.conditions : [condition];
  const told: Told = { opened: new Set(), effort: fullEffort(), evidence: fullEffort() };
  const whole = changesByItself(nextChange(condition, person, question, told.effort));
  return {
    member: evaluate(condition, person, question),
    ...whole,
    conditions: parts.map((part) => explain(part, person, question, told, part === condition ? whole : undefined)),
  };
}

function changesByItself(change: NextChange): ChangesByItself {
  const changes = change.kind === 'changes' ? change : undefined;
  return {
    changesAt: changes?.day ?? null,
    changesAtTime: changes?.at ?? null,
    staysForDays: change.kind === 'stays' ? FOLLOWED_DAYS : null,
  };
}

/** What the parts of one explanation have in common. */
interface Told {
  /** Handles of the segments whose queries are explained already. */
  readonly opened: Set<string>;
  /** What is left for finding days. */
  readonly effort: Effort;
  /** What is left for finding all evidence. */
  readonly evidence: Effort;
}

function explain(
  condition: Condition,
  person: Person,
  question: Question,
  told: Told,
  changes: ChangesByItself = changesByItself(nextChange(condition, person, question, told.effort)),
): ExplainedCondition {
  return {
    text: printCondition(condition),
    words: inWords(condition, question.shop.currency),
    holds: evaluate(condition, person, question),
    ...foundOf(condition, person, question),
    ...namedEvidence(evidenceOf(condition, person, question, told.evidence)),
    missing: missingHere(condition, person, question),
    ...changes,
    conditions: partsOf(condition, question, told).map((part) => explain(part, person, question, told)),
  };
}

/** What only the parts tell is not told twice. */
function missingHere(condition: Condition, person: Person, question: Question): string | null {
  if (condition.kind === 'and' || condition.kind === 'or') return null;
  if (condition.kind === 'segment' && question.segments.has(condition.handle)) return null;
  return missingOf(condition, true, person, question);
}

function partsOf(condition: Condition, question: Question, { opened }: Told): readonly Condition[] {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return condition.conditions;
    case 'not':
      return [condition.condition];
    case 'segment': {
      const segment = question.segments.get(condition.handle);
      if (segment === undefined || opened.has(condition.handle)) return [];
      opened.add(condition.handle);
      return [segment];
    }
    default:
      return [];
  }
}
