import type { Heard, Stopped } from '@clientele/connector-kit';
import { instantOfMs, msOfInstant, type Shop } from '@clientele/model';
import type { Parts } from '../parts.js';
import type { PulledConnections, Unusable } from '../pull/pulled-connections.js';

/** Deliveries that are taken together: what they say of the same object is asked for once. */
const MOST_TOGETHER = 1_000;
/** The same delivery counts as a repetition for so long after it was taken: longer than any platform tries again. */
const REMEMBERED_MS = 10 * 86_400_000;

export type TakenDeliveries =
  /** Nothing more waits, or `isMore` does. */
  | { readonly outcome: 'taken'; readonly deliveries: number; readonly isMore: boolean }
  /** They wait on. */
  | Stopped
  | Unusable;

/**
 * Takes what waits in the inbox of a connection into its records. Cut short anywhere, the same is taken again, which
 * changes nothing: what is known of each object says what is new, not how often it was heard.
 */
export async function takeDeliveries(
  { ledger, clock }: Parts,
  connections: PulledConnections,
  shop: Shop,
  connection: string,
): Promise<TakenDeliveries> {
  const waiting = await ledger.inbox.waiting(shop.id, connection, MOST_TOGETHER);
  if (waiting.length > 0) {
    const heard = waiting.map((delivery): Heard => Object({ ...Object(delivery.heard), outcome: 'heard' }));
    const taken = await connections.take(shop, connection, heard);
    if (taken.outcome !== 'done') return taken;
    const numbers = waiting.map(({ number }) => number);
    await ledger.inbox.taken(shop.id, connection, numbers, clock());
  }
  await ledger.inbox.forget(shop.id, connection, instantOfMs(msOfInstant(clock()) - REMEMBERED_MS));
  return { outcome: 'taken', deliveries: waiting.length, isMore: waiting.length === MOST_TOGETHER };
}
