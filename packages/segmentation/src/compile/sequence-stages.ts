import type { Duration } from '../tree/amount.js';
import type { Step } from '../tree/condition.js';

/** A step with its position among all. */
export interface Placed {
  readonly at: number;
  readonly negated: boolean;
  readonly within: Duration | null;
  /** Whether what is remembered of it is compared with the times of others: where a NOT stands between two rows. */
  readonly isBetween: boolean;
}

/** A step without NOT, and those with NOT up to the next one. */
export interface Stage extends Placed {
  readonly nots: readonly Placed[];
}

/** The steps without NOT, each with those with NOT behind it. */
export function stagesOf(steps: readonly Step[]): readonly Stage[] {
  return steps.flatMap(({ negated, within }, at) => {
    if (negated) return [];
    const next = steps.findIndex((step, other) => other > at && !step.negated);
    const nots = steps
      .slice(at + 1, next === -1 ? steps.length : next)
      .map((step, beside) => ({ ...step, at: at + 1 + beside, isBetween: next !== -1 }));
    return { at, negated, within, nots, isBetween: steps[at - 1]?.negated === true };
  });
}
