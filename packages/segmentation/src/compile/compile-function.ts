import type { TotalParameter } from '../catalogue/attribute.js';
import type { FunctionMatch } from '../tree/condition.js';
import { compileTest } from './compile-test.js';
import { ElementScope, type Scope } from './scope.js';
import { all } from './sql-logic.js';

/**
 * SQL of MATCHES (not of NOT MATCHES): filters first, over the elements of array columns, then the totals of what they leave; without any
 * total, at least one must be left.
 */
export function compileFunction({ name, parameters }: FunctionMatch, scope: Scope): string {
  const entry = scope.function(name);
  const element = new ElementScope(scope);
  const filters: string[] = [];
  for (const parameter of parameters) {
    const filter = entry.filters[parameter.name];
    if (filter !== undefined) filters.push(compileTest(filter.reading, parameter.test, element));
  }
  const body = all(...filters);
  const columns = [...element.columns];

  const totalSql = ({ adds, ofAll }: TotalParameter): string => {
    if (filters.length === 0) return ofAll;
    if (adds === null) return `arrayCount(${lambda(columns, body)})`;
    const others = columns.filter((column) => column !== adds);
    return `arraySum(arrayFilter(${lambda([adds, ...others], body)}))`;
  };
  const totals: string[] = [];
  for (const parameter of parameters) {
    const total = entry.totals[parameter.name];
    if (total === undefined) continue;
    totals.push(compileTest({ kind: 'number', value: totalSql(total), present: null }, parameter.test, scope));
  }
  if (totals.length === 0) {
    totals.push(filters.length === 0 ? `${entry.totals.count.ofAll} > 0` : `arrayExists(${lambda(columns, body)})`);
  }
  return all(...totals);
}

/** A lambda over the elements of columns, each under the name of its column. */
function lambda(columns: readonly string[], body: string): string {
  return `(${columns.join(', ')}) -> ${body}, ${columns.join(', ')}`;
}
