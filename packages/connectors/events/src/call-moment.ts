import { type Instant, instantOfMs, msOfInstant } from '@clientele/model';

/** What is longer under way was held back in a queue, or is a copy: its clock is not a day behind. */
const LONGEST_BEHIND_MS = 86_400_000;

/**
 * When a call happened, by our clock: `timestamp` is of the client's clock, which was at `sentAt` when ours showed
 * `receivedAt`. Without `sentAt` the client's clock is believed; nothing is later than when it was received.
 */
export function callMoment(timestamp: Instant | undefined, sentAt: Instant | undefined, receivedAt: Instant): Instant {
  if (timestamp === undefined) return receivedAt;
  const received = msOfInstant(receivedAt);
  const skew = sentAt === undefined ? 0 : received - msOfInstant(sentAt);
  const corrected = msOfInstant(timestamp) + (skew > LONGEST_BEHIND_MS ? 0 : skew);
  return instantOfMs(Math.min(corrected, received));
}
