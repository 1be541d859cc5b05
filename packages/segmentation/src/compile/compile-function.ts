import type { RowIndex } from '../catalogue/attribute.js';
import { LANGUAGE, type LanguageMeasure, parameterNamed, rowsNamed } from '../catalogue/language.js';
import { isLiteral } from '../check/check-literal.js';
import type { Parameter, Rows } from '../tree/rows.js';
import { isValueTest, type ParameterTest, type ValueTest } from '../tree/test.js';
import { valuesOf } from '../tree/walk.js';
import { compilePresence, compileTest } from './compile-test.js';
import { keyOf, textOf } from './equality-test.js';
import { countInTime, readingInTime } from './in-time.js';
import { measureReading, namedMeasure } from './measure.js';
import { holdsForZero } from './order-test.js';
import { fieldOf, RowsLeft } from './rows-left.js';
import { Scope } from './scope.js';
import { all } from './sql-logic.js';

interface TestedMeasure {
  readonly measure: LanguageMeasure;
  readonly test: ParameterTest;
}

/**
 * SQL of MATCHES (not of NOT MATCHES): parameters of one row first, then the measures of what they leave; without any
 * measure, at least one must be left.
 */
export function compileFunction({ name, parameters }: Rows, scope: Scope): string {
  const entry = scope.function(name);
  const ofRow = parameters.filter((parameter) => isOfRow(parameter, name));
  const left = new RowsLeft(entry, ofRow, scope);
  const measures = parameters
    .filter((parameter) => !isOfRow(parameter, name))
    .map((parameter): TestedMeasure => ({ measure: namedMeasure(parameter.name, name), test: parameter.test }));
  const found = inRows(left, ofRow, measures, scope);
  if (found !== undefined) return found;
  const counts = measures.flatMap(({ measure, test }) => (measure.kind === 'count' && isPlain(test) ? [test] : []));
  const inTimeAlone = counts.length === measures.length ? countInTime(entry, ofRow, counts, scope) : undefined;
  if (inTimeAlone !== undefined) return inTimeAlone;
  if (measures.length === 0) return left.any();
  const inTime = () =>
    new RowsLeft(
      entry,
      ofRow.filter((parameter) => parameter.name === 'date'),
      scope,
    );
  return all(
    ...measures.map(({ measure, test }) => {
      const reading = readingInTime(entry, ofRow, measure, scope) ?? measureReading(measure, left, inTime, test);
      if (isValueTest(test)) return compileTest(reading, test, scope);
      if (test.kind !== 'presence') throw new Error(`${test.kind} of a measure was compiled, which is not built yet`);
      const present = compilePresence(reading, scope);
      return test.present ? present : `NOT (${present})`;
    }),
  );
}

function isOfRow(parameter: Parameter, rows: string): boolean {
  const known = rowsNamed(rows, LANGUAGE);
  return known !== undefined && parameterNamed(parameter.name, known) !== undefined;
}

/**
 * Over the rows of an index, where they are few and tell all that is asked: whoever has none there has a count and sums
 * of 0.
 */
function inRows(
  left: RowsLeft,
  parameters: readonly Parameter[],
  measures: readonly TestedMeasure[],
  scope: Scope,
): string | undefined {
  const { index } = left.entry;
  const { purchasesByProduct, repeatedPurchases } = scope.context;
  if (purchasesByProduct === undefined || index === undefined || !isFoundBy(index, parameters)) return undefined;
  if (!left.columns.every((column) => index.columns.includes(column))) return undefined;
  const totals: (Total & { readonly test: ValueTest })[] = [];
  for (const { measure, test } of measures) {
    const total = totalOf(measure, left, index);
    if (total === undefined || !isPlain(test)) return undefined;
    totals.push({ ...total, test });
  }
  const { stamp } = index;
  const isRepeatable = totals.every(({ isRepeatable }) => isRepeatable);
  const rows = isRepeatable ? (repeatedPurchases ?? purchasesByProduct) : purchasesByProduct;
  const bought = scope.common?.bought;
  // Whoever has none of the rows is in it, too, where those are told who are not.
  const toldByOthers = totals.length > 0 && totals.every(({ test }) => holdsForZero(test));
  const tests = (within: Scope) => {
    const passed = all(
      ...totals.map(({ value, test }) => compileTest({ kind: 'number', value, present: null }, test, within)),
    );
    return toldByOthers ? `NOT (${passed})` : passed;
  };
  const told = (found: string) => (toldByOthers ? `NOT (${found})` : found);
  const id = oneValueOf(parameters.filter(({ name }) => name === index.by));
  if (bought !== undefined && id !== undefined) {
    const apart = new Scope(scope.context);
    const others = parameters.filter(({ name }) => name !== index.by);
    const { filters } = new RowsLeft(left.entry, others, apart);
    const where = filters.length === 0 ? '' : all(...filters);
    const having = totals.length === 0 ? '' : tests(apart);
    return told(bought.product(keyOf(id, scope), { rows, where, having, params: apart.parameters.values }));
  }
  const shop = scope.param('String', scope.context.shop);
  const found = `SELECT profile_no, ${stamp} FROM ${rows} WHERE shop = ${shop} AND ${all(...left.filters)}`;
  const some = totals.length === 0 ? found : `${found} GROUP BY profile_no, ${stamp} HAVING ${tests(scope)}`;
  // Without identity() the engine looks every one up in the primary key first.
  return told(bought?.among(some) ?? `(identity(profile_no), ${stamp}) IN (${some})`);
}

/** SQL of a total over a group of rows of an index, and whether it is the same where rows come again. */
interface Total {
  readonly value: string;
  readonly isRepeatable: boolean;
}

/** Undefined for what an index does not tell. */
function totalOf({ kind, of }: LanguageMeasure, { entry }: RowsLeft, index: RowIndex): Total | undefined {
  if (kind === 'count') return { value: `uniqExact(${index.row})`, isRepeatable: true };
  const reading = kind === 'sum' && of !== null ? fieldOf(entry, of).reading : undefined;
  if (reading?.kind !== 'number' || typeof reading.value !== 'string') return undefined;
  return index.columns.includes(reading.value) ? { value: `sum(${reading.value})`, isRepeatable: false } : undefined;
}

/** Whether parameters name what rows of an index are found by, and nothing that only the profile knows. */
function isFoundBy(index: RowIndex, parameters: readonly Parameter[]): boolean {
  const named = parameters.some(
    ({ name, test }) =>
      name === index.by && (test.kind === 'in' ? !test.negated : test.kind === 'comparison' && test.operator === '='),
  );
  return named && parameters.every(({ test }) => valuesOf(test).every(isLiteral));
}

/** The only text that parameters leave; nothing equals the empty one. */
function oneValueOf([one, another]: readonly Parameter[]): string | undefined {
  if (one === undefined || another !== undefined) return undefined;
  const { test } = one;
  return test.kind === 'comparison' && test.operator === '=' ? textOf(test.value) || undefined : undefined;
}

/** Whether a test compares with values that are written out. */
function isPlain(test: ParameterTest): test is ValueTest {
  return isValueTest(test) && valuesOf(test).every(isLiteral);
}
