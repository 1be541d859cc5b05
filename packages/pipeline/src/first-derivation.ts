import { newProfileId, resolveAll } from '@clientele/identity';
import type { ShopId } from '@clientele/model';
import {
  type Assignment,
  allIdentities,
  assignProfiles,
  deriveAllProfiles,
  hasIdentityMap,
  markShared,
  nameProfiles,
  profilesOfCustomers,
} from '@clientele/warehouse';
import type { Parts } from './parts.js';

/** Fewer customer records than this are resolved by what they touch, as at any other time. */
const LEAST_CUSTOMERS = 20_000;

/** Rows of the identity map read or written by one statement. */
const ROWS_AT_ONCE = 50_000;

const SETTING = 'first-derivation';

/** Whether a shop's first profiles are to be made, all at once; also where a crash cut that short. */
export async function isFirstDerivation(
  { ledger, sql }: Parts,
  shop: ShopId,
  touched: readonly number[],
): Promise<boolean> {
  if ((await ledger.settings.get(shop, SETTING)) === true) return true;
  return touched.length >= LEAST_CUSTOMERS && !(await hasIdentityMap(sql, shop));
}

/**
 * Makes a large shop's first profiles: the partition and the rows to which `resolveTouched` and `deriveProfiles` lead
 * too, in memory that hardly grows with the shop. That it is under way is noted first, so that after a crash it is
 * done again, whatever of the map is there; what is there keeps its profile.
 *
 * @param batch the newest of those taken in
 * @param touched all customer records of the shop, ascending
 */
export async function deriveFirst(
  parts: Parts,
  shop: ShopId,
  batch: number,
  touched: readonly number[],
  onProgress: (done: number, of: number) => void = () => {},
): Promise<void> {
  const { ledger, sql } = parts;
  await ledger.settings.set(shop, SETTING, true);
  const { personOf, persons, shared } = await resolveAll(allIdentities(sql, shop, touched));
  const before = await mapSoFar(parts, shop, touched);

  const profileOf = new Uint32Array(persons);
  const taken = new Set<number>();
  for (const [customer, profile] of before) {
    const person = personOf[customer] ?? -1;
    if (person === -1 || profileOf[person] !== 0 || taken.has(profile)) continue;
    profileOf[person] = profile;
    taken.add(profile);
  }
  await createProfiles(parts, shop, profileOf);

  const assignments: Assignment[] = [];
  const removed: number[] = [];
  for (const customer of touched) {
    const person = personOf[customer] ?? -1;
    const [profile, was] = [profileOf[person] ?? 0, before.get(customer)];
    if (person !== -1 && profile !== was) assignments.push({ customer, profile });
    else if (person === -1 && was !== undefined) removed.push(customer);
  }
  for (const some of chunksOf(assignments)) await assignProfiles(sql, shop, batch, some, []);
  await assignProfiles(sql, shop, batch, [], removed);
  await markShared(sql, shop, batch, shared, []);
  await deriveAllProfiles(sql, shop, onProgress);
}

/** Notes that the first profiles and their memberships are complete. */
export async function endFirstDerivation({ ledger }: Parts, shop: ShopId): Promise<void> {
  await ledger.settings.set(shop, SETTING, false);
}

/** The map that an earlier try left, in the order of customers. */
async function mapSoFar({ sql }: Parts, shop: ShopId, touched: readonly number[]): Promise<Map<number, number>> {
  const map = new Map<number, number>();
  if (!(await hasIdentityMap(sql, shop))) return map;
  for (const some of chunksOf(touched)) {
    const placed = await profilesOfCustomers(sql, shop, some);
    for (const customer of some) {
      const profile = placed.get(customer);
      if (profile !== undefined) map.set(customer, profile);
    }
  }
  return map;
}

/** Gives numbers, ascending, and public ids to the persons that have none. */
async function createProfiles({ ledger, sql }: Parts, shop: ShopId, profileOf: Uint32Array): Promise<void> {
  const missing = profileOf.reduce((count, profile) => count + (profile === 0 ? 1 : 0), 0);
  if (missing === 0) return;
  let next = await ledger.counters.reserve(shop, 'profile', missing);
  const created: number[] = [];
  for (const [person, profile] of profileOf.entries()) {
    if (profile !== 0) continue;
    profileOf[person] = next;
    created.push(next);
    next += 1;
  }
  for (const some of chunksOf(created)) {
    await nameProfiles(
      sql,
      shop,
      some.map((no) => ({ no, id: newProfileId() })),
    );
  }
}

function* chunksOf<T>(rows: readonly T[]): Generator<readonly T[]> {
  for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) yield rows.slice(from, from + ROWS_AT_ONCE);
}
