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
import type { Amount } from '../tree/amount.js';
import { isDateLiteral } from '../tree/literal.js';
import type { Parameter } from '../tree/rows.js';
import type { ComparisonOperator, ValueTest } from '../tree/test.js';
import { compileTest } from './compile-test.js';
import { dateBound } from './date-bound.js';
import { compileOrder } from './order-test.js';
import type { Scope } from './scope.js';
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
  const [date, another] = parameters;
  const reading = entry.fields.date?.reading;
  const isSorted = entry.which === undefined && entry.sortedBy === undefined && entry.arrays === undefined;
  if (date?.name !== 'date' || another !== undefined || !isSorted || reading?.kind !== 'date') return undefined;
  const { test } = date;
  const end = test.kind === 'comparison' ? ENDS[test.operator] : undefined;
  if (test.kind !== 'comparison' || end === undefined || !leavesOneEnd(test.operator, test.value, scope)) {
    return undefined;
  }
  const { day, at } = reading;
  if (typeof day !== 'string' || typeof at !== 'string') return undefined;
  const atLeast = (count: bigint): string => {
    if (count <= 0n) return '1';
    if (count > MOST_ROWS) return '0';
    const place = scope.param('Int64', String(count * end));
    const one = { kind: 'date', day: `${day}[${place}]`, at: `${at}[${place}]`, present: null } as const;
    return all(`${entry.ofAll.count} >= ${scope.param('Int64', String(count))}`, compileTest(one, test, scope));
  };
  if (counts.length === 0) return atLeast(1n);
  return all(
    ...counts.map((count) => compileOrder(count, (operator, value) => compareCount(operator, value, atLeast))),
  );
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
