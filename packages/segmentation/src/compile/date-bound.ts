import {
  addToDay,
  type Day,
  type Instant,
  instantOf,
  instantOfMs,
  msOfInstant,
  type TimeZone,
  unreachable,
} from '@clientele/model';
import type { DateLiteral } from '../tree/literal.js';

/** What a date in a query stands for: a whole day of the shop, or one second as instants from `start` to before `end`. */
export type DateBound =
  | { readonly kind: 'day'; readonly day: Day }
  | { readonly kind: 'second'; readonly start: Instant; readonly end: Instant };

/** Times are turned into instants here and nowhere else: the engine's own zone data differ. */
export function dateBound(literal: DateLiteral, today: Day, zone: TimeZone): DateBound {
  switch (literal.kind) {
    case 'day':
      return { kind: 'day', day: literal.day };
    case 'named-day':
      return { kind: 'day', day: literal.name === 'today' ? today : addToDay(today, -1, 'd') };
    case 'offset':
      return { kind: 'day', day: addToDay(today, literal.amount, literal.unit) };
    case 'datetime': {
      const start = instantOf(literal.local, zone);
      return { kind: 'second', start, end: instantOfMs(msOfInstant(start) + 1000) };
    }
    case 'moment':
      throw new Error('a moment was compiled, which is not built yet');
    default:
      return unreachable(literal);
  }
}
