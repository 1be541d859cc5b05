import { type Instant, instantOfMs, msOfInstant } from '@clientele/model';

/** What is longer under way was held back in a queue, or is a copy: its clock is not a day behind. */
const LONGEST_BEHIND_MS = 86_400_000;
const MINUTE_MS = 60_000;

/**
 * When a call happened, by our clock: `timestamp` is of the client's clock, which was at `sentAt` when ours showed
 * `receivedAt`. Clocks are put right by whole minutes: less may be the way here, and a call that is sent again, by a
 * longer way, must not count as a later one. Nothing is later than when it was received.
 */
export function callMoment(timestamp: Instant | undefined, sentAt: Instant | undefined, receivedAt: Instant): Instant {
  const stated = timestamp ?? sentAt;
  if (stated === undefined) return receivedAt;
  const received = msOfInstant(receivedAt);
  const skew = sentAt === undefined ? 0 : received - msOfInstant(sentAt);
  const corrected = msOfInstant(stated) + (skew > LONGEST_BEHIND_MS ? 0 : Math.round(skew / MINUTE_MS) * MINUTE_MS);
  return instantOfMs(Math.min(corrected, received));
}
