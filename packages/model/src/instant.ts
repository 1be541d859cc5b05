import type { Brand } from './brand.js';

/** A point in time in UTC with milliseconds, `YYYY-MM-DDTHH:mm:ss.sssZ`, on a day of the years 1900 to 2299 in every time zone. */
export type Instant = Brand<string, 'Instant'>;

const FORM = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?:Z|[+-]\d{2}:?\d{2})$/i;
const FIRST_MS = Date.parse('1900-01-02T00:00:00Z');
const LAST_MS = Date.parse('2299-12-30T00:00:00Z');

/** Reads an ISO 8601 date and time that names its offset (`Z` or `+01:00`); finer than a millisecond is cut off. */
export function parseInstant(text: string): Instant | undefined {
  if (!FORM.test(text)) return undefined;
  const iso = text
    .replace(' ', 'T')
    .replace(',', '.')
    .replace(/([+-]\d{2})(\d{2})$/, '$1:$2');
  const ms = Date.parse(iso);
  // Date.parse rolls 30 February over into March; a day that does not exist is refused.
  const dayExists = !Number.isNaN(Date.parse(`${iso.slice(0, 10)}T00:00:00Z`)) && sameDay(iso.slice(0, 10));
  return Number.isNaN(ms) || ms < FIRST_MS || ms > LAST_MS || !dayExists ? undefined : instantOfMs(ms);
}

/** Like {@link parseInstant} for text known to be an instant; throws a RangeError otherwise. */
export function instant(text: string): Instant {
  const parsed = parseInstant(text);
  if (parsed === undefined) throw new RangeError(`'${text}' is not an instant such as 2024-05-01T09:30:00Z`);
  return parsed;
}

export function instantOfMs(ms: number): Instant {
  return new Date(ms).toISOString() as Instant;
}

export function msOfInstant(value: Instant): number {
  return Date.parse(value);
}

function sameDay(day: string): boolean {
  return new Date(`${day}T00:00:00Z`).toISOString().slice(0, 10) === day;
}
