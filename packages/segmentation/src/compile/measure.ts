import { unreachable } from '@clientele/model';
import type { RowField } from '../catalogue/attribute.js';
import { LANGUAGE, type LanguageMeasure, measureNamed, rowsNamed } from '../catalogue/language.js';
import { type PropertyType, propertyField, propertyNamed } from '../catalogue/properties.js';
import type { Reading, Sql } from '../catalogue/reading.js';
import type { Measure } from '../tree/amount.js';
import type { ParameterTest } from '../tree/test.js';
import { calculate, type Fraction, fractionOf } from './fraction.js';
import { propertyType } from './property.js';
import { fieldOf, RowsLeft } from './rows-left.js';
import type { Scope } from './scope.js';

/** How a measure of rows is read, over a row of `profiles`. */
export function measureOf({ name, rows }: Measure, scope: Scope): Reading {
  const measure = namedMeasure(name, rows.name);
  const entry = scope.function(rows.name);
  const inTime = rows.parameters.filter((parameter) => parameter.name === 'date');
  const left = new RowsLeft(entry, rows.parameters, scope);
  return measureReading(measure, left, () => new RowsLeft(entry, inTime, scope));
}

/** What the language says of a measure of rows. */
export function namedMeasure(name: string, rows: string): LanguageMeasure {
  const known = rowsNamed(rows, LANGUAGE);
  const measure = known && measureNamed(name, known);
  if (measure === undefined) throw new Error(`${rows} has no measure ${name}`);
  return measure;
}

/**
 * How a measure of the rows that are left is read.
 *
 * @param inTime the rows that its date alone leaves, of which it may be a share
 * @param test what it is compared with, which says of what type a property is
 */
export function measureReading(
  measure: LanguageMeasure,
  left: RowsLeft,
  inTime: () => RowsLeft,
  test?: ParameterTest,
): Reading {
  const { name, kind, of } = measure;
  const { entry } = left;
  const stored = left.isAll && Object.hasOwn(entry.ofAll, name) ? entry.ofAll[name] : undefined;
  if (stored !== undefined) return { kind: 'number', value: stored, present: null };
  if (of === null) {
    const count = left.count();
    if (kind === 'count') return { kind: 'number', value: count, present: null };
    const among = inTime();
    return { kind: 'ratio', numerator: count, denominator: among.count(), present: among.any() };
  }
  const property = propertyNamed(of);
  const field =
    property === undefined
      ? fieldOf(entry, of)
      : propertyField(property, typeOfMeasured(kind, test, left.scope.profile));
  switch (kind) {
    case 'sum':
      return { kind: 'number', value: sumSql(left, field), present: null };
    case 'average':
      return {
        kind: 'ratio',
        numerator: sumSql(left, field),
        denominator: left.count(field),
        present: left.any(field),
      };
    case 'min':
      return { kind: 'number', value: `arrayMin(${numbers(left, field)})`, present: left.any(field) };
    case 'max':
      return { kind: 'number', value: `arrayMax(${numbers(left, field)})`, present: left.any(field) };
    case 'first':
      return end('first', left, field);
    case 'last':
      return end('last', left, field);
    case 'usual':
      return usual(left, field);
    case 'distinct':
      return { kind: 'number', value: `toUInt32(length(arrayDistinct(${identities(left, field)})))`, present: null };
    case 'share_of':
      return shareOf(sumSql(left, field), sumSql(inTime(), field));
    case 'count':
      throw new Error('a count is of rows, not of a field');
    default:
      return unreachable(kind);
  }
}

function typeOfMeasured(kind: LanguageMeasure['kind'], test: ParameterTest | undefined, profile: Scope): PropertyType {
  if (kind === 'usual' || kind === 'distinct') return 'text';
  return kind === 'first' || kind === 'last' ? propertyType(test, profile) : 'number';
}

function numbers(left: RowsLeft, { reading }: RowField, isSum = false): string {
  if (reading.kind !== 'number') throw new Error(`a ${reading.kind} is no number`);
  // What is absent adds 0 where it is stored so.
  return left.array(reading.value, isSum && reading.zeroWhenAbsent ? undefined : ({ reading } as RowField));
}

function sumSql(left: RowsLeft, field: RowField): string {
  return `arraySum(${numbers(left, field, true)})`;
}

function shareOf(part: string, whole: string): Fraction {
  const number = (value: string) => fractionOf({ kind: 'number', value, present: null });
  return calculate('/', number(part), number(whole));
}

/** The value of the first row left that has it, or of the last. */
function end(which: 'first' | 'last', left: RowsLeft, field: RowField): Reading {
  const { reading } = field;
  const at = (value: Sql) => left.end(which, value, field);
  switch (reading.kind) {
    case 'number':
      return { kind: 'number', value: at(reading.value), present: left.any(field) };
    case 'date':
      return { kind: 'date', day: at(reading.day), at: at(reading.at), present: left.any(field) };
    case 'boolean':
      return { kind: 'boolean', value: at(reading.value), present: left.any(field) };
    case 'coded':
      return { ...reading, code: at(reading.code) };
    case 'text':
      return { kind: 'text', value: at(reading.value) };
    case 'key':
      return { kind: 'key', key: at(reading.key), ...(reading.text !== undefined && { text: at(reading.text) }) };
    default:
      throw new Error(`a ${reading.kind} has no first and last`);
  }
}

/**
 * What most rows have, among equals the first by name: sorted by name, the first value that is there for the last time
 * that anything is.
 */
function usual(left: RowsLeft, field: RowField): Reading {
  const { reading } = field;
  // Named by a lambda over it alone: written out wherever it is needed, most of a statement would be this.
  const most = (sorted: string) => `arrayMap(sorted -> sorted[indexOf(${TIMES}, arrayMax(${TIMES}))], [${sorted}])[1]`;
  switch (reading.kind) {
    case 'coded': {
      const byName = [...reading.values].sort();
      const ranks = `[${reading.values.map((value) => byName.indexOf(value)).join(', ')}]`;
      return { ...reading, code: most(`arraySort(code -> ${ranks}[code], ${left.array(reading.code, field)})`) };
    }
    case 'text':
      return { kind: 'text', value: most(`arraySort(${left.array(reading.value, field)})`) };
    case 'key':
      if (reading.text === undefined) throw new Error('what is usual of a text needs the text itself');
      return { kind: 'text', value: most(`arraySort(${left.array(reading.text, field)})`) };
    default:
      throw new Error(`there is no usual ${reading.kind}`);
  }
}

/** SQL of how often what stands at each place of a sorted array has come up to there. */
const TIMES = 'arrayEnumerateUniq(sorted)';

/** What tells the values of a field apart. */
function identities(left: RowsLeft, field: RowField): string {
  const { reading } = field;
  switch (reading.kind) {
    case 'date':
      return left.array(reading.day, field);
    case 'coded':
      return left.array(reading.code, field);
    case 'text':
      return left.array(reading.value, field);
    case 'key':
      return left.array(reading.key, field);
    default:
      throw new Error(`values of a ${reading.kind} are not told apart`);
  }
}
