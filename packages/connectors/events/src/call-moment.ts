import { type Instant, instantOfMs, msOfInstant, parseInstant } from '@clientele/model';

/**
 * When a call happened, by our clock: `timestamp` is of the client's clock, which was at `sentAt` when ours showed
 * `receivedAt`. Without `sentAt` the client's clock is believed; nothing is later than when it was received.
 */
export function callMoment(timestamp: unknown, sentAt: unknown, receivedAt: Instant): Instant {
  const [happened, sent] = [timestamp, sentAt].map((one) => (typeof one === 'string' ? parseInstant(one) : undefined));
  if (happened === undefined) return receivedAt;
  const received = msOfInstant(receivedAt);
  const skew = sent === undefined ? 0 : received - msOfInstant(sent);
  return instantOfMs(Math.min(msOfInstant(happened) + skew, received));
}
