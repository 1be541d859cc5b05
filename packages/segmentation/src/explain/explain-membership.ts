import { type Day, dayOf, type Instant, localDateTimeOf, type TimeZone, unreachable } from '@clientele/model';
import { attributeNamed } from '../catalogue/custom-attributes.js';
import type { PlainProfile } from '../plain-profile.js';
import { amountOf } from '../reference/amounts.js';
import type { ListedPerson, Question, ReferenceContext } from '../reference/context.js';
import { type Nearness, nearness } from '../reference/distance.js';
import { evaluate } from '../reference/evaluate.js';
import { matchFunction } from '../reference/functions.js';
import { type Person, personOf } from '../reference/person.js';
import { questionOfPerson } from '../reference/question.js';
import { type Ratio, ratio, ratioOfCount, ratioOfText } from '../reference/ratio.js';
import { sequenceIn } from '../reference/sequence.js';
import type { AmountValue, TraitValue } from '../reference/trait-value.js';
import { deriveTrait } from '../reference/traits.js';
import { trendOf } from '../reference/trends.js';
import { printAmount, printCondition } from '../text/print-condition.js';
import type { Amount, Measure } from '../tree/amount.js';
import type { Condition, Match, Sequence, TestedAmount } from '../tree/condition.js';
import type { Rows } from '../tree/rows.js';
import type { ParameterTest, Test, Trend } from '../tree/test.js';
import { valuesOf } from '../tree/walk.js';
import { type Effort, fullEffort, type NextChange, nextChange } from './changes-at.js';
import { type Evidence, evidenceOf } from './evidence.js';
import { inWords, stepInWords } from './in-words.js';
import { missingForTest, missingForTrend, missingNumber } from './missing.js';
import { decimalText, quantityText } from './quantity.js';
import { traitInWords } from './trait-in-words.js';
import { FOLLOWED_DAYS } from './turning-times.js';
import { unitOfAmount, unitOfMeasure } from './units.js';

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

export interface ExplainedCondition extends ChangesByItself {
  /** The condition as canonical text. */
  readonly text: string;
  /** The same for people who do not write queries; of an AND, OR or NOT, what it says of its parts. */
  readonly words: string;
  readonly holds: boolean;
  /** What the profile has: a trait's value, what a function counted; null where it is absent and for AND, OR, NOT. */
  readonly value: string | null;
  /** The value as a page shows it. */
  readonly display: string | null;
  /** The records of the rows that MATCHES, a measure or a sequence counted: without them it is as if there were none. */
  readonly evidence: readonly Evidence[];
  /** How far a condition is from holding (`1 more order`); null where it holds or no distance can be told. */
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
  const { opened } = told;
  const holds = evaluate(condition, person, question);
  const { missing, ...found } = findingsOf(condition, person, question);
  const isOpened = condition.kind === 'segment' && opened.has(condition.handle);
  if (condition.kind === 'segment') opened.add(condition.handle);
  return {
    text: printCondition(condition),
    words: inWords(condition, question.shop.currency),
    holds,
    value: found.value ?? null,
    display: found.display ?? found.value ?? null,
    evidence: evidenceOf(condition, person, question, told.evidence),
    missing: holds ? null : (missing ?? null),
    ...changes,
    conditions: isOpened ? [] : (found.parts ?? []).map((part) => explain(part, person, question, told)),
  };
}

interface Findings {
  readonly value?: string | null;
  /** Where a page shows the value in another way. */
  readonly display?: string;
  /** What would be missing if the condition did not hold. */
  readonly missing?: string | null;
  readonly parts?: readonly Condition[];
}

function findingsOf(condition: Condition, person: Person, question: Question): Findings {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return { parts: condition.conditions };
    case 'not':
      return { parts: [condition.condition] };
    case 'segment': {
      const segment = question.segments.get(condition.handle);
      return segment === undefined ? { missing: 'there is no such segment' } : { parts: [segment] };
    }
    case 'match':
      if (condition.rows.name === 'customer_within_distance') {
        return findingsOfDistance(nearness(condition.rows, person), condition.negated);
      }
      return findingsOfFunction(condition, person, question);
    case 'test':
      return findingsOfTest(condition, person, question);
    case 'sequence':
      return findingsOfSequence(condition, person, question);
    case 'listed': {
      const decided = question.lists.get(condition.handle)?.get(person.id) ?? [];
      const listed = decided.find(({ as }) => as === condition.as);
      return listed === undefined ? {} : { value: decidedInWords(listed, question.shop.timeZone) };
    }
    case 'hold-out':
    case 'sample':
      return {};
    default:
      return unreachable(condition);
  }
}

function decidedInWords({ as, at, by, reason }: ListedPerson, zone: TimeZone): string {
  return `${as} on ${dayOf(at, zone)} by ${by}${reason === '' ? '' : `: ${reason}`}`;
}

const DAY_OF_YEAR = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', timeZone: 'UTC' });

function findingsOfDistance({ nearest, limit }: Nearness, negated: boolean): Findings {
  if (nearest === undefined) return { missing: negated ? null : 'no address with coordinates' };
  const kilometres = (metres: Ratio) => `${decimalText(ratio(metres.numerator, metres.denominator * 1_000n))} km`;
  const over = ratio(BigInt(nearest) * limit.denominator - limit.numerator, limit.denominator);
  return {
    value: kilometres(ratio(BigInt(nearest), 1n)),
    missing: negated ? null : `${kilometres(over)} too far`,
  };
}

function findingsOfTest({ amount, test }: TestedAmount, person: Person, question: Question): Findings {
  const { currency } = question.shop;
  if (test.kind === 'trend') return findingsOfTrend(amount, test, person, question);
  const asInMatches = amount.kind === 'measure' && test.kind !== 'percentile';
  if (asInMatches) return findingsOfMeasure(amount, test, person, question);
  if (amount.kind === 'anniversary') {
    const of = deriveTrait(amount.attribute, person, question);
    if (of?.kind !== 'date') return { missing: `no ${amount.attribute}` };
    return { value: of.day, display: DAY_OF_YEAR.format(new Date(`${of.day}T00:00:00Z`)) };
  }
  const value = amountOf(amount, person, question);
  if (value === undefined) return { missing: `no ${printAmount(amount)}` };
  const attribute = amount.kind === 'attribute' ? attributeNamed(amount.name, question.customTypes) : undefined;
  const isPercentileOfNobody = test.kind === 'percentile' && attribute !== undefined && person.orders.length === 0;
  return {
    value: valueText(test, value, question),
    ...(attribute && isTrait(value) && { display: traitInWords(attribute, value, currency) }),
    missing: isPercentileOfNobody ? 'a first order' : missingForAmount(amount, test, value, person, question),
  };
}

function isTrait(value: AmountValue): value is TraitValue {
  return value.kind !== 'day' && value.kind !== 'moment' && value.kind !== 'several';
}

function missingForAmount(
  of: Amount,
  test: Exclude<Test, Trend>,
  value: AmountValue,
  person: Person,
  question: Question,
): string | null {
  const unit = unitOfAmount(of, question.shop.currency);
  switch (test.kind) {
    case 'comparison':
    case 'between':
    case 'in':
      return missingForTest(test, value, unit, person, question);
    case 'percentile': {
      const { side, percent } = test;
      const [cutoff] = question.cutoff({ kind: 'percentile', amount: of, side, percent });
      if (value.kind !== 'number' || cutoff === undefined) return null;
      const bound = side === 'top' ? 'least' : 'most';
      return missingNumber(value.number, { side: bound, strict: false, limit: ratioOfText(cutoff) }, unit);
    }
    case 'contains': {
      if (test.negated || test.value.kind !== 'text') return null;
      return `'${test.value.value}' is not ${value.kind === 'text' ? 'in it' : 'among them'}`;
    }
    case 'presence':
      return null;
    default:
      return unreachable(test);
  }
}

/** What it is now, and what it was over as many days before. */
function findingsOfTrend(amount: Amount, trend: Trend, person: Person, question: Question): Findings {
  if (amount.kind !== 'measure') return {};
  const { now, before } = trendOf(amount, person, question);
  const text = (value: AmountValue | undefined) =>
    measureText(amount.name, amount.rows.name, value, question.shop.currency);
  return {
    value: `${text(now)} after ${text(before)}`,
    missing: missingForTrend(amount, trend, { now, before }, question),
  };
}

function findingsOfFunction({ rows, negated }: Match, person: Person, question: Question): Findings {
  const match = matchFunction(rows, person, question);
  const { currency } = question.shop;
  const counted = unitOfMeasure('count', rows.name, currency);
  const tested = rows.parameters.filter(({ name }) => Object.hasOwn(match.totals, name));
  const shown = tested.length === 0 ? ['count'] : tested.map(({ name }) => name);
  const missing = tested.flatMap(({ name, test }) => {
    const value = match.totals[name];
    if (value === undefined) return `no ${name}`;
    return missingForTest(test, value, unitOfMeasure(name, rows.name, currency), person, question) ?? [];
  });
  if (tested.length === 0 && counted.kind === 'things') missing.push(`1 more ${counted.one}`);
  return {
    value: shown.map((name) => measureText(name, rows.name, match.totals[name], currency)).join(', '),
    missing: negated || missing.length === 0 ? null : missing.join(', '),
  };
}

/** As if it stood inside MATCHES, with the same rows as evidence. */
function findingsOfMeasure({ name, rows }: Measure, test: ParameterTest, person: Person, question: Question): Findings {
  const asParameter: Rows = { ...rows, parameters: [...rows.parameters, { name, test }] };
  const match: Match = { kind: 'match', rows: asParameter, negated: false };
  return findingsOfFunction(match, person, question);
}

/** How many of the steps without NOT were done, and which comes next. */
function findingsOfSequence(sequence: Sequence, person: Person, question: Question): Findings {
  const { rows } = sequenceIn(sequence, person, question);
  const steps = sequence.steps.filter(({ negated }) => !negated);
  const next = steps[rows.length];
  const unit = { kind: 'things', one: 'step', many: 'steps' } as const;
  return {
    value: `${rows.length} of ${quantityText(ratioOfCount(steps.length), unit)}`,
    missing: next === undefined ? null : stepInWords(next, question.shop.currency),
  };
}

function measureText(name: string, rows: string, value: AmountValue | undefined, currency: string): string {
  if (value === undefined) return 'none';
  return value.kind === 'number' ? quantityText(value.number, unitOfMeasure(name, rows, currency)) : plainText(value);
}

/** A value as text: exact decimals to six places, a day (a time where the condition names one), a list joined. */
function valueText(test: Test, value: AmountValue, question: Question): string {
  const isTime = value.kind === 'moment' || (value.kind === 'date' && namesTime(test));
  return isTime ? localDateTimeOf(value.at, question.shop.timeZone) : plainText(value);
}

function plainText(value: AmountValue): string {
  switch (value.kind) {
    case 'number':
      return decimalText(value.number);
    case 'date':
    case 'day':
    case 'moment':
      return value.day;
    case 'text':
      return value.text;
    case 'list':
    case 'several':
      return value.texts.join(', ');
    case 'boolean':
      return value.boolean ? 'yes' : 'no';
    default:
      return unreachable(value);
  }
}

function namesTime(test: Test): boolean {
  return valuesOf(test).some((value) => value.kind === 'datetime' || value.kind === 'moment');
}
