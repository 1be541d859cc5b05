import type { Parameters } from './parameters.js';

/** SQL of one condition with the values that it names. */
export interface Written {
  readonly sql: string;
  /** By their places in the SQL, such as `{p0:Int64}`. */
  readonly params: Readonly<Record<string, unknown>>;
}

/**
 * SQL of an array of 1 and 0 for conditions that are written alike but for their values: they are gone through with one
 * lambda, which the engine reads once. That is what a query of many conditions costs over a few rows.
 *
 * @returns undefined where they cannot be gone through so
 */
export function inOneLambda(alike: readonly Written[], parameters: Parameters): string | undefined {
  const [first, ...others] = alike;
  if (first === undefined || NEEDS_CONSTANTS.test(first.sql)) return undefined;
  const varying: string[] = [];
  const arrays: string[] = [];
  let fits = true;
  const sql = first.sql.replace(PLACE, (_, name: string, type: string) => {
    const value = first.params[name];
    if (others.every(({ params }) => JSON.stringify(params[name]) === JSON.stringify(value))) {
      return parameters.add(type, value);
    }
    if (!varying.includes(name)) {
      const values = alike.map(({ params }) => params[name]);
      fits &&= values.every((each) => typeof each === 'string');
      const texts = parameters.add('Array(String)', values);
      arrays.push(type === 'String' ? texts : `CAST(${texts}, 'Array(${type.replaceAll("'", "\\'")})')`);
      varying.push(name);
    }
    return `_${name}`;
  });
  if (!fits || varying.length === 0) return undefined;
  return `arrayMap((${varying.map((name) => `_${name}`).join(', ')}) -> toUInt8(${sql}), ${arrays.join(', ')})`;
}

/** Other names for the values of one condition, among those of a statement. */
export function withParameters({ sql, params }: Written, parameters: Parameters): string {
  return sql.replace(PLACE, (_, name: string, type: string) => parameters.add(type, params[name]));
}

const PLACE = /\{(p\d+):([^{}]+)\}/g;

/** IN takes a set that is the same for all rows. */
const NEEDS_CONSTANTS = /\bIN\b/;
