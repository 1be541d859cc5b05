import { dayNumber } from '@clientele/model';
import { printAmount } from '../text/print-condition.js';
import type { Amount } from '../tree/amount.js';
import { isDateLiteral } from '../tree/literal.js';

/** A line on which dates that a query writes lie in an order that no time changes. */
export interface DatePlace {
  readonly axis: string;
  readonly at: bigint;
  /** Whether nothing lies between one whole number of the axis and the next. */
  readonly isWhole: boolean;
  /** Whether the date is there for everybody. */
  readonly isKnown: boolean;
}

/** Offsets up to there are days within the years that the calendar has: further ones are held at its ends. */
const FARTHEST_DAYS = 36_000;
const FARTHEST_MONTHS = 1_180;

/**
 * Where a date stands among others. Written days have one axis, days counted from today another, since how they
 * lie to one another changes each day; months are of no certain length. What has no axis has one alone: a date is
 * before it, at it, or after it.
 */
export function datePlace(date: Amount): DatePlace {
  const on = (axis: string, at: number, isWhole: boolean): DatePlace => ({
    axis,
    at: BigInt(at),
    isWhole,
    isKnown: true,
  });
  if (date.kind === 'day') return on('day', dayNumber(date.day), true);
  if (date.kind === 'named-day') return on('days', date.name === 'today' ? 0 : -1, true);
  if (date.kind === 'moment') return on('minutes', date.amount * (date.unit === 'h' ? 60 : 1), false);
  if (date.kind === 'offset') {
    const { amount, unit } = date;
    const [days, months] = [amount * (unit === 'w' ? 7 : 1), amount * (unit === 'y' ? 12 : 1)];
    if ((unit === 'd' || unit === 'w') && Math.abs(days) <= FARTHEST_DAYS) return on('days', days, true);
    if ((unit === 'm' || unit === 'y') && Math.abs(months) <= FARTHEST_MONTHS) return on('months', months, false);
  }
  return { axis: `beside ${printAmount(date)}`, at: 0n, isWhole: false, isKnown: isDateLiteral(date) };
}
