import { type IdentityReader, newProfileId, type Resolution, resolveTouched } from '@clientele/identity';
import type { ShopId } from '@clientele/model';
import {
  assignProfiles,
  completedProfiles,
  deriveFrom,
  deriveProfiles,
  dirtyProfiles,
  identityReader,
  markDirty,
  markShared,
  nameProfiles,
  type StagedProfiles,
  type Touched,
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
  /** Those of them that were derived last; the caller drops what is staged. */
  readonly staged?: StagedProfiles;
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
  if (await isWholeDerivation(parts, shop, batches, touched.customers)) {
    await deriveWhole(parts, shop, newest, onProgress);
    return { batches, profiles: 'all' };
  }
  const placed = await placeCustomers(parts, shop, newest, touched);
  // Those whose customers came or went, also where a crash followed, and those of whom a customer record did.
  const regrouped = new Set(await dirtyProfiles(sql, shop, batches));
  for (const customer of touched.identities) {
    const profile = placed.get(customer);
    if (profile !== undefined) regrouped.add(profile);
  }
  const buying = new Set([...placed.values()].filter((profile) => !regrouped.has(profile)));
  // Of these no customer record came or went.
  const beside = touched.sources.filter((source) => source !== 'customers');
  const deriveBeside: typeof deriveProfiles = (...given) => deriveFrom(...given, beside);
  const of = regrouped.size + buying.size;
  let done = 0;
  let staged: StagedProfiles | undefined;
  for (const [profiles, deriveSome] of [
    [regrouped, deriveProfiles],
    [buying, deriveBeside],
  ] as const) {
    const all = [...profiles].sort((a, b) => a - b);
    for (let from = 0; from < all.length; from += PROFILES_AT_ONCE) {
      const some = all.slice(from, from + PROFILES_AT_ONCE);
      staged = await deriveSome(sql, shop, await completedProfiles(sql, shop, some, placed));
      done += some.length;
      onProgress(done, of);
    }
  }
  return { batches, profiles: [...regrouped, ...buying].sort((a, b) => a - b), ...(staged && { staged }) };
}

/**
 * Brings the identity map up to date, and says in which profile each of the touched customers is. Whoever is in one
 * stays there until a customer record comes or goes: so only such records, and those that are new, are resolved.
 */
async function placeCustomers(
  parts: Parts,
  shop: ShopId,
  batch: number,
  { customers, identities }: Touched,
): Promise<ReadonlyMap<number, number>> {
  const reader = identityReader(parts.sql, shop);
  const placed = await reader.profilesOf(customers);
  const changed = new Set(identities);
  const unsettled = customers.filter((customer) => changed.has(customer) || !placed.has(customer));
  if (unsettled.length === 0) return placed;
  const touched = new Set(customers);
  const { assignments, removed } = await resolve(parts, shop, batch, unsettled, {
    ...reader,
    // Where the touched are has just been read.
    profilesOf: async (some) =>
      some.every((customer) => touched.has(customer)) ? among(placed, some) : reader.profilesOf(some),
  });
  const settled = new Map(placed);
  for (const { customer, profile } of assignments) if (touched.has(customer)) settled.set(customer, profile);
  for (const customer of removed) settled.delete(customer);
  return settled;
}

function among(placed: ReadonlyMap<number, number>, customers: readonly number[]): Map<number, number> {
  const some = new Map<number, number>();
  for (const customer of customers) {
    const profile = placed.get(customer);
    if (profile !== undefined) some.set(customer, profile);
  }
  return some;
}

/** Brings the identity map up to date and stores it in the order that makes a crash harmless. */
async function resolve(
  parts: Parts,
  shop: ShopId,
  batch: number,
  touched: readonly number[],
  reader: IdentityReader,
): Promise<Resolution> {
  const { ledger, sql } = parts;
  const resolution = await resolveTouched(touched, reader, {
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
  return resolution;
}
