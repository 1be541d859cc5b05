import type { ProfileId, ShopId } from '@clientele/model';
import {
  customersByKey,
  customersOfProfiles,
  inLane,
  livingProfiles,
  profileIds,
  profileNos,
  profilesOfCustomers,
  type RecordKey,
} from '@clientele/warehouse';
import type { Parts } from '../parts.js';

/** A profile under the id that it has now; `asked` may be an older one, of a profile that became part of it. */
export interface FoundProfile {
  readonly id: ProfileId;
  readonly profileNo: number;
}

/** The living profile behind an id; undefined where the shop has none. */
export async function findProfile(
  parts: Pick<Parts, 'ledger' | 'sql'>,
  shop: ShopId,
  asked: string,
): Promise<FoundProfile | undefined> {
  return (await findProfiles(parts, shop, [asked])).get(asked);
}

/**
 * The profile behind an id, without looking whether it lives: for whoever reads its row next and so finds out. One that
 * is redirected is looked for like any other.
 */
export async function findUnverified(
  { ledger, sql }: Pick<Parts, 'ledger' | 'sql'>,
  shop: ShopId,
  asked: string,
): Promise<FoundProfile | undefined> {
  const id = asked as ProfileId;
  const way = (await ledger.profileRedirects.resolve(shop, [id])).get(id) ?? [];
  if (way.length > 1) return findProfile({ ledger, sql }, shop, asked);
  const profileNo = (await profileNos(inLane(sql, 'look-up'), shop, [id])).get(id);
  return profileNo === undefined ? undefined : { id, profileNo };
}

/**
 * The living profiles behind some ids, by the id asked; those that the shop does not have are left out. On the way of
 * redirects, the first profile that has records is the one: its own redirect is for when the map has changed, or was
 * left by a crash.
 */
export async function findProfiles(
  { ledger, sql }: Pick<Parts, 'ledger' | 'sql'>,
  shop: ShopId,
  asked: readonly string[],
): Promise<Map<string, FoundProfile>> {
  const ways = await ledger.profileRedirects.resolve(shop, asked as readonly ProfileId[]);
  const quick = inLane(sql, 'look-up');
  const living = await livingProfiles(quick, shop, [...new Set([...ways.values()].flat())]);
  const redirected = [...ways.values()].flatMap((way) => way.slice(0, -1)).flatMap((id) => living.get(id) ?? []);
  const withRecords = await customersOfProfiles(quick, shop, [...new Set(redirected)]);
  const found = new Map<string, FoundProfile>();
  for (const [from, way] of ways) {
    const id = way.find((passed) => withRecords.has(living.get(passed) ?? 0)) ?? way[way.length - 1] ?? from;
    const profileNo = living.get(id);
    if (profileNo !== undefined) found.set(from, { id, profileNo });
  }
  return found;
}

/** The living profiles that some customer records are, in the same order; undefined for a record that the shop has not. */
export async function profilesOfRecords(
  parts: Pick<Parts, 'ledger' | 'sql'>,
  shop: ShopId,
  records: readonly RecordKey[],
): Promise<(FoundProfile | undefined)[]> {
  const quick = inLane(parts.sql, 'look-up');
  const customers = await customersByKey(quick, shop, records);
  const profiles = await profilesOfCustomers(
    quick,
    shop,
    customers.map(({ customerNo }) => customerNo),
  );
  const ids = await profileIds(quick, shop, [...new Set(profiles.values())]);
  const found = await findProfiles(parts, shop, [...ids.values()]);
  const keyOf = ({ connection, externalId }: RecordKey) => JSON.stringify([connection, externalId]);
  const byRecord = new Map(
    customers.map((customer) => {
      const id = ids.get(profiles.get(customer.customerNo) ?? 0);
      return [keyOf(customer), id === undefined ? undefined : found.get(id)];
    }),
  );
  return records.map((record) => byRecord.get(keyOf(record)));
}
