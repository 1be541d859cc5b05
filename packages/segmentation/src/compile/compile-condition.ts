import { unreachable } from '@clientele/model';
import type { Condition, TestedAmount } from '../tree/condition.js';
import { isValueTest } from '../tree/test.js';
import { amountSql } from './amount.js';
import { compileAnniversary } from './anniversary.js';
import { compiling } from './compile-error.js';
import { compileFunction } from './compile-function.js';
import { compileContains, compilePresence, compileTest } from './compile-test.js';
import { compileDistance } from './distance.js';
import type { Leaf } from './fold.js';
import { compileListed } from './listed.js';
import { memberBit } from './member-word.js';
import { compilePercentile } from './percentile.js';
import { compileHoldOut, compileSample } from './sample.js';
import type { Scope } from './scope.js';
import { segmentSql } from './segment-query.js';
import { compileSequence } from './sequence.js';
import { all, any } from './sql-logic.js';
import { compileTrend } from './trend.js';

/** SQL of a condition over one row of `profiles`: 1 or 0, never NULL, so that NOT is the true complement. */
export function conditionSql(condition: Condition, scope: Scope): string {
  switch (condition.kind) {
    case 'and':
      return all(...condition.conditions.map((part) => conditionSql(part, scope)));
    case 'or':
      return any(...condition.conditions.map((part) => conditionSql(part, scope)));
    case 'not':
      return negation(conditionSql(condition.condition, scope));
    default:
      return compiling(() => singleSql(condition, scope), condition);
  }
}

function singleSql(condition: Leaf, scope: Scope): string {
  switch (condition.kind) {
    case 'test':
      return tested(condition, scope);
    case 'segment':
      return inSegment(condition.handle, scope);
    case 'match': {
      const { rows } = condition;
      const matches =
        rows.name === 'customer_within_distance'
          ? compileDistance(rows.parameters, scope)
          : compileFunction(rows, scope);
      return condition.negated ? negation(matches) : matches;
    }
    case 'sequence':
      return compileSequence(condition, scope);
    case 'listed':
      return compileListed(condition, scope);
    case 'hold-out':
      return compileHoldOut(scope);
    case 'sample':
      return compileSample(condition, scope);
    default:
      return unreachable(condition);
  }
}

function tested({ amount, test }: TestedAmount, scope: Scope): string {
  if (amount.kind === 'measure' && (isValueTest(test) || test.kind === 'presence')) {
    // As MATCHES has it: it may know a quicker way.
    const parameters = [...amount.rows.parameters, { name: amount.name, test }];
    return compileFunction({ ...amount.rows, parameters }, scope);
  }
  if (amount.kind === 'anniversary') return compileAnniversary(amount.attribute, test, scope);
  switch (test.kind) {
    case 'comparison':
    case 'between':
    case 'in':
      return compileTest(amountSql(amount, scope), test, scope);
    case 'presence': {
      const present = compilePresence(amountSql(amount, scope), scope);
      return test.present ? present : negation(present);
    }
    case 'contains': {
      if (amount.kind !== 'attribute') throw new Error(`CONTAINS of a ${amount.kind} was compiled`);
      const contains = compileContains(scope.attribute(amount.name).reading, test.value, scope);
      return test.negated ? negation(contains) : contains;
    }
    case 'percentile':
      return compilePercentile(amount, test, scope);
    case 'trend':
      if (amount.kind !== 'measure') throw new Error(`a trend of a ${amount.kind} was compiled`);
      return compileTrend(amount, test, scope);
    default:
      return unreachable(test);
  }
}

/** SQL that a profile is in a segment: by its query where the context has that, else by who is a member. */
function inSegment(handle: string, scope: Scope): string {
  const { shop, segments, segmentMembers, segmentPlaces } = scope.context;
  if (segments?.has(handle)) return segmentSql(handle, segments, scope, conditionSql);
  const place = segmentPlaces.get(handle);
  if (place === undefined) return '0';
  const { wordNo, bit } = memberBit(place);
  const word = `shop = ${scope.param('String', shop)} AND word_no = ${scope.param('UInt16', wordNo)}`;
  const has = (bits: string) => `bitTest(${bits}, ${scope.param('UInt8', bit)})`;
  const newest = `SELECT profile_no, bits FROM ${segmentMembers} WHERE ${word} AND ${has('ever')}
    ORDER BY profile_no, evaluation DESC LIMIT 1 BY profile_no`;
  // They are read in this order, so that nothing is grouped; a bitmap is made and looked into faster than a set.
  return `bitmapContains((SELECT groupBitmapStateIf(profile_no, ${has('bits')}) FROM (${newest})), profile_no)`;
}

function negation(sql: string): string {
  return `NOT (${sql})`;
}
