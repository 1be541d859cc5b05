import { Temporal } from 'temporal-polyfill';
import type { Brand } from './brand.js';
import type { Day } from './day.js';
import { type Instant, instantOfMs, msOfInstant } from './instant.js';

/** An IANA time zone name that this Node knows, such as `Europe/London`. */
export type TimeZone = Brand<string, 'TimeZone'>;

/** A date and time without offset, `YYYY-MM-DDTHH:mm:ss`, to be read in some time zone. */
export type LocalDateTime = Brand<string, 'LocalDateTime'>;

const MS_PER_DAY = 86_400_000;
const LOCAL_FORM = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(:\d{2})?$/;

export function parseTimeZone(text: string): TimeZone | undefined {
  try {
    new Intl.DateTimeFormat('en', { timeZone: text });
    return text as TimeZone;
  } catch {
    return undefined;
  }
}

/** Like {@link parseTimeZone} for text known to be a zone; throws a RangeError otherwise. */
export function timeZone(text: string): TimeZone {
  const parsed = parseTimeZone(text);
  if (parsed === undefined) throw new RangeError(`'${text}' is not a time zone such as Europe/London`);
  return parsed;
}

/** Reads `YYYY-MM-DD HH:mm[:ss]` or the same with `T`; undefined when there is no such date or time. */
export function parseLocalDateTime(text: string): LocalDateTime | undefined {
  const match = LOCAL_FORM.exec(text);
  if (match === null) return undefined;
  const iso = `${match[1]}T${match[2]}${match[3] ?? ':00'}`;
  const ms = Date.parse(`${iso}Z`);
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(iso) ? (iso as LocalDateTime) : undefined;
}

/** The calendar day of an instant in a time zone. The one authority: the warehouse only stores what this returns. */
export function dayOf(at: Instant, zone: TimeZone): Day {
  const ms = msOfInstant(at);
  return new Date(ms + offsetMs(ms, zone)).toISOString().slice(0, 10) as Day;
}

/** The local date and time of an instant in a time zone, whole seconds. */
export function localDateTimeOf(at: Instant, zone: TimeZone): LocalDateTime {
  const ms = msOfInstant(at);
  return new Date(ms + offsetMs(ms, zone)).toISOString().slice(0, 19) as LocalDateTime;
}

/** The hour of an instant by the clocks of a time zone, 0 to 23. */
export function hourOf(at: Instant, zone: TimeZone): number {
  return Number(localDateTimeOf(at, zone).slice(11, 13));
}

/**
 * The instant of a local date and time. A time that happens twice is its first occurrence; one that a daylight-saving
 * change skips is moved forward by the length of the gap (RFC 5545 and Temporal's `compatible`).
 */
export function instantOf(local: LocalDateTime, zone: TimeZone): Instant {
  const epochMs = Temporal.PlainDateTime.from(local).toZonedDateTime(zone).epochMilliseconds;
  return instantOfMs(epochMs);
}

/** The first instant of a day; where the change of clocks skips midnight, the first instant that exists. */
export function startOfDay(day: Day, zone: TimeZone): Instant {
  return instantOfMs(Temporal.PlainDate.from(day).toZonedDateTime(zone).epochMilliseconds);
}

/** Offsets per zone and UTC day, for days on which the clocks do not change (Temporal takes microseconds a call). */
const steadyOffsets = new Map<TimeZone, Map<number, number | undefined>>();

function offsetMs(ms: number, zone: TimeZone): number {
  let days = steadyOffsets.get(zone);
  if (days === undefined) {
    days = new Map();
    steadyOffsets.set(zone, days);
  }
  const utcDay = Math.floor(ms / MS_PER_DAY);
  if (!days.has(utcDay)) {
    const first = exactOffsetMs(utcDay * MS_PER_DAY, zone);
    const last = exactOffsetMs((utcDay + 1) * MS_PER_DAY - 1, zone);
    days.set(utcDay, first === last ? first : undefined);
  }
  return days.get(utcDay) ?? exactOffsetMs(ms, zone);
}

function exactOffsetMs(ms: number, zone: TimeZone): number {
  return Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(zone).offsetNanoseconds / 1_000_000;
}
