import { type Instant, instantOfMs, msOfInstant } from '@clientele/model';

/** A connection is asked for what is new so often. */
export const EVERY_MS = 300_000;
/** The longest wait after failures in a row, each of which doubles it. */
const MOST_MS = 6 * 3_600_000;

/** When a connection is due again. `failures` in a row, with this one. */
export function dueAfter(now: Instant, failures: number): Instant {
  return instantOfMs(msOfInstant(now) + Math.min(MOST_MS, EVERY_MS * 2 ** failures));
}
