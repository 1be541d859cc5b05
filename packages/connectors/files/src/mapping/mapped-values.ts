import { type Decimal, type Instant, parseDay, parseDecimal, type TimeZone } from '@clientele/model';
import { type Failure, failure } from '../failure.js';
import { DATE_EXAMPLES, parseMoment } from '../moment.js';
import { nearestColumn } from '../nearest-name.js';
import type { Row, Table } from '../table/row.js';
import type { Mapping } from './mapping.js';

/** A value that is not what its field needs; the row is refused with this sentence. */
export class UnreadableValue extends Error {}

/** Reads the fields of a mapping from rows. Methods throw {@link UnreadableValue}, which {@link readingRow} catches. */
export class MappedValues {
  readonly #positions: ReadonlyMap<string, number>;

  private constructor(
    readonly mapping: Mapping,
    readonly zone: TimeZone,
    positions: ReadonlyMap<string, number>,
    readonly attributes: readonly (readonly [string, number])[],
  ) {
    this.#positions = positions;
  }

  /** Finds the mapping's columns in the table, or names the one that is not there and the nearest. */
  static open(mapping: Mapping, table: Table, zone: TimeZone): MappedValues | Failure {
    const positions = new Map<string, number>();
    const attributes: (readonly [string, number])[] = [];
    const wanted = [
      ...Object.entries(mapping.columns).map(([field, column]) => ['columns', field, column] as const),
      ...Object.entries(mapping.attributes).map(([field, column]) => ['attributes', field, column] as const),
    ];
    for (const [part, field, column] of wanted) {
      const position = table.columns.indexOf(column);
      if (position === -1) {
        return failure(
          'wrong_columns',
          `Mapping, ${part}.${field}: the file has no column '${column}'; ${nearestColumn(column, table.columns)}`,
        );
      }
      if (part === 'columns') positions.set(field, position);
      else attributes.push([field, position]);
    }
    return new MappedValues(mapping, zone, positions, attributes);
  }

  text(row: Row, field: string): string | undefined {
    const position = this.#positions.get(field);
    const cell = position === undefined ? '' : (row.cells[position] ?? '').trim();
    return cell === '' ? this.mapping.constants[field] : cell;
  }

  needed(row: Row, field: string): string {
    const text = this.text(row, field);
    if (text === undefined) throw new UnreadableValue(`${this.name(field)} is empty`);
    return text;
  }

  decimal(row: Row, field: string): Decimal | undefined {
    const text = this.text(row, field);
    if (text === undefined) return undefined;
    const value = parseDecimal(plainNumber(text, this.mapping.decimal) ?? text);
    if (value !== undefined) return value;
    const example = this.mapping.decimal === ',' ? '1.234,56' : '1,234.56';
    throw new UnreadableValue(`${this.name(field)} is not a number such as ${example}`);
  }

  moment(row: Row, field: string): Instant | undefined {
    const text = this.text(row, field);
    if (text === undefined) return undefined;
    const value = parseMoment(text, this.mapping.dates, this.zone);
    if (value !== undefined) return value;
    throw new UnreadableValue(`${this.name(field)} is not a date such as ${DATE_EXAMPLES[this.mapping.dates]}`);
  }

  /** A calendar day, which has no time zone: the day that is written. */
  day(row: Row, field: string): string | undefined {
    const text = this.text(row, field);
    if (text === undefined) return undefined;
    const day = parseMoment(text, this.mapping.dates, 'UTC' as TimeZone)?.slice(0, 10);
    if (day !== undefined && parseDay(day) !== undefined) return day;
    throw new UnreadableValue(`${this.name(field)} is not a date such as ${DATE_EXAMPLES[this.mapping.dates]}`);
  }

  /** The field with its column, as the merchant knows it. */
  name(field: string): string {
    const column = this.mapping.columns[field];
    return column === undefined ? field : `${field} (column '${column}')`;
  }
}

/** What `read` makes of a row, or the sentence that says which value cannot be read. */
export function readingRow<T extends object>(read: () => T): T | string {
  try {
    return read();
  } catch (error) {
    if (error instanceof UnreadableValue) return error.message;
    throw error;
  }
}

/** `1.234,56` as `1234.56`; undefined where the thousands are not grouped in threes. */
function plainNumber(text: string, mark: '.' | ','): string | undefined {
  const form =
    mark === '.'
      ? /^([+-]?\d{1,3}(?:[, '\u00a0\u202f]\d{3})+|[+-]?\d*)(\.\d+)?$/
      : /^([+-]?\d{1,3}(?:[. '\u00a0\u202f]\d{3})+|[+-]?\d*)(,\d+)?$/;
  const match = form.exec(text);
  if (match === null) return undefined;
  return `${(match[1] ?? '').replace(/[^\d+-]/g, '')}${(match[2] ?? '').replace(',', '.')}`;
}
