import { dayNumber, msOfInstant } from '@clientele/model';
import type { Duration } from '../tree/amount.js';
import type { Scope } from './scope.js';
import { DAY, TIME } from './sequence-rows.js';
import { dayPart, dayParts, elapsedMs, isElapsed } from './sequence-time.js';

/** SQL that so long after the present `row` is over. */
export function isOver(within: Duration, scope: Scope): string {
  if (isElapsed(within)) {
    return `${TIME} + ${lengthOf(elapsedMs(within), scope)} < ${scope.param('Int64', msOfInstant(scope.context.now))}`;
  }
  const today = scope.param('Int32', dayNumber(scope.today));
  return `${dayPart(DAY, within)} + ${lengthOf(dayParts(within), scope)} < ${dayPart(today, within)}`;
}

/** As a parameter, so that sequences which differ in their lengths of time alone are one expression. */
export function lengthOf(length: number, scope: Scope): string {
  return scope.param('Int64', String(length));
}
