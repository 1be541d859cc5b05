import { type DayUnit, FIRST_DAY, LAST_DAY, parseDay, parseLocalDateTime } from '@clientele/model';
import type { Literal } from '../tree/literal.js';
import { MAX_OFFSET } from './limits.js';
import type { QueryErrorCode } from './query-error.js';

export type NumberReading =
  | { readonly outcome: 'read'; readonly literal: Literal }
  | { readonly outcome: 'bad'; readonly code: QueryErrorCode; readonly message: string; readonly hint: string | null };

const NUMBER = /^[+-]?\d+(?:\.\d+)?$/;
const OFFSET = /^([+-])(\d+)([dwmy])$/i;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const DATE_TIME = /^\d{4}-\d{2}-\d{2}t\d{2}:\d{2}:\d{2}$/i;
const OLD_OFFSET = /^(\d+)_(day|week|month|year)s?_ago$/i;

/** Reads a run of characters that begins with a digit or a sign: a number, a day, a date with a time, or an offset. */
export function readNumber(run: string): NumberReading {
  if (NUMBER.test(run)) return { outcome: 'read', literal: { kind: 'number', digits: run } };
  const offset = OFFSET.exec(run);
  if (offset !== null) return readOffset(offset[1] === '-', Number(offset[2]), lower(offset[3]) as DayUnit, run);
  if (DAY.test(run)) {
    const day = parseDay(run);
    return day === undefined ? noSuchDay(run) : { outcome: 'read', literal: { kind: 'day', day } };
  }
  if (DATE_TIME.test(run)) return readDateTime(run.toUpperCase());
  return unreadable(run);
}

function readOffset(past: boolean, size: number, unit: DayUnit, run: string): NumberReading {
  if (size > MAX_OFFSET) {
    return bad('bad-date', `'${run}' is further away than ${MAX_OFFSET}`, `Write a date, such as ${FIRST_DAY}.`);
  }
  return { outcome: 'read', literal: { kind: 'offset', amount: past && size > 0 ? -size : size, unit } };
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
  const old = OLD_OFFSET.exec(run);
  if (old !== null) return bad('bad-date', message, `Write -${old[1]}${lower(old[2]?.[0])}.`);
  if (/^\d+[dwmy]$/i.test(run))
    return bad('bad-date', message, `Write -${run} for the past or +${run} for the future.`);
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
