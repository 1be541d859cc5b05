import { addToDay, type Instant, instantOfMs, msOfInstant, type Shop, startOfDay } from '@clientele/model';
import { movesWithinDay } from '@clientele/segmentation';
import { asOf } from './as-of.js';
import type { Parts } from './parts.js';
import { postponedSegments } from './postponed-segments.js';
import { savedSegments } from './saved-segments.js';

/** How far behind a segment may be that asks for hours and minutes. */
export const FINER_MS = 60_000;

/**
 * When a shop is to be brought up to date again though nothing arrives: at its midnight, in a minute where a segment asks
 * for less than a day, or when one that failed is tried again. Undefined for a shop whose clock stands.
 */
export async function nextTurn(parts: Pick<Parts, 'ledger' | 'clock'>, shop: Shop): Promise<Instant | undefined> {
  if (shop.clock !== null) return undefined;
  const { now, today } = asOf(parts, shop);
  const midnight = startOfDay(addToDay(today, 1, 'd'), shop.timeZone);
  const { byHandle } = await savedSegments(parts, shop.id);
  const isFiner = [...byHandle.values()].some(({ condition }) => movesWithinDay(condition));
  const soonest = msOfInstant(now) + FINER_MS;
  const again = [...(await postponedSegments(parts, shop.id)).values()].map((at) => Math.max(soonest, msOfInstant(at)));
  return instantOfMs(Math.min(msOfInstant(midnight), ...(isFiner ? [soonest] : []), ...again));
}
