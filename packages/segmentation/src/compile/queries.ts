import type { Condition } from '../tree/condition.js';
import { conditionSql } from './compile-condition.js';
import { Constants } from './constants.js';
import type { CompileContext, CompiledSql } from './context.js';
import { ofFew } from './of-few.js';
import { Parameters } from './parameters.js';
import { Scope } from './scope.js';

/**
 * A condition as one expression over `profiles`: 1 or 0, never NULL. It must have passed `checkQuery`, and the context
 * must hold its `requiredCutoffs`.
 */
export function compileCondition(condition: Condition, context: CompileContext): CompiledSql {
  const scope = new Scope(context);
  return { sql: conditionSql(condition, scope), params: scope.parameters.values };
}

/** How many profiles are in it, and of how many: one row `{ count, of }`. One pass costs less than two statements. */
export function countQuery(condition: Condition, context: CompileContext): CompiledSql {
  const scope = new Scope(context);
  const holds = conditionSql(condition, scope);
  const shop = scope.param('String', context.shop);
  return {
    sql: `SELECT countIf(${holds}) AS count, count() AS of FROM ${context.profiles} AS profiles WHERE shop = ${shop}`,
    params: scope.parameters.values,
  };
}

/** How many profiles are in each of some conditions, and of how many: one row `{ counts, of }`; in one pass. */
export function countEachQuery(conditions: readonly Condition[], context: CompileContext): CompiledSql {
  const scope = new Scope(context);
  const counts = conditions.map((condition) => `toString(countIf(${conditionSql(condition, scope)}))`);
  const shop = scope.param('String', context.shop);
  return {
    sql: `SELECT [${counts.join(', ')}] AS counts, toString(count()) AS of FROM ${context.profiles} AS profiles WHERE shop = ${shop}`,
    params: scope.parameters.values,
  };
}

/**
 * How many profiles are in it and what they spent, the same of all, and the first few that are in it, in one pass: one
 * row `{ count, of, spent, spent_by_all, sample }`, `sample` being profile_nos, ascending.
 */
export function previewQuery(condition: Condition, context: CompileContext, sample: number): CompiledSql {
  const scope = new Scope(context);
  const holds = conditionSql(condition, scope);
  const shop = scope.param('String', context.shop);
  const first = sample === 0 ? '[]' : `groupArraySortedIf(${Math.trunc(sample)})(profile_no, holds)`;
  return {
    sql:
      'SELECT countIf(holds) AS count, count() AS of, sumIf(amount_spent, holds) AS spent, ' +
      `sum(amount_spent) AS spent_by_all, ${first} AS sample ` +
      `FROM (SELECT profile_no, amount_spent, ${holds} AS holds FROM ${context.profiles} AS profiles WHERE shop = ${shop})`,
    params: scope.parameters.values,
  };
}

/**
 * Who is in a condition and not in another, the other way round, and in both, in one pass: a row of each that anybody
 * is in `{ was, is, count, spent, sample }`, `sample` being the first profile_nos, ascending.
 */
export function changeQuery(before: Condition, after: Condition, context: CompileContext, sample: number): CompiledSql {
  const scope = new Scope(context);
  const [was, is] = [conditionSql(before, scope), conditionSql(after, scope)];
  const shop = scope.param('String', context.shop);
  const first = sample === 0 ? '[]' : `groupArraySorted(${Math.trunc(sample)})(profile_no)`;
  return {
    sql:
      `SELECT was, is, toString(count()) AS count, toString(sum(amount_spent)) AS spent, ${first} AS sample ` +
      `FROM (SELECT profile_no, amount_spent, toUInt8(${was}) AS was, toUInt8(${is}) AS is ` +
      `FROM ${context.profiles} AS profiles WHERE shop = ${shop}) WHERE was OR is GROUP BY was, is`,
    params: scope.parameters.values,
  };
}

export interface MembersPage {
  readonly limit: number;
  /** The last profile_no of the page before; 0 or nothing for the first page. */
  readonly after?: number;
}

/** Who is in it: rows `{ profile_no }`, ascending. */
export function membersQuery(condition: Condition, context: CompileContext, page: MembersPage): CompiledSql {
  return select('profile_no', condition, context, (scope) => {
    const after = page.after === undefined ? '' : ` AND profile_no > ${scope.param('UInt32', page.after)}`;
    return `${after} ORDER BY profile_no LIMIT ${scope.param('UInt64', page.limit)}`;
  });
}

/** Profiles of a row of {@link memberNumbersQuery}, at most. */
const NUMBERS_OF_A_ROW = 65_536;

/** All who are in it: rows `{ numbers }`, some profile_nos each, ascending from row to row. */
export function memberNumbersQuery(condition: Condition, context: CompileContext): CompiledSql {
  const part = `intDiv(profile_no, ${NUMBERS_OF_A_ROW})`;
  const rest = () => ` GROUP BY ${part} ORDER BY ${part}`;
  return select('arraySort(groupArray(profile_no)) AS numbers', condition, context, rest);
}

/**
 * Which of many conditions hold, in one pass: rows `{ profile_no, holds }`, `holds` being the indexes from 0 of the
 * conditions that hold, ascending. For all profiles or some; a profile without a row in `profiles` has none here.
 */
export function bitsQuery(
  conditions: readonly Condition[],
  context: CompileContext,
  profileNos?: readonly number[],
): CompiledSql {
  const constants = new Constants();
  const scope =
    profileNos === undefined
      ? new Scope(context, new Parameters(), constants)
      : scopeOfFew(context, profileNos, constants);
  const bits = conditions.map((condition) => `toUInt8(${conditionSql(condition, scope)})`);
  const holds = `arrayFilter((i, holds) -> holds, range(${conditions.length}), [${bits.join(', ')}])`;
  const some = profileNos && ` AND profile_no IN ${scope.param('Array(UInt32)', profileNos)}`;
  return {
    sql: `${constants.sql}SELECT profile_no, ${holds} AS holds FROM ${context.profiles} AS profiles WHERE shop = ${scope.param('String', context.shop)}${some ?? ''}`,
    params: scope.parameters.values,
  };
}

function scopeOfFew(context: CompileContext, profileNos: readonly number[], constants: Constants): Scope {
  const parameters = new Parameters();
  const theirs = parameters.add('Array(UInt32)', profileNos);
  return new Scope(ofFew(context, theirs, parameters.add('String', context.shop)), parameters, constants);
}

function select(
  columns: string,
  condition: Condition,
  context: CompileContext,
  rest: (scope: Scope) => string = () => '',
): CompiledSql {
  const scope = new Scope(context);
  const holds = conditionSql(condition, scope);
  const shop = scope.param('String', context.shop);
  return {
    sql: `SELECT ${columns} FROM ${context.profiles} AS profiles WHERE shop = ${shop} AND ${holds}${rest(scope)}`,
    params: scope.parameters.values,
  };
}
