import {
  addToDay,
  type Day,
  type DayUnit,
  dayOf,
  type Instant,
  instantOf,
  instantOfMs,
  msOfInstant,
  startOfDay,
  unreachable,
} from '@clientele/model';
import type { Amount } from '../tree/amount.js';
import { type DateLiteral, isDateLiteral, type MomentUnit, MS_OF_UNIT } from '../tree/literal.js';
import type { Scope } from './scope.js';

/** What a date in a query stands for: a whole day of the shop, or one second as instants from `start` to before `end`. */
export type DateBound =
  | { readonly kind: 'day'; readonly day: Day }
  | { readonly kind: 'second'; readonly day: Day; readonly start: Instant; readonly end: Instant };

/** Times are turned into instants here and nowhere else: the engine's own zone data differ. */
export function dateBound(literal: DateLiteral, { today, context: { now, timeZone } }: Scope): DateBound {
  switch (literal.kind) {
    case 'day':
      return { kind: 'day', day: literal.day };
    case 'named-day':
      return { kind: 'day', day: literal.name === 'today' ? today : addToDay(today, -1, 'd') };
    case 'offset':
      return { kind: 'day', day: addToDay(today, literal.amount, literal.unit) };
    case 'datetime':
      return secondOf(instantOf(literal.local, timeZone), timeZone);
    case 'moment':
      return secondOf(instantOfMs(msOfInstant(now) + literal.amount * MS_OF_UNIT[literal.unit]), timeZone);
    default:
      return unreachable(literal);
  }
}

/** The bound of a date that is the same for everybody, also of one that is calculated; undefined for other amounts. */
export function constantDate(amount: Amount, scope: Scope): DateBound | undefined {
  if (isDateLiteral(amount)) return dateBound(amount, scope);
  if (amount.kind !== 'calculation' || amount.right.kind !== 'duration') return undefined;
  const from = constantDate(amount.left, scope);
  if (from === undefined) return undefined;
  const size = amount.operator === '-' ? -amount.right.amount : amount.right.amount;
  return movedBound(from, size, amount.right.unit, scope);
}

function movedBound(from: DateBound, size: number, unit: DayUnit | MomentUnit, { context }: Scope): DateBound {
  if (unit !== 'h' && unit !== 'min') return { kind: 'day', day: addToDay(from.day, size, unit) };
  const start = from.kind === 'day' ? startOfDay(from.day, context.timeZone) : from.start;
  return secondOf(instantOfMs(msOfInstant(start) + size * MS_OF_UNIT[unit]), context.timeZone);
}

/** The second that an instant is in. */
function secondOf(at: Instant, timeZone: Scope['context']['timeZone']): DateBound {
  const start = instantOfMs(Math.floor(msOfInstant(at) / 1000) * 1000);
  return { kind: 'second', day: dayOf(start, timeZone), start, end: instantOfMs(msOfInstant(start) + 1000) };
}

/** The instants of a whole day of the shop, or of the second. */
export function spanOf(bound: DateBound, { context }: Scope): { readonly start: Instant; readonly end: Instant } {
  if (bound.kind === 'second') return bound;
  return {
    start: startOfDay(bound.day, context.timeZone),
    end: startOfDay(addToDay(bound.day, 1, 'd'), context.timeZone),
  };
}
