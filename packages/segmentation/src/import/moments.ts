import { type Instant, localDateTimeOf, parseDay, parseLocalDateTime, type TimeZone } from '@clientele/model';
import type { DateLiteral } from '../tree/literal.js';
import { LeftOut } from './left-out.js';

const SECOND_MS = 1000;

/** The second of an instant, as the shop's clock shows it: a day where that is its first second. */
export function fromMoment(at: Instant, zone: TimeZone): DateLiteral | LeftOut {
  return literal(at, zone, '00:00:00');
}

/** The last second before an instant: a day where the instant is the first of the next one. */
export function untilMoment(at: Instant, zone: TimeZone): DateLiteral | LeftOut {
  const before = new Date(Date.parse(at) - SECOND_MS).toISOString() as Instant;
  return literal(before, zone, '23:59:59');
}

function literal(at: Instant, zone: TimeZone, wholeDay: string): DateLiteral | LeftOut {
  const local = localDateTimeOf(at, zone);
  const [date = '', time] = local.split('T');
  const day = parseDay(date);
  const read = parseLocalDateTime(local);
  if (day === undefined || read === undefined) return new LeftOut(`${at} is beyond the days that are kept`);
  return time === wholeDay ? { kind: 'day', day } : { kind: 'datetime', local: read };
}

/** So many units before today, or after it. */
export function daysFromToday(amount: number, unit: 'd' | 'w'): DateLiteral {
  return amount === 0 ? { kind: 'named-day', name: 'today' } : { kind: 'offset', amount, unit };
}

/** So many hours before now, or after it. */
export function hoursFromNow(amount: number): DateLiteral {
  return { kind: 'moment', amount, unit: 'h' };
}

export const TODAY: DateLiteral = { kind: 'named-day', name: 'today' };
