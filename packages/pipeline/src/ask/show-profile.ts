import type { ProfileId, Shop } from '@clientele/model';
import { membershipsOfProfiles, profileIds, type RecordKey, recordKeysOf, searchProfiles } from '@clientele/warehouse';
import type { Parts } from '../parts.js';
import { findProfile } from './find-profile.js';
import { plainTrait, traitsOf } from './traits.js';

/** One person: the records that are this person, and what is derived from them. */
export interface ShownProfile {
  readonly id: ProfileId;
  readonly records: readonly RecordKey[];
  /** By name, as plain text: decimals, days as YYYY-MM-DD, lists as lists; absent traits are left out. */
  readonly traits: Readonly<Record<string, string | readonly string[]>>;
  /** Handles of the saved segments that the profile is in. */
  readonly segments: readonly string[];
}

/** A profile by any id that it has had; undefined where the shop has none. */
export async function showProfile(parts: Parts, shop: Shop, asked: string): Promise<ShownProfile | undefined> {
  const found = await findProfile(parts, shop.id, asked);
  return found === undefined ? undefined : (await show(parts, shop, [found.profileNo]))[0];
}

/** The profiles that a text leads to: an id of a record or order, an e-mail address, a phone number, a part of a name. */
export async function searchShop(parts: Parts, shop: Shop, text: string, limit: number): Promise<ShownProfile[]> {
  const byId = await findProfile(parts, shop.id, text);
  const numbers = byId === undefined ? await searchProfiles(parts.sql, shop.id, text, limit) : [byId.profileNo];
  return show(parts, shop, numbers);
}

async function show(parts: Parts, shop: Shop, numbers: readonly number[]): Promise<ShownProfile[]> {
  const { ledger, sql } = parts;
  const [ids, records, traits, memberships, segments] = await Promise.all([
    profileIds(sql, shop.id, numbers),
    recordKeysOf(sql, shop.id, numbers),
    traitsOf(parts, shop, numbers),
    membershipsOfProfiles(sql, shop.id, numbers),
    ledger.segments.list(shop.id),
  ]);
  const handles = new Map(segments.map(({ id, handle }) => [id as string, handle]));
  return numbers.flatMap((number) => {
    const id = ids.get(number);
    if (id === undefined) return [];
    return [
      {
        id,
        records: records.get(number) ?? [],
        traits: Object.fromEntries([...(traits.get(number) ?? [])].map(([name, value]) => [name, plainTrait(value)])),
        segments: (memberships.get(number) ?? []).flatMap(({ segment }) => handles.get(segment) ?? []).sort(),
      },
    ];
  });
}
