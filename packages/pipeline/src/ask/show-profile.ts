import type { Instant, ProfileId, Shop } from '@clientele/model';
import { customerCards, inLane, membershipsOfProfiles, type RecordKey, recordKeysOf } from '@clientele/warehouse';
import { asOf } from '../as-of.js';
import type { Parts } from '../parts.js';
import { savedSegments } from '../saved-segments.js';
import { membershipsAsOf } from './as-of-members.js';
import { type FoundProfile, findUnverified } from './find-profile.js';
import { searchPage } from './search.js';
import { plainTrait, traitsReader } from './traits.js';

/** One person: the records that are this person, and what is derived from them. */
export interface ShownProfile {
  readonly id: ProfileId;
  /** With what they call the person, where that was asked for. */
  readonly records: readonly (RecordKey & { readonly name?: string | null; readonly email?: string | null })[];
  /** By name, as plain text: decimals, days as YYYY-MM-DD, lists as lists; absent traits are left out. */
  readonly traits: Readonly<Record<string, string | readonly string[]>>;
  /** Handles of the saved segments that the profile is in. */
  readonly segments: readonly string[];
}

/**
 * A profile by any id that it has had, its traits and segments at the shop's own time or at another; undefined where the
 * shop has none.
 *
 * @param withNames reads the customer records too, for what they call the person
 */
export async function showProfile(
  parts: Parts,
  shop: Shop,
  id: string,
  asked?: Instant,
  withNames = false,
): Promise<ShownProfile | undefined> {
  return (await show(parts, shop, findUnverified(parts, shop.id, id), asked, withNames))[0];
}

/** The profiles that a text leads to, by name: an id of a record or order, an e-mail address, a phone number, a part of a name. */
export async function searchShop(
  parts: Parts,
  shop: Shop,
  text: string,
  limit: number,
  asked?: Instant,
): Promise<ShownProfile[]> {
  return show(parts, shop, searchPage(parts, shop, text, { limit }), asked, true);
}

async function show(
  { sql, ...others }: Parts,
  shop: Shop,
  finding: Promise<FoundProfile | undefined> | Promise<readonly FoundProfile[]>,
  asked: Instant | undefined,
  withNames: boolean,
): Promise<ShownProfile[]> {
  // What is found by a key need not wait behind counts.
  const parts = { ...others, sql: inLane(sql, 'look-up') };
  // The longest first, and so made ready while the profiles are found.
  const [readTraits, found] = await Promise.all([traitsReader(parts, shop, asked), finding]);
  const profiles = [found ?? []].flat();
  if (profiles.length === 0) return [];
  const numbers = profiles.map(({ profileNo }) => profileNo);
  const [traits, records, segments] = await Promise.all([
    readTraits(numbers),
    withNames ? namedRecords(parts.sql, shop.id, numbers) : recordKeysOf(parts.sql, shop.id, numbers),
    handlesOf(parts, shop, numbers, asked),
  ]);
  return profiles.flatMap(({ id, profileNo }) => {
    const own = traits.get(profileNo);
    // Without a row it does not live.
    if (own === undefined) return [];
    return {
      id,
      records: records.get(profileNo) ?? [],
      traits: Object.fromEntries([...own].map(([name, value]) => [name, plainTrait(value)])),
      segments: (segments.get(profileNo) ?? []).sort(),
    };
  });
}

async function namedRecords(...of: Parameters<typeof customerCards>): Promise<Map<number, ShownProfile['records']>> {
  const cards = await customerCards(...of);
  return new Map([...cards].map(([number, some]) => [number, some.map(({ createdAt: _, ...record }) => record)]));
}

/** The handles of the saved segments that some profiles are in, by number of the profile. */
async function handlesOf(
  parts: Parts,
  shop: Shop,
  numbers: readonly number[],
  asked: Instant | undefined,
): Promise<Map<number, string[]>> {
  const { ledger, sql } = parts;
  if (asked !== undefined) {
    const segments = await savedSegments(parts, shop.id);
    const members = await membershipsAsOf(parts, shop, asOf(parts, shop, asked), segments, numbers);
    return new Map([...members].map(([number, found]) => [number, found.map(({ handle }) => handle)]));
  }
  const [memberships, segments] = await Promise.all([
    membershipsOfProfiles(sql, shop.id, numbers),
    ledger.segments.list(shop.id),
  ]);
  const handles = new Map(segments.map(({ id, handle }) => [id as string, handle]));
  return new Map(
    [...memberships].map(([number, found]) => [number, found.flatMap(({ segment }) => handles.get(segment) ?? [])]),
  );
}
