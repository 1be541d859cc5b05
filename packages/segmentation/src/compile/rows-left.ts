import type { FunctionAttribute, RowField } from '../catalogue/attribute.js';
import { propertyNamed } from '../catalogue/properties.js';
import type { Sql } from '../catalogue/reading.js';
import type { Parameter } from '../tree/rows.js';
import { compileContains, compilePresence, compileTest } from './compile-test.js';
import { compileProperty } from './property.js';
import { ElementScope, type Scope } from './scope.js';
import { all } from './sql-logic.js';

/** The rows of a profile that parameters of one row leave, as SQL over the array columns that hold them. */
export class RowsLeft {
  readonly entry: FunctionAttribute;
  readonly scope: Scope;
  /** What each row left passes. */
  readonly filters: readonly string[];
  /** The array columns that the filters look at. */
  readonly columns: readonly string[];

  constructor(entry: FunctionAttribute, parameters: readonly Parameter[], scope: Scope) {
    const element = new ElementScope(scope);
    const filters = parameters.map((parameter) => {
      const property = propertyNamed(parameter.name);
      if (property !== undefined) return compileProperty(property, parameter.test, element);
      return filterSql(fieldOf(entry, parameter.name), parameter, element);
    });
    this.entry = entry;
    this.scope = scope;
    this.filters = entry.which === undefined ? filters : [element.read(entry.which), ...filters];
    // A filter that looks at nothing of a row, as what is always there has for IS NULL, needs rows all the same.
    const some = element.columns.size > 0 || this.filters.length === 0 ? [] : [arrayColumn(entry)];
    this.columns = [...element.columns, ...some];
  }

  /** Whether they are all rows of the kind. */
  get isAll(): boolean {
    return this.filters.length === 0;
  }

  /** SQL of how many are left, of those with a certain field. */
  count(of?: RowField): string {
    const { body, columns } = this.#passing(of);
    if (columns.length === 0) return this.entry.ofAll.count;
    return `arrayCount(${this.#lambda(columns, body)})`;
  }

  /** SQL condition that one is left, of those with a certain field. */
  any(of?: RowField): string {
    const { body, columns } = this.#passing(of);
    if (columns.length === 0) return `${this.entry.ofAll.count} > 0`;
    return `arrayExists(${this.#lambda(columns, body)})`;
  }

  /**
   * SQL of an array of a value of each row left that has a certain field, in the order of time.
   *
   * @param value of one row, read like a field
   */
  array(value: Sql, of?: RowField): string {
    const element = new ElementScope(this.scope);
    const sql = element.read(value);
    const { body, columns } = this.#passing(of);
    const read = [...element.columns];
    const values = typeof value === 'string' ? this.#arrayOf(sql) : `arrayMap(${this.#lambda(read, sql)})`;
    if (columns.length === 0) return values;
    const first = typeof value === 'string' ? sql : 'value';
    const others = columns.filter((column) => column !== first);
    return `arrayFilter((${[first, ...others].join(', ')}) -> ${body}, ${[values, ...others.map((each) => this.#arrayOf(each))].join(', ')})`;
  }

  /**
   * SQL of an array with a value of each row of the arrays, left or not, in their order.
   *
   * @param value of one row that is left, read like a field
   * @param otherwise SQL of the value of others
   * @param beside SQL of arrays of the same length, by the name under which the value reads their elements
   */
  chosen(value: Sql, otherwise: string, beside: Readonly<Record<string, string>> = {}): string {
    const element = new ElementScope(this.scope);
    const sql = element.read(value);
    const columns = [...new Set([...this.columns, ...element.columns])];
    const names = [...columns, ...Object.keys(beside)].join(', ');
    const arrays = [...columns.map((column) => this.#arrayOf(column)), ...Object.values(beside)].join(', ');
    return `arrayMap((${names}) -> if(${all(...this.filters)}, ${sql}, ${otherwise}), ${arrays})`;
  }

  /**
   * SQL of the first value of the rows left that have a certain field, or the last; 0 or empty where there is none.
   *
   * @param value of one row, read like a field
   */
  end(which: 'first' | 'last', value: Sql, of: RowField): string {
    const { sortedBy } = this.entry;
    const position = which === 'first' ? 1 : -1;
    const values = this.array(value, of);
    if (sortedBy === undefined) return `${values}[${position}]`;
    const times = this.array(sortedBy, of);
    const sorted = `arraySort((value, at, place) -> (at, place), ${values}, ${times}, arrayEnumerate(${times}))`;
    return `${sorted}[${position}]`;
  }

  /** A lambda over the elements of columns, each under the name of its column, and the columns. */
  #lambda(columns: readonly string[], body: string): string {
    return `(${columns.join(', ')}) -> ${body}, ${columns.map((column) => this.#arrayOf(column)).join(', ')}`;
  }

  #arrayOf(name: string): string {
    return this.entry.arrays?.[name] ?? name;
  }

  #passing(of: RowField | undefined): { readonly body: string; readonly columns: readonly string[] } {
    const element = new ElementScope(this.scope);
    const present = of === undefined ? '1' : compilePresence(of.reading, element);
    return {
      body: all(...this.filters, present === '1' ? null : present),
      columns: present === '1' ? this.columns : [...new Set([...this.columns, ...element.columns])],
    };
  }
}

/** The field of rows that a parameter of that name asks for. */
export function fieldOf({ name, fields }: FunctionAttribute, parameter: string): RowField {
  const field = Object.hasOwn(fields, parameter) ? fields[parameter] : undefined;
  if (field === undefined)
    throw new Error(`the parameter ${parameter} of ${name} was compiled, which is not built yet`);
  return field;
}

function filterSql({ reading }: RowField, { test }: Parameter, element: ElementScope): string {
  switch (test.kind) {
    case 'presence': {
      const present = compilePresence(reading, element);
      return test.present ? present : `NOT (${present})`;
    }
    case 'contains': {
      const contains = compileContains(reading, test.value, element);
      return test.negated ? `NOT (${contains})` : contains;
    }
    default:
      return compileTest(reading, test, element);
  }
}

function arrayColumn({ name, columns, arrays }: FunctionAttribute): string {
  const [other] = Object.keys(arrays ?? {});
  if (other !== undefined) return other;
  const column = columns.find(({ type }) => type.startsWith('Array('));
  if (column === undefined) throw new Error(`${name} has no rows`);
  return column.name;
}
