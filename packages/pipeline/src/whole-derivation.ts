import { keepInPartition, newProfileId, type Partition, resolveAll } from '@clientele/identity';
import type { ShopId } from '@clientele/model';
import {
  type Assignment,
  allCustomers,
  allIdentities,
  assignProfiles,
  deriveAllProfiles,
  markShared,
  nameProfiles,
  placedCustomers,
  profilesOfCustomers,
  sharedValues,
} from '@clientele/warehouse';
import type { Parts } from './parts.js';
import { redirect } from './redirects.js';

/** Fewer customer records than this are resolved by what they touch, however small the shop is. */
const LEAST_CUSTOMERS = 3_000;

/** A share of the shop's customer records: where more are touched, little would be left out. */
const LARGE_SHARE = 0.2;

/** Rows of the identity map read or written by one statement. */
const ROWS_AT_ONCE = 50_000;

/** The batch that the last derivation of the whole shop was for. */
const SETTING = 'whole-derivation';

/** Whether so much of a shop is touched that all of it is derived at once; also where a crash cut that short. */
export async function isWholeDerivation(
  { ledger, sql }: Parts,
  shop: ShopId,
  batches: readonly number[],
  touched: readonly number[],
): Promise<boolean> {
  const under = await ledger.settings.get(shop, SETTING);
  if (batches.some((batch) => batch === under)) return true;
  return touched.length >= LEAST_CUSTOMERS && touched.length >= LARGE_SHARE * (await placedCustomers(sql, shop));
}

/** Makes the next derivation one of the whole shop. */
export async function requestWholeDerivation({ ledger, clock }: Parts, shop: ShopId): Promise<void> {
  const [connection] = await ledger.connections.list(shop);
  // Without one there are no records.
  if (connection === undefined) return;
  const batch = await ledger.batches.open(shop, connection.name, clock());
  await ledger.settings.set(shop, SETTING, batch);
  await ledger.batches.written(shop, batch, clock());
}

/**
 * Derives a whole shop: the partition and the rows to which `resolveTouched` and `deriveProfiles` lead too, in memory
 * that hardly grows with the shop. For which batch is noted first, so that until that one is derived, memberships as
 * well, it is done again after a crash, whatever of the map is there.
 *
 * @param batch the newest of those taken in
 */
export async function deriveWhole(
  parts: Parts,
  shop: ShopId,
  batch: number,
  onProgress: (done: number, of: number) => void = () => {},
): Promise<void> {
  const { ledger, sql } = parts;
  await ledger.settings.set(shop, SETTING, batch);
  const customers = await allCustomers(sql, shop);
  const partition = await resolveAll(allIdentities(sql, shop, customers));
  const before = await mapSoFar(parts, shop, customers);
  const { profileOf, redirects } = keepInPartition(partition, before);
  await createProfiles(parts, shop, profileOf);
  await redirect(
    parts,
    shop,
    redirects.map(({ from, into }) => ({ from, into: profileOf[into] ?? 0 })),
  );
  for (const some of chunksOf(customers)) {
    const { assignments, removed } = changesOf(some, partition, profileOf, before);
    await assignProfiles(sql, shop, batch, assignments, removed);
  }
  const shared = new Set(partition.shared);
  const noLonger = (await sharedValues(sql, shop)).filter((key) => !shared.has(key));
  await markShared(sql, shop, batch, partition.shared, noLonger);
  await deriveAllProfiles(sql, shop, onProgress);
}

/** By customer number: the profile until now, 0 for none. */
async function mapSoFar({ sql }: Parts, shop: ShopId, customers: readonly number[]): Promise<Uint32Array> {
  const map = new Uint32Array((customers[customers.length - 1] ?? 0) + 1);
  for (const some of chunksOf(customers)) {
    for (const [customer, profile] of await profilesOfCustomers(sql, shop, some)) map[customer] = profile;
  }
  return map;
}

function changesOf(
  customers: readonly number[],
  { personOf }: Partition,
  profileOf: Uint32Array,
  before: Uint32Array,
): { readonly assignments: readonly Assignment[]; readonly removed: readonly number[] } {
  const assignments: Assignment[] = [];
  const removed: number[] = [];
  for (const customer of customers) {
    const person = personOf[customer] ?? -1;
    const [profile, was] = [profileOf[person] ?? 0, before[customer] ?? 0];
    if (person !== -1 && profile !== was) assignments.push({ customer, profile });
    else if (person === -1 && was !== 0) removed.push(customer);
  }
  return { assignments, removed };
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
