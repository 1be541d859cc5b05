import { type DayUnit, FIRST_DAY, LAST_DAY, parseDay, parseLocalDateTime } from '@clientele/model';
import type { Duration } from '../tree/amount.js';
import type { Literal, MomentUnit } from '../tree/literal.js';
import { MAX_OFFSET } from './limits.js';
import type { QueryErrorCode } from './query-error.js';

export type NumberReading =
  | { readonly outcome: 'read'; readonly literal: Literal }
  | { readonly outcome: 'duration'; readonly duration: Duration }
  | { readonly outcome: 'bad'; readonly code: QueryErrorCode; readonly message: string; readonly hint: string | null };

const NUMBER = /^[+-]?\d+(?:\.\d+)?$/;
const SPAN = /^([+-]?)(\d+)(d|w|m|y|h|min)$/i;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const DATE_TIME = /^\d{4}-\d{2}-\d{2}t\d{2}:\d{2}:\d{2}$/i;
const OLD_OFFSET = /^(\d+)_(days|weeks|months|years)_ago$/i;

/** Reads a run of characters that begins with a digit or a sign: a number, a day, a date with a time, an offset or a duration. */
export function readNumber(run: string): NumberReading {
  if (NUMBER.test(run)) return { outcome: 'read', literal: { kind: 'number', digits: run } };
  const span = SPAN.exec(run);
  if (span !== null) return readSpan(span[1] ?? '', Number(span[2]), lower(span[3]) as DayUnit | MomentUnit, run);
  const old = OLD_OFFSET.exec(run);
  if (old !== null) return readSpan('-', Number(old[1]), lower(old[2]?.[0]) as DayUnit, run);
  if (DAY.test(run)) {
    const day = parseDay(run);
    return day === undefined ? noSuchDay(run) : { outcome: 'read', literal: { kind: 'day', day } };
  }
  if (DATE_TIME.test(run)) return readDateTime(run.toUpperCase());
  return unreadable(run);
}

function readSpan(sign: string, size: number, unit: DayUnit | MomentUnit, run: string): NumberReading {
  if (size > MAX_OFFSET) {
    return bad('bad-date', `'${run}' is further away than ${MAX_OFFSET}`, `Write a date, such as ${FIRST_DAY}.`);
  }
  if (sign === '') return { outcome: 'duration', duration: { kind: 'duration', amount: size, unit } };
  const amount = sign === '-' && size > 0 ? -size : size;
  const literal: Literal =
    unit === 'h' || unit === 'min' ? { kind: 'moment', amount, unit } : { kind: 'offset', amount, unit };
  return { outcome: 'read', literal };
}

function readDateTime(run: string): NumberReading {
  if (parseDay(run.slice(0, 10)) === undefined) return noSuchDay(run.slice(0, 10));
  const local = parseLocalDateTime(run);
  if (local !== undefined) return { outcome: 'read', literal: { kind: 'datetime', local } };
  return bad('bad-date', `'${run.slice(11)}' is not a time of day`, 'Write hours, minutes and seconds: 18:30:00.');
}

function noSuchDay(run: string): NumberReading {
  return bad('bad-date', `'${run}' is not a day between ${FIRST_DAY} and ${LAST_DAY}`, 'Write YYYY-MM-DD.');
}

function unreadable(run: string): NumberReading {
  const message = `'${run}' is neither a number nor a date`;
  if (/^[\d.]+-[\d.]+$/.test(run)) return bad('bad-number', message, 'Write blanks around -.');
  if (/^\d{1,2}(:\d{2})*[ap]m$/i.test(run)) {
    return bad('bad-date', message, 'A time has a date before it: 2024-05-01T18:30:00.');
  }
  if (/^\d{4}-\d{1,2}-\d{1,2}$/.test(run)) return bad('bad-date', message, 'Write YYYY-MM-DD, such as 2024-05-01.');
  if (/^\d{4}-\d{2}-\d{2}/.test(run))
    return bad('bad-date', message, 'Write a date with a time as 2024-05-01T18:30:00.');
  if (/^\d+[-.]\d+[-.]\d+$/.test(run)) return bad('bad-date', message, 'Write dates as YYYY-MM-DD.');
  if (/^[+-]?\d+(\.\d+)?e/i.test(run)) return bad('bad-number', message, 'Write all digits, without an exponent.');
  return bad(
    'bad-number',
    message,
    'Write numbers as 12 or 12.50, dates as 2024-05-01 or -7d, and text in single quotes.',
  );
}

function bad(code: QueryErrorCode, message: string, hint: string | null): NumberReading {
  return { outcome: 'bad', code, message, hint };
}

function lower(text: string | undefined): string {
  return (text ?? '').toLowerCase();
}
