import type { Instant } from '@clientele/model';

/** A time during which a profile was a member, from `enteredAt` on and before `leftAt`; null while it is. */
export interface Interval {
  readonly enteredAt: Instant;
  readonly leftAt: Instant | null;
  /** Why it entered and left, where that was observed; null of what was worked out afterwards, and while it is a member. */
  readonly enteredBy: string | null;
  readonly leftBy: string | null;
}

/** A recorded change of one profile in one segment. */
interface Change {
  readonly at: Instant;
  readonly entered: boolean;
  readonly cause: string;
}

/**
 * The times between changes, in the order in which they were recorded. What was recorded later holds from its instant
 * on, also where the shop's clock was set back in between; a membership that held for no time is none.
 */
export function intervalsOf(changes: readonly Change[]): Interval[] {
  const turns: Change[] = [];
  for (const change of changes) {
    while ((turns.at(-1)?.at ?? '') >= change.at) turns.pop();
    if ((turns.at(-1)?.entered ?? false) !== change.entered) turns.push(change);
  }
  return turns.flatMap((turn, index): Interval[] => {
    const next = turns[index + 1];
    return turn.entered
      ? [{ enteredAt: turn.at, enteredBy: turn.cause, leftAt: next?.at ?? null, leftBy: next?.cause ?? null }]
      : [];
  });
}
