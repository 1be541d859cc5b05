import type { Instant } from '@clientele/model';
import type { Condition } from '../tree/condition.js';
import { amountsIn, conditionsIn } from '../tree/walk.js';
import type { CompileContext } from './context.js';
import { requiredCutoffs } from './cutoffs.js';
import { compileCondition } from './queries.js';
import { isElapsed } from './sequence-time.js';

/**
 * Whether time alone may let somebody enter or leave from one time to another, but by a segment that the condition refers
 * to: whether it asks something else then. What rests on cut-offs does from day to day, since they are taken anew.
 */
export function movesInTime(
  condition: Condition,
  context: CompileContext,
  since: Instant,
  isAnotherDay: boolean,
): boolean {
  if (!isAnotherDay && !movesWithinDay(condition)) return false;
  if (requiredCutoffs(condition, context.rfm).length > 0) return true;
  const [then, now] = [since, context.now].map((at) => compileCondition(condition, { ...context, now: at }));
  return JSON.stringify(then) !== JSON.stringify(now);
}

/** Whether a condition may ask for hours and minutes up to now. */
export function movesWithinDay(condition: Condition): boolean {
  return [...conditionsIn(condition)].some(
    (part) =>
      [...amountsIn(part)].some(({ kind }) => kind === 'moment') ||
      (part.kind === 'sequence' && part.steps.some(({ within }) => within !== null && isElapsed(within))),
  );
}
