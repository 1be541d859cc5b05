import { type Day, parseDay } from '../day.js';
import { type Decimal, parseDecimal } from '../decimal.js';
import { type Instant, parseInstant } from '../instant.js';
import { dayOf, instantOf, parseLocalDateTime, startOfDay, type TimeZone } from '../time-zone.js';
import type { EventRecord } from './event.js';

/** What an event is about: the product, or the collection where one was looked at. */
export function subjectOf(event: EventRecord): string | undefined {
  if (event.name !== 'collection_viewed') return event.product;
  const { collection_id: collection } = event.properties;
  if (typeof collection === 'number') return String(collection);
  return typeof collection === 'string' && collection !== '' ? collection : undefined;
}

/** Whether a property says anything: not an empty text or list, nor a number of more digits than a {@link Decimal} has. */
export function isStated(value: EventRecord['properties'][string]): boolean {
  return typeof value === 'number' ? statedNumber(value) !== undefined : typeof value === 'boolean' || value.length > 0;
}

/** A number that a source states as JSON, rounded to six decimals; undefined beyond the digits of a {@link Decimal}. */
export function statedNumber(value: number): Decimal | undefined {
  return parseDecimal(value.toFixed(6));
}

/**
 * The date that a text states: a day, which is that day in every time zone and begins with it in the shop's; an instant;
 * or a date and time without an offset, in the shop's time zone. Undefined where the text has not the form of one.
 */
export function statedDate(text: string, zone: TimeZone): { readonly day: Day; readonly at: Instant } | undefined {
  const day = parseDay(text);
  if (day !== undefined) return { day, at: startOfDay(day, zone) };
  const local = parseLocalDateTime(text);
  const at = local === undefined ? parseInstant(text) : instantOf(local, zone);
  return at && { day: dayOf(at, zone), at };
}
