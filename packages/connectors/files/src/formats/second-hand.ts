import { type Instant, instantOfMs, msOfInstant } from '@clientele/model';

/** About where instants begin. */
const BEGINNING_MS = Date.UTC(1900, 0, 2);
/** All instants there are lie within five months of it then, a second in each millisecond. */
const SHRUNK = 1_000;

/**
 * When an order said something of a customer or a product, for the version of their record: before anything that a source
 * says of them itself, which an order must not take away, and in the order in which orders said it.
 */
export function secondHand(at: Instant): Instant {
  return instantOfMs(BEGINNING_MS + Math.floor((msOfInstant(at) - BEGINNING_MS) / SHRUNK));
}
