import { FIRST_DAY, type Instant, LAST_DAY } from '@clientele/model';
import type { DateReading } from '../catalogue/reading.js';
import type { Duration } from '../tree/amount.js';
import { type ComparisonOperator, MIRRORED } from '../tree/test.js';
import { type DateBound, spanOf } from './date-bound.js';
import type { Scope } from './scope.js';
import { all, any } from './sql-logic.js';

/** SQL of a date that is compared: by its day, or by its time where one of both is a moment and the other has a time too. */
export interface DateSql {
  readonly kind: 'date-sql';
  /** SQL of its day; undefined where only its time can be told. */
  readonly day?: () => string;
  /** SQL of its time; undefined where it has none. */
  readonly at?: () => string;
  /** Where it is the same for everybody. */
  readonly bound?: DateBound;
  readonly isMoment: boolean;
  readonly present: string | null;
}

export function dateOfReading(reading: DateReading, scope: Scope): DateSql {
  return {
    kind: 'date-sql',
    day: () => scope.read(reading.day),
    at: () => scope.read(reading.at),
    isMoment: false,
    present: reading.present && scope.read(reading.present),
  };
}

export function dateOfBound(bound: DateBound, scope: Scope): DateSql {
  return {
    kind: 'date-sql',
    day: () => scope.param('Date32', bound.day),
    ...(bound.kind === 'second' && { at: () => instantParam(bound.start, scope) }),
    bound,
    isMoment: bound.kind === 'second',
    present: null,
  };
}

/** SQL that two dates, where both are there, stand in a relation. */
export function compareDates(left: DateSql, operator: ComparisonOperator, right: DateSql, scope: Scope): string {
  return all(left.present, right.present, compared(left, operator, right, scope));
}

function compared(left: DateSql, operator: ComparisonOperator, right: DateSql, scope: Scope): string {
  const isTimed = (left.isMoment || right.isMoment) && left.at !== undefined && right.at !== undefined;
  if (!isTimed && left.day !== undefined && right.day !== undefined) return `${left.day()} ${operator} ${right.day()}`;
  if (left.at !== undefined && right.bound !== undefined) return within(left.at(), operator, right.bound, scope);
  if (right.at !== undefined && left.bound !== undefined) {
    return within(right.at(), MIRRORED[operator], left.bound, scope);
  }
  if (left.at === undefined || right.at === undefined)
    throw new Error('the day of a moment that differs by profile is not built yet');
  const second = (at: string) => `floor(toUnixTimestamp64Milli(${at}) / 1000)`;
  return `${second(left.at())} ${operator} ${second(right.at())}`;
}

/** SQL that an instant stands in a relation to a whole day, or a whole second. */
function within(at: string, operator: ComparisonOperator, bound: DateBound, scope: Scope): string {
  const span = spanOf(bound, scope);
  const start = () => instantParam(span.start, scope);
  const end = () => instantParam(span.end, scope);
  switch (operator) {
    case '=':
      return all(`${at} >= ${start()}`, `${at} < ${end()}`);
    case '!=':
      return any(`${at} < ${start()}`, `${at} >= ${end()}`);
    case '>':
      return `${at} >= ${end()}`;
    case '<=':
      return `${at} < ${end()}`;
    default:
      return `${at} ${operator} ${start()}`;
  }
}

function instantParam(value: Instant, scope: Scope): string {
  return scope.param("DateTime64(3, 'UTC')", value.replace('T', ' ').replace('Z', ''));
}

/** A date that differs by profile, so much later or earlier: a day, or a moment where it is hours and minutes. */
export function movedDate(date: DateSql, { amount, unit }: Duration, sign: 1 | -1): DateSql {
  const size = sign * amount;
  const { day, at, present } = date;
  if (unit === 'h' || unit === 'min') {
    if (at === undefined) throw new Error('the time of a day that differs by profile is not built yet');
    const moved = () => `${unit === 'h' ? 'addHours' : 'addMinutes'}(${at()}, ${size})`;
    return { kind: 'date-sql', at: moved, isMoment: true, present };
  }
  if (day === undefined) throw new Error('the day of a moment that differs by profile is not built yet');
  const days = unit === 'w' ? 7 * size : size;
  const months = unit === 'y' ? 12 * size : size;
  const moved = unit === 'd' || unit === 'w' ? () => addDays(day(), days) : () => addMonths(day(), months);
  return { kind: 'date-sql', day: moved, isMoment: false, present };
}

const [FIRST, LAST] = [`toDate32('${FIRST_DAY}')`, `toDate32('${LAST_DAY}')`];

/** Held within the days that there are, which the engine would leave. */
function addDays(day: string, days: number): string {
  const number = `toInt32(${day}) + ${days}`;
  return `addDays(toDate32('1970-01-01'), greatest(toInt32(${FIRST}), least(toInt32(${LAST}), ${number})))`;
}

function addMonths(day: string, months: number): string {
  const index = `(toYear(${day}) * 12 + toMonth(${day}) - 1 + ${months})`;
  return `multiIf(${index} < ${1900 * 12}, ${FIRST}, ${index} >= ${2300 * 12}, ${LAST}, addMonths(${day}, ${months}))`;
}
