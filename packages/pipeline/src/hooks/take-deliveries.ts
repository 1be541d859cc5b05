import { setImmediate as othersFirst } from 'node:timers/promises';
import type { Heard, Stopped } from '@clientele/connector-kit';
import type { Ledger } from '@clientele/ledger';
import { instantOfMs, msOfInstant, type Shop } from '@clientele/model';
import type { Parts } from '../parts.js';
import type { PulledConnections, Unusable } from '../pull/pulled-connections.js';

/** Deliveries that are taken together: what they say of the same object is asked for once. */
const MOST_TOGETHER = 20_000;
/** Bytes that they take up together, sealed as they are stored. */
const MOST_BYTES = 4_000_000;
/** Deliveries that are read without letting go of the process. */
const READ_AT_ONCE = 100;
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
  const forgotten = instantOfMs(msOfInstant(clock()) - REMEMBERED_MS);
  // They wait until it is connected again: nothing is wrong, and nobody can be asked.
  if (await ledger.pulls.hasEnded(shop.id, connection)) {
    await ledger.inbox.forget(shop.id, connection, forgotten);
    return { outcome: 'taken', deliveries: 0, isMore: false };
  }
  const { heard, numbers, isMore } = await waitingDeliveries(ledger, shop, connection);
  if (numbers.length > 0) {
    const taken = await connections.take(shop, connection, heard);
    if (taken.outcome !== 'done') return taken;
    await ledger.inbox.taken(shop.id, connection, numbers, clock());
  }
  await ledger.inbox.forget(shop.id, connection, forgotten);
  return { outcome: 'taken', deliveries: numbers.length, isMore };
}

/** What waits, as much as is taken together; the more has come meanwhile, the less each costs. */
async function waitingDeliveries({ inbox }: Ledger, shop: Shop, connection: string) {
  const heard: Heard[] = [];
  const numbers: number[] = [];
  let bytes = MOST_BYTES;
  while (numbers.length < MOST_TOGETHER && bytes > 0) {
    const some = await inbox.waiting(shop.id, connection, { limit: READ_AT_ONCE, bytes, after: numbers.at(-1) ?? 0 });
    for (const one of some) {
      heard.push(Object({ ...Object(one.heard), outcome: 'heard' }));
      numbers.push(one.number);
      bytes -= one.bytes;
    }
    if (some.length === 0) return { heard, numbers, isMore: false };
    // What comes in meanwhile is to be answered: neither reading nor unsealing waits for anything by itself.
    await othersFirst();
  }
  return { heard, numbers, isMore: true };
}
