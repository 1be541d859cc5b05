import type { Condition } from './condition.js';

/** Every condition within a condition, outer ones first, itself among them. */
export function* conditionsIn(condition: Condition): Generator<Condition> {
  yield condition;
  if (condition.kind === 'not') yield* conditionsIn(condition.condition);
  if (condition.kind === 'and' || condition.kind === 'or') {
    for (const part of condition.conditions) yield* conditionsIn(part);
  }
}
