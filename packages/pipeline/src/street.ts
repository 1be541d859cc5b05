import type { Shop, ShopId } from '@clientele/model';
import { asOf } from './as-of.js';
import { type Derivation, derive } from './derive.js';
import { evaluateProfiles, evaluateSegment, markFresh } from './evaluate.js';
import type { Parts } from './parts.js';
import { persistently } from './persistently.js';
import { renew } from './renew.js';
import { inLevels, savedSegments } from './saved-segments.js';

/** What the street is doing, for whoever waits. */
export type StreetProgress =
  | { readonly step: 'profiles'; readonly done: number; readonly of: number }
  | { readonly step: 'segments'; readonly done: number; readonly of: number };

/**
 * Takes a shop's written batches all the way: identity, traits, memberships. Whatever part of it a crash leaves undone
 * is done by the next call, and a call with nothing to do does nothing. Calls for one shop must not overlap.
 */
export function advance(
  parts: Parts,
  shop: Shop,
  onProgress: (progress: StreetProgress) => void = () => {},
): Promise<Derivation> {
  return persistently(parts, () => takeOn(parts, shop, onProgress));
}

async function takeOn(parts: Parts, shop: Shop, onProgress: (progress: StreetProgress) => void): Promise<Derivation> {
  const { ledger } = parts;
  await renew(parts, shop);
  const derivation = await derive(parts, shop.id, (done, of) => onProgress({ step: 'profiles', done, of }));
  const at = asOf(parts, shop);
  const segments = await savedSegments(parts, shop.id);
  const states = new Map((await ledger.membershipStates.list(shop.id)).map((state) => [state.segment, state]));
  const levels = inLevels(segments.byHandle).flat();
  const stale = levels.filter(({ segment }) => {
    const state = states.get(segment.id);
    return state?.state !== 'fresh' || state.version !== segment.version || state.evaluated.cutoffsDay !== at.today;
  });
  if (derivation.profiles.length > 0 && stale.length < levels.length) {
    await evaluateProfiles(parts, shop, at, segments, derivation.profiles);
  }
  const newest = derivation.batches[derivation.batches.length - 1];
  for (const [index, saved] of stale.entries()) {
    const state = states.get(saved.segment.id);
    const cause = state?.evaluated !== null && state?.version === saved.segment.version ? 'day' : 'definition';
    await evaluateSegment(parts, shop, at, segments, saved, cause);
    onProgress({ step: 'segments', done: index + 1, of: stale.length });
  }
  if (newest !== undefined) {
    await ledger.batches.derived(shop.id, newest);
    for (const { segment } of levels) await markFresh(parts, shop, at, segment);
  }
  return derivation;
}

/**
 * After a crash: closes the batches that were being written when it came. What they wrote is derived like any other;
 * the rest of their input is read again by its import. Only for the one owner of the stores, at its start.
 */
export async function recover(parts: Parts, shop: ShopId): Promise<void> {
  const { ledger, clock } = parts;
  for (const batch of await ledger.batches.unfinished(shop)) await ledger.batches.written(shop, batch.id, clock());
}
