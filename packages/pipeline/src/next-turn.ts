import { addToDay, type Instant, instantOfMs, msOfInstant, type Shop, startOfDay } from '@clientele/model';
import { movesWithinDay } from '@clientele/segmentation';
import { asOf } from './as-of.js';
import type { Parts } from './parts.js';
import { savedSegments } from './saved-segments.js';

/** How far behind a segment may be that asks for hours and minutes. */
export const FINER_MS = 60_000;

/**
 * When a shop is to be brought up to date again though nothing arrives: at its midnight, or in a minute where a segment
 * asks for less than a day. Undefined for a shop whose clock stands.
 */
export async function nextTurn(parts: Pick<Parts, 'ledger' | 'clock'>, shop: Shop): Promise<Instant | undefined> {
  if (shop.clock !== null) return undefined;
  const { now, today } = asOf(parts, shop);
  const midnight = startOfDay(addToDay(today, 1, 'd'), shop.timeZone);
  const { byHandle } = await savedSegments(parts, shop.id);
  const isFiner = [...byHandle.values()].some(({ condition }) => movesWithinDay(condition));
  return isFiner ? instantOfMs(Math.min(msOfInstant(now) + FINER_MS, msOfInstant(midnight))) : midnight;
}
