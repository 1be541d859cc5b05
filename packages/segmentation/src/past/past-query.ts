import { conditionSql } from '../compile/compile-condition.js';
import type { CompileContext, CompiledSql } from '../compile/context.js';
import { leavesOf } from '../time/moving-leaves.js';
import type { Condition } from '../tree/condition.js';
import { byInstant } from './by-instant.js';
import { crossingsOf } from './crossings.js';
import type { PastSources } from './profiles-then.js';
import { rowsThen } from './rows-then.js';
import { type Turning, turningOf } from './turning.js';

/**
 * Whether a condition held for each profile at some instants of the past: rows `{ profile_no, nth, holds }`, `nth` being
 * the place of the instant among them, from 1. Of instants at which the answer cannot be another than before, none is
 * told but the first of all.
 *
 * @param contexts one for each instant, which begins a day of the shop, one after the other; with the queries of the
 *   segments that the condition refers to
 * @param turning on which instants the answer may be another; by itself, all on which it can
 */
export function pastQuery(
  condition: Condition,
  contexts: readonly CompileContext[],
  sources: PastSources,
  turning: Turning = turningOf(condition, contexts),
): CompiledSql {
  const [begin] = contexts;
  if (begin === undefined) throw new RangeError('the past was asked at no instant');
  const leaves = leavesOf(condition, { segments: begin.segments ?? new Map() });
  const held = byInstant(contexts, 'held', (scope) => conditionSql(condition, scope));
  const everyDay = turning === 'every-day';
  const crossings = everyDay ? [] : crossingsOf(leaves, contexts);
  const { sql, params } = rowsThen({ contexts, leaves, computed: [held], crossings, everyDay }, sources);
  return {
    sql: `SELECT profile_no, toUInt16(nth) AS nth, toUInt8(existed AND ${held.sql}) AS holds FROM ${sql} AS profiles`,
    params,
  };
}
