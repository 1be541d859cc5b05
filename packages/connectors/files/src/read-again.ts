import type { Item } from '@clientele/connector-kit';
import { parseTimeZone, readRecord } from '@clientele/model';
import { CLIENTELE } from './formats/clientele.js';
import { isFailure, type ReadingOptions } from './formats/format.js';
import { FORMATS } from './formats/formats.js';
import { readMapping } from './mapping/mapping.js';
import { type FileRequest, openRows } from './read-file.js';
import { refused } from './refused.js';
import { parseObject, rowOfObject } from './table/jsonl.js';
import type { Table } from './table/row.js';

/** How a file was read: what is kept beside its refused rows, so that they can be read again. */
export interface Way {
  readonly as: FileRequest['as'];
  readonly options: ReadingOptions;
}

/** The way that JSON says; undefined where this release does not know it. */
export function readWay(json: unknown): Way | undefined {
  const { as, currency, timeZone } =
    typeof json === 'object' && json !== null ? ({ ...json } as Record<string, unknown>) : {};
  const options = {
    ...(typeof currency === 'string' ? { currency } : {}),
    ...(typeof timeZone === 'string' ? { timeZone: parseTimeZone(timeZone) } : {}),
  };
  if (typeof as === 'string') return FORMATS.some(({ name }) => name === as) ? { as, options } : undefined;
  const reading = readMapping(as);
  return reading.outcome === 'read' ? { as: reading.mapping, options } : undefined;
}

/** Input that was set aside: the number under which it is kept, and itself. */
export interface KeptInput {
  readonly number: number;
  readonly body: string;
}

export interface ReadAgain {
  /**
   * Whether each record is all that its source says of it. Where a record is made of several rows (an order), the rows
   * that were refused make only a part of it.
   */
  readonly whole: boolean;
  readonly items: readonly AgainItem[];
}

/** What became of some kept input. */
export interface AgainItem {
  readonly item: Item;
  /** Its numbers. */
  readonly of: readonly number[];
}

/**
 * Reads refused input of one file again. What cannot even be read as a row is left out, as is all of it where the way
 * does not fit its columns.
 */
export function readAgain(kept: readonly KeptInput[], { as, options }: Way): ReadAgain {
  if (as === CLIENTELE.name) return { whole: true, items: kept.flatMap(readKeptRecord) };
  const whole = typeof as !== 'string' && as.rows !== 'orders';
  const objects = kept.flatMap(({ number, body }) => {
    const values = body.split('\n').map(parseObject);
    // Rows that were refused together belong together: a body that was cut off says too little.
    return values.every((value) => value !== undefined) ? values.map((value) => ({ number, value })) : [];
  });
  const columns = [...new Set(objects.flatMap(({ value }) => Object.keys(value)))];
  const reading = openRows('refused input', as, tableOf(columns), options);
  if (isFailure(reading)) return { whole, items: [] };
  const items = objects.flatMap(({ number, value }) => reading.take(rowOfObject(columns, number, value)));
  return {
    whole,
    items: [...items, ...reading.end()].map((item) => ({ item, of: item.place.split(' ').map(Number) })),
  };
}

function readKeptRecord({ number, body }: KeptInput): AgainItem[] {
  const value = parseObject(body);
  if (value === undefined) return [];
  const place = String(number);
  const reading = readRecord(value);
  const item: Item =
    reading.outcome === 'read'
      ? { outcome: 'read', record: reading.record, rows: 1, place }
      : refused(place, reading.reason, body);
  return [{ item, of: [number] }];
}

/** A table of which only the columns are asked. */
function tableOf(columns: readonly string[]): Table {
  return {
    outcome: 'opened',
    columns,
    counts: 'kept',
    batches: (async function* () {})(),
    progress: () => ({ done: 0, total: 0, unit: 'rows' }),
    close: async () => {},
  };
}
