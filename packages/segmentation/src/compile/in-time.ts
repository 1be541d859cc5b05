import {
  addToDay,
  type Day,
  dayOf,
  instantOfMs,
  msOfInstant,
  parseDecimal,
  startOfDay,
  toMillionths,
} from '@clientele/model';
import type { FunctionAttribute } from '../catalogue/attribute.js';
import type { LanguageMeasure } from '../catalogue/language.js';
import type { DateReading, NumberReading, Sql } from '../catalogue/reading.js';
import type { Amount } from '../tree/amount.js';
import { isDateLiteral } from '../tree/literal.js';
import type { Parameter } from '../tree/rows.js';
import type { Comparison, ComparisonOperator, ValueTest } from '../tree/test.js';
import { compileTest } from './compile-test.js';
import { dateBound } from './date-bound.js';
import { compileOrder } from './order-test.js';
import { RowsLeft } from './rows-left.js';
import { ElementScope, type Scope } from './scope.js';
import { all } from './sql-logic.js';

/**
 * SQL that tests of how many rows a date leaves hold, where it leaves those from a time on, or up to one: rows are in the
 * order of time, so there are k exactly where the k-th from that end is left, and no other need be looked at.
 *
 * @param counts none asks for any row at all
 * @returns undefined for other parameters
 */
export function countInTime(
  entry: FunctionAttribute,
  parameters: readonly Parameter[],
  counts: readonly ValueTest[],
  scope: Scope,
): string | undefined {
  const left = rowsInTime(entry, parameters, scope);
  if (left === undefined) return undefined;
  const { day, at } = left.reading;
  const atLeast = (count: bigint): string => {
    if (count <= 0n) return '1';
    if (count > MOST_ROWS) return '0';
    const place = scope.param('Int64', String(count * left.end));
    const one: DateReading = {
      kind: 'date',
      day: () => `${left.arrayOf(day)}[${place}]`,
      at: () => `${left.arrayOf(at)}[${place}]`,
      present: null,
    };
    return all(`${left.count} >= ${scope.param('Int64', String(count))}`, compileTest(one, left.test, scope));
  };
  if (counts.length === 0) return atLeast(1n);
  return all(
    ...counts.map((count) => compileOrder(count, (operator, value) => compareCount(operator, value, atLeast))),
  );
}

/**
 * How the count or a sum of such rows is read where many conditions ask for them: sums up to each row are made once, and
 * looked up at the last row that is left.
 *
 * @returns undefined for other measures and other parameters
 */
export function readingInTime(
  entry: FunctionAttribute,
  parameters: readonly Parameter[],
  { kind, of }: LanguageMeasure,
  scope: Scope,
): NumberReading | undefined {
  if (scope.common === undefined || (kind !== 'count' && kind !== 'sum')) return undefined;
  const left = rowsInTime(entry, parameters, scope);
  if (left === undefined) return undefined;
  const element = new ElementScope(scope);
  const isLeft = compileTest(left.reading, left.test, element);
  const columns = [...element.columns];
  const count = scope.shared(
    `arrayCount((${columns.join(', ')}) -> ${isLeft}, ${columns.map((column) => left.arrayOf(column)).join(', ')})`,
  );
  if (kind === 'count' || of === null) return { kind: 'number', value: count, present: null };
  const reading = Object.hasOwn(entry.fields, of) ? entry.fields[of]?.reading : undefined;
  // What is absent adds 0 where it is stored so.
  if (reading?.kind !== 'number' || (reading.present !== null && !reading.zeroWhenAbsent)) return undefined;
  const values = left.arrayOf(reading.value);
  const sums = scope.shared(`arrayCumSum(${left.end === 1n ? values : `arrayReverse(${values})`})`);
  return { kind: 'number', value: `${sums}[${count}]`, present: null };
}

/** Rows of which a date leaves those from a time on, or up to one. */
interface RowsInTime {
  readonly test: Comparison;
  readonly reading: StoredDate;
  /** Where they are: first, or last. */
  readonly end: 1n | -1n;
  /** SQL of how many there are before the date is looked at. */
  readonly count: string;
  /** SQL of the array of a value of each of those. */
  arrayOf(value: Sql): string;
}

interface StoredDate extends DateReading {
  readonly day: string;
  readonly at: string;
}

function rowsInTime(entry: FunctionAttribute, parameters: readonly Parameter[], scope: Scope): RowsInTime | undefined {
  const [date, another] = parameters.filter(({ name }) => name === 'date');
  const reading = entry.fields.date?.reading;
  const isSorted = entry.sortedBy === undefined && entry.arrays === undefined;
  if (date === undefined || another !== undefined || !isSorted || reading?.kind !== 'date') return undefined;
  const { day, at } = reading;
  const { test } = date;
  const end = test.kind === 'comparison' ? ENDS[test.operator] : undefined;
  if (test.kind !== 'comparison' || end === undefined || !leavesOneEnd(test.operator, test.value, scope)) {
    return undefined;
  }
  if (typeof day !== 'string' || typeof at !== 'string') return undefined;
  const others = parameters.filter((parameter) => parameter !== date);
  const rows = new RowsLeft(entry, others, scope);
  // Others are picked out first, which is worth it where several conditions do.
  if (!rows.isAll && scope.common === undefined) return undefined;
  const arrayOf = (value: Sql) => {
    const array = rows.array(value);
    return array === value ? array : scope.shared(array);
  };
  const count = rows.isAll ? entry.ofAll.count : `length(${arrayOf(day)})`;
  return { test, reading: { ...reading, day, at }, end, count, arrayOf };
}

/** Where the rows are that an operator leaves: first, or last. */
const ENDS: Readonly<Partial<Record<ComparisonOperator, 1n | -1n>>> = { '<': 1n, '<=': 1n, '>': -1n, '>=': -1n };

const MOST_ROWS = 2n ** 31n;

/** @param value a whole number, as the check has it */
function compareCount(operator: ComparisonOperator, value: Amount, atLeast: (count: bigint) => string): string {
  const decimal = value.kind === 'number' ? parseDecimal(value.digits) : undefined;
  if (decimal === undefined) throw new Error(`a ${value.kind} stands where a number belongs`);
  const count = toMillionths(decimal) / 1_000_000n;
  const equal = () => all(atLeast(count), `NOT (${atLeast(count + 1n)})`);
  switch (operator) {
    case '>=':
      return atLeast(count);
    case '>':
      return atLeast(count + 1n);
    case '<':
      return `NOT (${atLeast(count)})`;
    case '<=':
      return `NOT (${atLeast(count + 1n)})`;
    case '=':
      return equal();
    case '!=':
      return `NOT (${equal()})`;
  }
}

/** Whether whatever is later is left too (or earlier): not at a day to which clocks are put back after it began. */
function leavesOneEnd(operator: ComparisonOperator, value: Amount, scope: Scope): boolean {
  if (!isDateLiteral(value)) return false;
  const bound = dateBound(value, scope);
  if (bound.kind === 'second') return true;
  const first = operator === '>=' || operator === '<' ? bound.day : addToDay(bound.day, 1, 'd');
  return beginsOnce(first, scope.context.timeZone);
}

/** Zones put their clocks back by a quarter of an hour at least, and rarely around midnight. */
const CHECKED_MS = Array.from({ length: 12 }, (_, quarter) => (quarter + 1) * 900_000);
/** Before, some zones lived a whole day twice. */
const EARLIEST = '1970-01-02' as Day;

function beginsOnce(day: Day, timeZone: Scope['context']['timeZone']): boolean {
  if (day < EARLIEST) return false;
  const start = msOfInstant(startOfDay(day, timeZone));
  return CHECKED_MS.every((ms) => dayOf(instantOfMs(start + ms), timeZone) >= day);
}
