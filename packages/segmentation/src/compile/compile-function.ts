import type { RowIndex, TotalParameter } from '../catalogue/attribute.js';
import type { Match } from '../tree/condition.js';
import type { Rows } from '../tree/rows.js';
import { isValueTest, type ParameterTest, type ValueTest } from '../tree/test.js';
import { compileTest } from './compile-test.js';
import { holdsForZero } from './order-test.js';
import { ElementScope, type Scope } from './scope.js';
import { all } from './sql-logic.js';

/** What a MATCHES asks of some orders or lines: tests of each one, then of the totals of those that are left. */
interface Matching {
  readonly filters: readonly string[];
  /** The array columns that the filters look at. */
  readonly columns: readonly string[];
  readonly totals: readonly { readonly of: TotalParameter; readonly test: ValueTest }[];
}

/**
 * SQL of MATCHES (not of NOT MATCHES): filters first, then the totals of what they leave; without any total, at least
 * one must be left.
 */
export function compileFunction({ rows: { name, parameters } }: Match, scope: Scope): string {
  const entry = scope.function(name);
  const element = new ElementScope(scope);
  const filters: string[] = [];
  const totals: Matching['totals'][number][] = [];
  for (const parameter of parameters) {
    const filter = entry.filters[parameter.name];
    if (filter !== undefined) filters.push(compileTest(filter.reading, valueTest(parameter.test), element));
    const total = entry.totals[parameter.name];
    if (total !== undefined) totals.push({ of: total, test: valueTest(parameter.test) });
  }
  const matching = { filters, columns: [...element.columns], totals };
  const rows = scope.context.purchasesByProduct;
  const { index } = entry;
  if (rows !== undefined && index !== undefined && isFoundBy(index, parameters, matching)) {
    return inRows(matching, rows, index, scope);
  }
  return inArrays(matching, entry.totals.count, scope);
}

/** Over the elements of the array columns of a profile. */
function inArrays({ filters, columns, totals }: Matching, count: TotalParameter, scope: Scope): string {
  const body = all(...filters);
  const totalSql = ({ adds, ofAll }: TotalParameter): string => {
    if (filters.length === 0) return ofAll;
    if (adds === null) return `arrayCount(${lambda(columns, body)})`;
    const others = columns.filter((column) => column !== adds);
    return `arraySum(arrayFilter(${lambda([adds, ...others], body)}))`;
  };
  if (totals.length === 0) return filters.length === 0 ? `${count.ofAll} > 0` : `arrayExists(${lambda(columns, body)})`;
  return all(...totals.map(({ of, test }) => totalTest(totalSql(of), test, scope)));
}

/** Whether the rows of an index are few and tell all that is asked. */
function isFoundBy(index: RowIndex, parameters: Rows['parameters'], { columns, totals }: Matching): boolean {
  const named = parameters.some(
    ({ name, test }) =>
      name === index.by && (test.kind === 'in' ? !test.negated : test.kind === 'comparison' && test.operator === '='),
  );
  const read = [...columns, ...totals.flatMap(({ of }) => of.adds ?? [])];
  return named && read.every((column) => index.columns.includes(column));
}

/** Over rows of an index: whoever has none there has a total of 0. */
function inRows({ filters, totals }: Matching, rows: string, { stamp }: RowIndex, scope: Scope): string {
  const profiles = `SELECT profile_no, ${stamp} FROM ${rows} WHERE shop = ${scope.param('String', scope.context.shop)}`;
  const found = `${profiles} AND ${all(...filters)}`;
  // Without identity() the engine looks every one up in the primary key first.
  const among = (some: string) => `(identity(profile_no), ${stamp}) IN (${some})`;
  if (totals.length === 0) return among(found);
  const tests = all(
    ...totals.map(({ of, test }) => totalTest(of.adds === null ? 'count()' : `sum(${of.adds})`, test, scope)),
  );
  const having = (sql: string) => among(`${found} GROUP BY profile_no, ${stamp} HAVING ${sql}`);
  return totals.every(({ test }) => holdsForZero(test)) ? `NOT (${having(`NOT (${tests})`)})` : having(tests);
}

function totalTest(value: string, test: ValueTest, scope: Scope): string {
  return compileTest({ kind: 'number', value, present: null }, test, scope);
}

function valueTest(test: ParameterTest): ValueTest {
  if (isValueTest(test)) return test;
  throw new Error(`${test.kind} of a parameter was compiled, which is not built yet`);
}

/** A lambda over the elements of columns, each under the name of its column. */
function lambda(columns: readonly string[], body: string): string {
  return `(${columns.join(', ')}) -> ${body}, ${columns.join(', ')}`;
}
