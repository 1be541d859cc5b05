import {
  addToDay,
  type Day,
  day,
  dayNumber,
  dayOf,
  dayOfNumber,
  type Instant,
  instantOfMs,
  LAST_DAY,
  msOfInstant,
  startOfDay,
  statedDate,
  unreachable,
} from '@clientele/model';
import { namesOfRowsIn } from '../compile/asks-for-products.js';
import { amountOf } from '../reference/amounts.js';
import { anniversaryIn } from '../reference/anniversary.js';
import type { Question } from '../reference/context.js';
import type { Person } from '../reference/person.js';
import { ratioOfText } from '../reference/ratio.js';
import { deriveTrait } from '../reference/traits.js';
import {
  daysUntilForgotten,
  elapsedAfter,
  type Leaf,
  literalsOf,
  type MovingLiteral,
  movingLiterals,
  turnsOnAnyDay,
} from '../time/moving-leaves.js';
import type { Amount } from '../tree/amount.js';
import { customAttributesOf } from '../tree/custom-attributes.js';
import { MS_OF_UNIT } from '../tree/literal.js';
import { nameParts } from '../tree/name.js';

/** Days before and after the one on which an answer may turn that a literal has to do with. */
const DAYS_AROUND = [0, 2] as const;
/** A month's end may shift an offset by days: 28 February to 1 April is `-1m` from "is" to "after" the 28th. */
const DAYS_AROUND_MONTHS = [3, 5] as const;
const NEW_YEAR = day('2000-01-01');
const LAST_DAY_NUMBER = dayNumber(LAST_DAY);

/** How many days ahead a condition is followed. */
export const FOLLOWED_DAYS = 400;

/** A condition that may change more often than this is not followed. */
export const MOST_TURNS = 2_000;

/** The instants at which an answer may change, in order. */
export function turnsOf(leaves: readonly Leaf[], person: Person, question: Question): Instant[] {
  const { timeZone } = question.shop;
  const now = msOfInstant(question.now);
  const end = msOfInstant(startOfDay(addToDay(question.today, FOLLOWED_DAYS + 1, 'd'), timeZone));
  const midnights = [...turningDays(leaves, person, question)].map((day) =>
    msOfInstant(startOfDay(dayOfNumber(day), timeZone)),
  );
  const turns = new Set([...midnights, ...turningMoments(leaves, person, question)]);
  return [...turns]
    .filter((turn) => turn > now && turn < end)
    .sort((a, b) => a - b)
    .map(instantOfMs);
}

/**
 * Numbers of the days after today on which a condition may turn: a date literal that moves with today reaches or leaves
 * a date there, or any day, where something is calculated with today.
 */
function turningDays(leaves: readonly Leaf[], person: Person, question: Question): Set<number> {
  const today = dayNumber(question.today);
  const end = Math.min(today + FOLLOWED_DAYS, LAST_DAY_NUMBER);
  const found = new Set<number>();
  const add = (from: number, to: number) => {
    for (let day = Math.max(from, today + 1); day <= Math.min(to, end); day += 1) found.add(day);
  };
  if (leaves.some(turnsOnAnyDay)) add(today, end);
  const last = person.orders.at(-1);
  const dates = daysOf(person, leaves);
  for (const literal of movingLiterals(leaves)) {
    const days = literal.kind === 'number' ? (last === undefined ? [] : [last.day]) : dates;
    for (const day of days) {
      const turn = turnOf(day, literal);
      const [before, after] = isInMonths(literal) ? DAYS_AROUND_MONTHS : DAYS_AROUND;
      add(turn - before, turn + after);
    }
  }
  for (const length of leaves.flatMap(daysUntilForgotten)) {
    for (const day of dates) add(dayNumber(day) + length, dayNumber(day) + length);
  }
  const [before, after] = DAYS_AROUND_MONTHS;
  for (const turn of anniversaryTurns(leaves, person, question)) add(turn - before, turn + after);
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

function isInMonths(literal: MovingLiteral): boolean {
  return literal.kind === 'offset' && (literal.unit === 'm' || literal.unit === 'y');
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

/**
 * Instants, in milliseconds, at which a moment that moves with now reaches or leaves the second of something, or another
 * day where days are compared; and at which the time after a sequence's last step is over.
 */
function turningMoments(leaves: readonly Leaf[], person: Person, question: Question): Set<number> {
  const found = new Set<number>();
  const times = timesOf(person, leaves).map(msOfInstant);
  for (const leaf of leaves) {
    if (leaf.kind === 'sequence') {
      for (const elapsed of elapsedAfter(leaf)) for (const at of times) found.add(at + elapsed + 1);
    }
    const amounts = literalsOf(leaf);
    const shifts = shiftsOf(amounts);
    for (const literal of amounts) {
      if (literal.kind !== 'moment') continue;
      const ahead = -literal.amount * MS_OF_UNIT[literal.unit];
      for (const shift of shifts) {
        for (const at of times) {
          const second = Math.floor((at + shift) / 1000) * 1000 + ahead;
          found.add(second).add(second + 1000);
        }
        if (!comparesDays(leaf, amounts)) continue;
        for (const midnight of midnightsFrom(msOfInstant(question.now) - ahead, question)) {
          found.add(midnight + shift + ahead);
        }
      }
      // There are as many as nobody follows.
      if (found.size > MOST_TURNS * FOLLOWED_DAYS) return found;
    }
  }
  return found;
}

/** Milliseconds by which hours and minutes within calculations may move a time. */
function shiftsOf(amounts: readonly Amount[]): ReadonlySet<number> {
  const shifts = new Set([0]);
  for (const amount of amounts) {
    if (amount.kind !== 'calculation' || amount.right.kind !== 'duration') continue;
    const { unit, amount: by } = amount.right;
    if (unit !== 'h' && unit !== 'min') continue;
    for (const shift of [...shifts]) shifts.add(shift + by * MS_OF_UNIT[unit]).add(shift - by * MS_OF_UNIT[unit]);
  }
  return shifts;
}

/** Whether the day of a moment may matter, not its second: beside a day that has no time. */
function comparesDays(leaf: Leaf, amounts: readonly Amount[]): boolean {
  return leaf.kind === 'test' && amounts.some(({ kind }) => WITHOUT_A_TIME.has(kind));
}

const WITHOUT_A_TIME: ReadonlySet<string> = new Set(['day', 'offset', 'named-day', 'calculation', 'anniversary']);

/** The midnights of the days from an instant's on, as many as are followed. */
function* midnightsFrom(ms: number, { shop }: Question): Generator<number> {
  const first = dayNumber(dayOf(instantOfMs(ms), shop.timeZone));
  for (let day = first; day <= Math.min(first + FOLLOWED_DAYS + 1, LAST_DAY_NUMBER); day += 1) {
    yield msOfInstant(startOfDay(dayOfNumber(day), shop.timeZone));
  }
}

function daysOf(person: Person, leaves: readonly Leaf[]): Day[] {
  const born = person.customers.flatMap(({ birthDate }) => birthDate ?? []);
  const stated = statedDatesOf(person, leaves).map((date) => date.day);
  return [...new Set([...timesOf(person, leaves).map((at) => dayOf(at, person.zone)), ...stated, ...born])];
}

/** When anything happened that a condition may ask for. */
function timesOf(person: Person, leaves: readonly Leaf[]): Instant[] {
  const { orders, refunds, events, customers } = person;
  return [
    ...[...orders, ...refunds].map(({ at }) => at),
    ...events.map(({ record }) => record.at),
    ...customers.flatMap(({ createdAt }) => createdAt ?? []),
    ...customers.flatMap(({ storeCredit }) =>
      (storeCredit ?? []).flatMap(({ nextExpiry, lastCredit }) => [nextExpiry ?? [], lastCredit ?? []].flat()),
    ),
    ...customers.flatMap(({ birthDate }) => (birthDate === undefined ? [] : startOfDay(birthDate, person.zone))),
    ...statedDatesOf(person, leaves).map(({ at }) => at),
  ];
}

/** Dates that custom attributes state, and the properties of events that are asked for. */
function statedDatesOf({ customers, events, zone }: Person, leaves: readonly Leaf[]) {
  const custom = customers.flatMap((customer) => [...customAttributesOf(customer)].map(([, value]) => value));
  const names = new Set(leaves.flatMap((leaf) => [...namesOfRowsIn(leaf)]));
  const properties = [...names].flatMap((name) => nameParts(name)[1]?.text ?? []);
  const ofEvents = properties.flatMap((property) => events.map(({ record }) => record.properties[property]));
  return [...custom, ...ofEvents].flatMap((value) =>
    typeof value === 'string' ? (statedDate(value, zone) ?? []) : [],
  );
}
