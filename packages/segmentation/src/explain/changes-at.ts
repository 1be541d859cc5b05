import {
  addToDay,
  type Day,
  day,
  dayNumber,
  dayOf,
  dayOfNumber,
  daysBetween,
  type Instant,
  instantOfMs,
  LAST_DAY,
  msOfInstant,
  startOfDay,
  statedDate,
  unreachable,
} from '@clientele/model';
import { amountOf } from '../reference/amounts.js';
import { anniversaryIn } from '../reference/anniversary.js';
import type { Question } from '../reference/context.js';
import { evaluate } from '../reference/evaluate.js';
import type { Person } from '../reference/person.js';
import { ratio, ratioOfText, ratioText } from '../reference/ratio.js';
import { deriveTrait } from '../reference/traits.js';
import type { Amount } from '../tree/amount.js';
import type { Condition, Match, Sequence, TestedAmount } from '../tree/condition.js';
import { customAttributesOf } from '../tree/custom-attributes.js';
import { type Literal, MS_OF_UNIT, type OffsetLiteral } from '../tree/literal.js';
import { amountsIn } from '../tree/walk.js';

/** The number trait whose value moves by itself as days pass; all others stand still while nothing happens. */
const MOVING_TRAIT = 'days_since_last_order';

/** A month's end may shift an offset by days: 28 February to 1 April is `-1m` from "is" to "after" the 28th. */
const DAYS_BEFORE = 3;
const DAYS_AFTER = 5;
const NEW_YEAR = day('2000-01-01');
const LAST_DAY_NUMBER = dayNumber(LAST_DAY);

/** A condition that may turn more often than this is not followed. */
const MOST_TURNS = 2_000;

/** How far a condition is followed that may turn on any day. */
const SCANNED_DAYS = 1_000;

/** How many comparisons of a literal with an order looking for days may still take; shared by all that is asked at once. */
export interface Effort {
  comparisons: number;
}

/** Enough for what people write; a second or two at most. */
export function fullEffort(): Effort {
  return { comparisons: 2_000_000 };
}

/**
 * The first day after today, or today where a time of it is yet to come, on which a condition holds where it did not, or no longer holds where it did, if nothing
 * happens; null when that never comes, and where it would take too long to tell. Shop-wide cut-offs are taken as they are.
 */
export function changesAt(
  condition: Condition,
  person: Person,
  question: Question,
  effort: Effort = fullEffort(),
): Day | null {
  const leaves = leavesOf(condition, question);
  const days = turningDays(leaves, person, question);
  const moments = turningMoments(leaves, person, question);
  const literals = leaves.reduce((sum, leaf) => sum + literalsOf(leaf).length, 0);
  const turns = days.size + moments.length;
  const rows = Math.max(1, person.orders.length + person.refunds.length + person.events.length);
  // In a sequence each row may be compared with each other.
  const each = leaves.some(({ kind }) => kind === 'sequence') ? rows * rows : rows * literals;
  const comparisons = turns * each;
  if (turns > MOST_TURNS || comparisons > effort.comparisons) return null;
  effort.comparisons -= comparisons;
  const holdsToday = evaluate(condition, person, question);
  const { timeZone } = question.shop;
  const midnights = [...days].map((day) => msOfInstant(startOfDay(dayOfNumber(day), timeZone)));
  const inOrder = [...midnights, ...moments].sort((a, b) => a - b).map(instantOfMs);
  const turn = inOrder.find((at) => evaluate(condition, person, questionAt(at, question)) !== holdsToday);
  return turn === undefined ? null : dayOf(turn, timeZone);
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

/**
 * Numbers of the days after today on which a condition may turn: a date literal that moves with today reaches or leaves
 * a date there, or any day, where something is calculated with today. Ends soon after more than `MOST_TURNS` are found.
 */
function turningDays(leaves: readonly Leaf[], person: Person, question: Question): Set<number> {
  const today = dayNumber(question.today);
  const found = new Set<number>();
  if (leaves.some(turnsOnAnyDay)) {
    for (let day = today + 1; day <= Math.min(today + SCANNED_DAYS, LAST_DAY_NUMBER); day += 1) found.add(day);
  }
  const last = person.orders.at(-1);
  const newestFirst = daysOf(person).sort().reverse();
  for (const literal of movingLiterals(leaves)) {
    const days = literal.kind === 'number' ? (last === undefined ? [] : [last.day]) : newestFirst;
    for (const day of days) {
      const turn = turnOf(day, literal);
      // All that follow are older still.
      if (turn + DAYS_AFTER <= today) break;
      const end = Math.min(turn + DAYS_AFTER, LAST_DAY_NUMBER);
      for (let near = Math.max(turn - DAYS_BEFORE, today + 1); near <= end; near += 1) found.add(near);
      if (found.size > MOST_TURNS) return found;
    }
  }
  for (const turn of anniversaryTurns(leaves, person, question)) {
    for (let near = turn - DAYS_BEFORE; near <= turn + DAYS_AFTER; near += 1) {
      if (near > today && near <= LAST_DAY_NUMBER) found.add(near);
    }
  }
  return found;
}

/** Numbers of the days on which today moves a literal to an anniversary, or to another year, about a year on. */
function* anniversaryTurns(leaves: readonly Leaf[], person: Person, question: Question): Generator<number> {
  for (const leaf of leaves) {
    if (leaf.kind !== 'test' || leaf.amount.kind !== 'anniversary') continue;
    const of = deriveTrait(leaf.amount.attribute, person, question);
    for (const literal of literalsOf(leaf)) {
      if (of?.kind !== 'date' || (literal.kind !== 'offset' && literal.kind !== 'named-day')) continue;
      const compared = amountOf(literal, person, question);
      if (compared === undefined || !('day' in compared)) continue;
      const now = Number(compared.day.slice(0, 4));
      for (const year of [now, now + 1, now + 2]) {
        for (const day of [of.day, NEW_YEAR]) yield turnOf(anniversaryIn(year, day), literal);
      }
    }
  }
}

/** A trend, and what is calculated with today or with the days since the last order. */
function turnsOnAnyDay(leaf: Leaf): boolean {
  if (leaf.kind === 'test' && leaf.test.kind === 'trend') return true;
  const amounts = literalsOf(leaf);
  const isCalculated = amounts.some((amount) => amount.kind === 'calculation');
  const isMoving = (amount: Amount) =>
    ['offset', 'named-day', 'moment'].includes(amount.kind) ||
    (amount.kind === 'attribute' && amount.name === MOVING_TRAIT);
  const isCompared = leaf.kind !== 'test' || amounts.filter(({ kind }) => kind === 'attribute').length > 1;
  return amounts.some(isMoving) && (isCalculated || (isCompared && amounts.some(isMovingTrait)));
}

function isMovingTrait(amount: Amount): boolean {
  return amount.kind === 'attribute' && amount.name === MOVING_TRAIT;
}

/** Times from now on, in milliseconds, at which a moment that moves reaches or leaves the second of something. */
function turningMoments(leaves: readonly Leaf[], person: Person, { now }: Question): number[] {
  const literals = leaves.flatMap(literalsOf).filter((amount) => amount.kind === 'moment');
  const found = new Set<number>();
  for (const { amount, unit } of literals) {
    for (const at of timesOf(person)) {
      const second = Math.floor(msOfInstant(at) / 1000) * 1000 - amount * MS_OF_UNIT[unit];
      for (const turn of [second, second + 1000]) if (turn > msOfInstant(now)) found.add(turn);
      if (found.size > MOST_TURNS) return [...found];
    }
  }
  return [...found];
}

type MovingLiteral = Extract<Literal, { kind: 'number' | 'offset' | 'named-day' }>;

/** Each literal once that a day's passing moves: offsets, and the days since the last order. */
function movingLiterals(leaves: readonly Leaf[]): Iterable<MovingLiteral> {
  const moving = new Map<string, MovingLiteral>();
  for (const leaf of leaves) {
    const countsDays = leaf.kind === 'test' && leaf.amount.kind === 'attribute' && leaf.amount.name === MOVING_TRAIT;
    for (const literal of literalsOf(leaf)) {
      if (countsDays && literal.kind === 'number') moving.set(literal.digits, literal);
      if (!countsDays && literal.kind === 'offset') moving.set(`${literal.amount}${literal.unit}`, literal);
      if (!countsDays && literal.kind === 'named-day') moving.set(literal.name, literal);
    }
  }
  return moving.values();
}

/** The number of the day, give or take a few, on which today has moved a literal to or from a day. */
function turnOf(day: Day, literal: MovingLiteral): number {
  switch (literal.kind) {
    case 'offset':
      return dayNumber(addToDay(day, -literal.amount, literal.unit));
    case 'named-day':
      return dayNumber(day);
    case 'number': {
      const { numerator, denominator } = ratioOfText(literal.digits);
      return dayNumber(day) + Number(numerator / denominator);
    }
    default:
      return unreachable(literal);
  }
}

type Leaf = TestedAmount | Match | Sequence;

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
    case 'sample':
      return [];
    case 'sequence':
    case 'test':
    case 'match':
      return [condition];
    default:
      return unreachable(condition);
  }
}

/** What a condition compares with, also to tell which rows it is about. */
function literalsOf(leaf: Leaf): readonly Amount[] {
  return [...amountsIn(leaf), ...(leaf.kind === 'sequence' ? endsOf(leaf) : [])];
}

/** How long ago something was when a NOT at the end of a sequence is over that counts from it, give or take a day. */
function endsOf({ steps }: Sequence): OffsetLiteral[] {
  const last = steps.findLastIndex(({ negated }) => !negated);
  return steps.slice(last + 1).flatMap(({ within }): OffsetLiteral[] => {
    if (within === null) return [];
    const { amount, unit } = within;
    if (unit !== 'h' && unit !== 'min') return [{ kind: 'offset', amount: -amount, unit }];
    return [{ kind: 'offset', amount: -Math.ceil(amount / (unit === 'h' ? 24 : 1440)), unit: 'd' }];
  });
}

function daysOf(person: Person): Day[] {
  const born = person.customers.flatMap(({ birthDate }) => birthDate ?? []);
  const stated = statedDatesOf(person).map((date) => date.day);
  return [...new Set([...timesOf(person).map((at) => dayOf(at, person.zone)), ...stated, ...born])];
}

/** When anything happened that a condition may ask for. */
function timesOf(person: Person): Instant[] {
  const { orders, refunds, events, customers } = person;
  return [
    ...[...orders, ...refunds].map(({ at }) => at),
    ...events.map(({ record }) => record.at),
    ...customers.flatMap(({ createdAt }) => createdAt ?? []),
    ...customers.flatMap(({ storeCredit }) =>
      (storeCredit ?? []).flatMap(({ nextExpiry, lastCredit }) => [nextExpiry ?? [], lastCredit ?? []].flat()),
    ),
    ...statedDatesOf(person).map(({ at }) => at),
  ];
}

function statedDatesOf({ customers, zone }: Person) {
  const values = customers.flatMap((customer) => [...customAttributesOf(customer)].map(([, value]) => value));
  return values.flatMap((value) => (typeof value === 'string' ? (statedDate(value, zone) ?? []) : []));
}
