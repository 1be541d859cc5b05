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
  const arrays = new Map<string, string>();
  const sql = writtenOnce(alike, parameters, (name, values) => {
    arrays.set(`_${name}`, values);
    return `_${name}`;
  });
  if (sql === undefined || arrays.size === 0) return undefined;
  return `arrayMap((${[...arrays.keys()].join(', ')}) -> toUInt8(${sql}), ${[...arrays.values()].join(', ')})`;
}

/**
 * SQL of conditions that are written alike but for their values, once.
 *
 * @param placed SQL of the value of one of them in the place of a name, of an array of those of all
 * @returns undefined where they need values that are the same for all rows
 */
export function writtenOnce(
  alike: readonly Written[],
  parameters: Parameters,
  placed: (name: string, values: string) => string,
): string | undefined {
  const [first, ...others] = alike;
  if (first === undefined || NEEDS_CONSTANTS.test(first.sql)) return undefined;
  let fits = true;
  const sql = first.sql.replace(PLACE, (_, name: string, type: string) => {
    const value = first.params[name];
    if (others.every(({ params }) => JSON.stringify(params[name]) === JSON.stringify(value))) {
      return parameters.add(type, value);
    }
    const values = alike.map(({ params }) => params[name]);
    fits &&= values.every((each) => typeof each === 'string');
    const texts = parameters.add('Array(String)', values);
    return placed(name, type === 'String' ? texts : `CAST(${texts}, 'Array(${type.replaceAll("'", "\\'")})')`);
  });
  return fits ? sql : undefined;
}

/** Other names for the values of one condition, among those of a statement. */
export function withParameters({ sql, params }: Written, parameters: Parameters): string {
  return sql.replace(PLACE, (_, name: string, type: string) => parameters.add(type, params[name]));
}

const PLACE = /\{(p\d+):([^{}]+)\}/g;

/** IN takes a set that is the same for all rows. */
const NEEDS_CONSTANTS = /\bIN\b/;
