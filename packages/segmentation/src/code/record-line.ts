import {
  addToDay,
  type Day,
  dayOf,
  type Instant,
  instantOf,
  instantOfMs,
  msOfInstant,
  startOfDay,
  unreachable,
} from '@clientele/model';
import { LANGUAGE, rowsNamed } from '../catalogue/language.js';
import { didYouMean } from '../text/nearest.js';
import { parseCoordinates } from '../text/parse-coordinates.js';
import { shown } from '../text/shown.js';
import { TokenCursor } from '../text/token-cursor.js';
import { tokenise } from '../text/tokenise.js';
import { type DateLiteral, isDateLiteral, type Literal, MS_OF_UNIT } from '../tree/literal.js';
import { nameParts } from '../tree/name.js';
import { EXAMPLE_ZONE } from './example-zone.js';
import type { FileFault, FileLine } from './file-blocks.js';

/** What one line of an example says that somebody has: `order -20d -60d, channel = 'till'` are two orders. */
export interface RecordLine {
  readonly kind: RecordLineKind;
  /** Of an event: its name in the language, such as `events.searched`. */
  readonly event: string;
  readonly moments: readonly WrittenMoment[];
  readonly fields: readonly RecordField[];
  readonly line: number;
  readonly column: number;
}
export type RecordLineKind = 'order' | 'line' | 'refund' | 'event' | 'customer' | 'store_credit';

/** When something happened; where only a day is written, the time is told by the order of the lines. */
export type WrittenMoment = { readonly day: Day } | { readonly at: Instant };

export interface RecordField {
  readonly name: string;
  /** Dates are days and instants already. */
  readonly value: FieldValue;
}
export type FieldValue =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'number'; readonly digits: string }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'date'; readonly moment: WrittenMoment }
  | { readonly kind: 'coordinates'; readonly latitude: string; readonly longitude: string };

const OF_ORDER = ['amount', 'channel', 'channel_id', 'discount', 'discount_code', 'gift', 'location_id', 'app_id'];
const OF_LINE = ['id', 'quantity', 'price', 'category', 'vendor', 'tag', 'sku'];

/** What each kind of line may say, beside custom attributes of a customer and properties of an event. */
export const FIELDS: Readonly<Record<RecordLineKind, readonly string[]>> = {
  order: [...OF_ORDER, ...OF_LINE],
  line: OF_LINE,
  refund: ['amount', 'channel', 'channel_id'],
  event: ['id', 'category', 'vendor', 'tag', 'campaign', 'channel', 'channel_id'],
  customer: [
    ...['country', 'region', 'city', 'coordinates', 'birth_date', 'customer_tags', 'customer_language'],
    ...['customer_email_domain', 'customer_account_status', 'predicted_spend_tier', 'product_subscription_status'],
    ...['companies', 'created_by_app_id', 'email_subscription_status', 'sms_subscription_status'],
  ],
  store_credit: ['balance', 'currency', 'next_expiry_date', 'last_credit_date'],
};
const NAMED_FREELY: Readonly<Partial<Record<RecordLineKind, readonly string[]>>> = {
  event: ['property'],
  customer: ['attributes', 'metafields'],
};
const KINDS = ['order', 'line', 'refund', 'customer', 'store_credit'] as const;

export type RecordLineReading =
  | { readonly outcome: 'read'; readonly record: RecordLine }
  | { readonly outcome: 'invalid'; readonly faults: readonly FileFault[] };

/** Reads a line of an example, its dates counted from `now`; without that, only its form is looked at. */
export function readRecordLine({ text, line, column }: FileLine, now: Instant | undefined): RecordLineReading {
  const { tokens, errors } = tokenise(text);
  const cursor = new TokenCursor(tokens);
  const record = parseLine(cursor, now);
  const faults = [...errors, ...cursor.errors].map((error) => ({
    code: error.code,
    line,
    column: column + error.column - 1,
    message: error.message,
    hint: error.hint,
  }));
  return record === undefined || faults.length > 0
    ? { outcome: 'invalid', faults: faults.slice(0, 1) }
    : { outcome: 'read', record: { ...record, line, column } };
}

function parseLine(cursor: TokenCursor, now: Instant | undefined): Omit<RecordLine, 'line' | 'column'> | undefined {
  const head = cursor.advance();
  // `order` is also a keyword, of ORDER BY.
  const written = head.kind === 'name' ? head.name : head.text;
  const isEvent = written.includes('.');
  const kind = isEvent ? 'event' : KINDS.find((each) => each === written);
  const allRows = [...LANGUAGE.rows.keys()].filter((name) => name.startsWith('events.'));
  if (kind === undefined || (isEvent && (!written.startsWith('events.') || !rowsNamed(written, LANGUAGE)))) {
    const all = isEvent ? allRows : [...KINDS, 'events.searched'];
    const hint =
      didYouMean(written, all) ?? `A line begins with ${KINDS.join(', ')} or the name of an event: events.searched.`;
    return cursor.fail('unexpected', `${shown(head)} is nothing that somebody can have`, hint, head.place);
  }
  const moments: WrittenMoment[] = [];
  for (; cursor.current.kind === 'literal'; cursor.symbol(',')) {
    const { literal } = cursor.current;
    if (!isDateLiteral(literal)) return noDate(cursor);
    cursor.advance();
    moments.push(momentOf(literal, now));
  }
  if (moments.length === 0 && (kind === 'order' || kind === 'refund' || kind === 'event')) return noDate(cursor);
  cursor.symbol(',');
  const fields: RecordField[] = [];
  while (!cursor.atEnd) {
    const field = parseField(cursor, kind, now);
    if (field === undefined) return undefined;
    fields.push(field);
    if (!cursor.atEnd && !cursor.symbol(',')) {
      return cursor.fail('unexpected', `',' is missing before ${shown(cursor.current)}`);
    }
  }
  return { kind, event: isEvent ? written : '', moments, fields };
}

function noDate(cursor: TokenCursor): undefined {
  const hint = 'Write a day or a time, counted from the day of the example or not: -20d, 2024-05-01, -6h.';
  return cursor.fail('bad-date', `When it happened is missing before ${shown(cursor.current)}`, hint);
}

function parseField(cursor: TokenCursor, kind: RecordLineKind, now: Instant | undefined): RecordField | undefined {
  const { current } = cursor;
  const known = FIELDS[kind];
  const free = NAMED_FREELY[kind] ?? [];
  const isKnown =
    current.kind === 'name' && (known.includes(current.name) || free.includes(nameParts(current.name)[0]?.text ?? ''));
  if (current.kind !== 'name' || !isKnown) {
    const all = [...known, ...free.map((name) => `${name}.…`)].join(', ');
    const hint = (current.kind === 'name' ? didYouMean(current.name, known) : null) ?? `Of ${kind} one can say ${all}.`;
    return cursor.fail('unknown-parameter', `${shown(current)} is nothing that can be said of ${kind}`, hint);
  }
  cursor.advance();
  if (!cursor.symbol('=')) {
    const hint = `An example states what is so: ${current.name} = …, with a comma before the next.`;
    return cursor.fail('unexpected', `= is missing before ${shown(cursor.current)}`, hint);
  }
  if (current.name === 'coordinates') {
    const place = parseCoordinates(cursor);
    return place && { name: current.name, value: place };
  }
  const value = cursor.current;
  if (value.kind !== 'literal') {
    const hint = value.kind === 'name' ? `Text stands in single quotes: '${value.text.slice(0, 40)}'.` : null;
    return cursor.fail('unexpected', `A value is missing before ${shown(value)}`, hint);
  }
  if (current.name === 'gift' && value.literal.kind !== 'boolean') {
    return cursor.fail('wrong-value', `gift is true or false, not ${shown(value)}`);
  }
  cursor.advance();
  return { name: current.name, value: fieldValue(value.literal, now) };
}

function fieldValue(literal: Literal, now: Instant | undefined): FieldValue {
  if (isDateLiteral(literal)) return { kind: 'date', moment: momentOf(literal, now) };
  return literal.kind === 'text' ? { kind: 'text', text: literal.value } : literal;
}

const ANY_TIME = instantOfMs(0);

function momentOf(literal: DateLiteral, now: Instant = ANY_TIME): WrittenMoment {
  const today = dayOf(now, EXAMPLE_ZONE);
  switch (literal.kind) {
    case 'day':
      return { day: literal.day };
    case 'offset':
      return { day: addToDay(today, literal.amount, literal.unit) };
    case 'named-day':
      return { day: literal.name === 'today' ? today : addToDay(today, -1, 'd') };
    case 'datetime':
      return { at: instantOf(literal.local, EXAMPLE_ZONE) };
    case 'moment':
      return { at: instantOfMs(msOfInstant(now) + literal.amount * MS_OF_UNIT[literal.unit]) };
    default:
      return unreachable(literal);
  }
}

/** The instant of a moment; on a day alone, so many minutes after noon as lines were before it. */
export function instantOfMoment(moment: WrittenMoment, linesBefore: number): Instant {
  if ('at' in moment) return moment.at;
  return instantOfMs(msOfInstant(startOfDay(moment.day, EXAMPLE_ZONE)) + (720 + linesBefore) * MS_OF_UNIT.min);
}
