import type { Shop } from '@clientele/model';
import { inLane, type SearchPlace, searchCount, searchProfiles } from '@clientele/warehouse';
import type { Parts } from '../parts.js';
import { type FoundProfile, findProfile } from './find-profile.js';
import { named } from './profile-page.js';

export interface SearchedProfile extends FoundProfile {
  /** Give this as `after` to go on behind this profile. */
  readonly place: SearchPlace;
}

/**
 * The profiles that a text leads to, best first: any id that a profile has had, else an id of a customer record or an
 * order, an e-mail address, a telephone number, or a part of a name.
 */
export async function searchPage(
  parts: Pick<Parts, 'ledger' | 'sql'>,
  shop: Shop,
  text: string,
  page: { readonly limit: number; readonly after?: SearchPlace },
): Promise<SearchedProfile[]> {
  // What is found by a key need not wait behind counts.
  const sql = inLane(parts.sql, 'look-up');
  const [byId, hits] = await Promise.all([findProfile(parts, shop.id, text), searchProfiles(sql, shop.id, text, page)]);
  if (byId !== undefined) return page.after === undefined ? [{ ...byId, place: [0, byId.profileNo] }] : [];
  const places = new Map(hits.map(({ profileNo, place }) => [profileNo, place]));
  const found = await named({ sql }, shop, [...places.keys()]);
  return found.flatMap((profile) => {
    const place = places.get(profile.profileNo);
    return place === undefined ? [] : [{ ...profile, place }];
  });
}

/** How many profiles a text leads to. */
export async function searchSize(parts: Pick<Parts, 'ledger' | 'sql'>, shop: Shop, text: string): Promise<number> {
  const byId = await findProfile(parts, shop.id, text);
  return byId === undefined ? searchCount(parts.sql, shop.id, text) : 1;
}
