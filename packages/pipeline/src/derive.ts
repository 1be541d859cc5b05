import { newProfileId, resolveTouched } from '@clientele/identity';
import type { ShopId } from '@clientele/model';
import {
  assignProfiles,
  customersOfProfiles,
  deriveProfiles,
  dirtyProfiles,
  identityReader,
  markDirty,
  markShared,
  nameProfiles,
  touchedCustomers,
} from '@clientele/warehouse';
import type { Parts } from './parts.js';
import { redirect } from './redirects.js';
import { deriveWhole, isWholeDerivation } from './whole-derivation.js';

/** Profiles derived by one statement; their customers travel as a parameter. */
const PROFILES_AT_ONCE = 5_000;

/** What a derivation changed. */
export interface Derivation {
  /** The journal's batches that it took in. */
  readonly batches: readonly number[];
  /** Profiles whose rows are new, changed or gone; `all` where the whole shop was derived at once. */
  readonly profiles: readonly number[] | 'all';
}

/**
 * Takes the written batches of a shop on through identity and traits. Every step can be repeated after a crash: whom
 * the batches touched was noted before their facts, and whose rows must be renewed before the identity map changes.
 * The caller marks the batches as derived once memberships are recorded as well.
 */
export async function derive(
  parts: Parts,
  shop: ShopId,
  onProgress: (done: number, of: number) => void = () => {},
): Promise<Derivation> {
  const { ledger, sql } = parts;
  const batches = await ledger.batches.pending(shop);
  const newest = batches[batches.length - 1];
  if (newest === undefined) return { batches: [], profiles: [] };
  const touched = await touchedCustomers(sql, shop, batches);
  if (await isWholeDerivation(parts, shop, batches, touched)) {
    await deriveWhole(parts, shop, newest, onProgress);
    return { batches, profiles: 'all' };
  }
  await resolve(parts, shop, newest, touched);

  const dirty = new Set(await dirtyProfiles(sql, shop, batches));
  for (const profile of (await identityReader(sql, shop).profilesOf(touched)).values()) dirty.add(profile);
  const profiles = [...dirty].sort((a, b) => a - b);
  for (let from = 0; from < profiles.length; from += PROFILES_AT_ONCE) {
    const some = profiles.slice(from, from + PROFILES_AT_ONCE);
    const found = await customersOfProfiles(sql, shop, some);
    await deriveProfiles(sql, shop, new Map(some.map((profile) => [profile, found.get(profile) ?? []])));
    onProgress(Math.min(from + PROFILES_AT_ONCE, profiles.length), profiles.length);
  }
  return { batches, profiles };
}

/** Brings the identity map up to date and stores it in the order that makes a crash harmless. */
async function resolve(parts: Parts, shop: ShopId, batch: number, touched: readonly number[]): Promise<void> {
  const { ledger, sql } = parts;
  const resolution = await resolveTouched(touched, identityReader(sql, shop), {
    async newProfiles(count) {
      const first = await ledger.counters.reserve(shop, 'profile', count);
      return Array.from({ length: count }, (_, index) => first + index);
    },
  });
  await nameProfiles(
    sql,
    shop,
    resolution.created.map((no) => ({ no, id: newProfileId() })),
  );
  await markDirty(sql, shop, batch, resolution.dirty);
  await redirect(parts, shop, resolution.merged);
  await assignProfiles(sql, shop, batch, resolution.assignments, resolution.removed);
  await markShared(sql, shop, batch, resolution.nowShared, resolution.noLongerShared);
}
