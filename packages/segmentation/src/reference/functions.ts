import type { TimeZone } from '@clientele/model';
import type { Parameter, Rows } from '../tree/rows.js';
import { type Amounts, amountsFor, passes } from './comparison.js';
import type { Question } from './context.js';
import { isMeasure, measureOf } from './measures.js';
import type { Person } from './person.js';
import { type PropertyType, passesProperty, propertyNamed, propertyType } from './properties.js';
import { type Row, type RowRecord, rowsOf } from './rows.js';
import type { AmountValue } from './trait-value.js';

/** What MATCHES looks at: the rows that its parameters leave, and measures of them. */
export interface Matched {
  /** The records that the rows which are left are of; each once. */
  readonly records: readonly RowRecord[];
  /** By the name of the parameter that tests it; `count` is always among them. */
  readonly totals: Readonly<Record<string, AmountValue | undefined>>;
  /** Before any negation. */
  readonly holds: boolean;
}

/** Parameters of one row first, then the measures of what is left; without a measure, one must be left. */
export function matchFunction({ name, parameters }: Rows, person: Person, question: Question): Matched {
  const tests = parameters.filter((parameter) => isMeasure(parameter.name));
  const ofRow = parameters.filter((parameter) => !isMeasure(parameter.name));
  const { left, inTime } = rowsLeft({ name, parameters: ofRow }, person, question);
  const totals = Object.fromEntries(
    [{ name: 'count', test: undefined }, ...tests].map(({ name: each, test }) => [
      each,
      measureOf(each, left, inTime, { type: propertyType(test), zone: person.zone }),
    ]),
  );
  const records = new Map(
    left.flatMap(({ record }) => (record === undefined ? [] : [[JSON.stringify(record), record] as const])),
  );
  return {
    records: [...records.values()],
    totals,
    holds:
      tests.length === 0
        ? left.length > 0
        : tests.every(({ name: each, test }) => passes(test, totals[each], amountsFor(person, question))),
  };
}

/**
 * A measure of the rows that parameters leave, such as `sum_amount OF orders_placed (date >= -90d)`.
 *
 * @param type of a property where its first or last is asked for
 */
export function measured(
  measure: string,
  rows: Rows,
  person: Person,
  question: Question,
  type: PropertyType,
): AmountValue | undefined {
  const { left, inTime } = rowsLeft(rows, person, question);
  return measureOf(measure, left, inTime, { type, zone: person.zone });
}

/** The rows that parameters leave. */
export function rowsThatPass(rows: Rows, person: Person, question: Question): readonly Row[] {
  return rowsLeft(rows, person, question).left;
}

interface Left {
  readonly left: readonly Row[];
  /** Those that the date alone leaves. */
  readonly inTime: readonly Row[];
}

function rowsLeft({ name, parameters }: Rows, person: Person, question: Question): Left {
  const rows = rowsOf(name, person);
  const amounts = amountsFor(person, question);
  const passing = (filters: readonly Parameter[]) =>
    rows.filter((row) => filters.every((filter) => isPassed(filter, row, name, person.zone, amounts)));
  return { left: passing(parameters), inTime: passing(parameters.filter((parameter) => parameter.name === 'date')) };
}

function isPassed({ name, test }: Parameter, row: Row, rows: string, zone: TimeZone, amounts: Amounts): boolean {
  const property = propertyNamed(name);
  if (property !== undefined) return passesProperty(test, row.properties?.[property], zone, amounts);
  if (!(name in row.values)) throw new TypeError(`'${name}' is no parameter of ${rows}`);
  return passes(test, row.values[name], amounts);
}
