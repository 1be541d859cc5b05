import type { Instant, Shop } from '@clientele/model';
import { type Explanation, explainMembership } from '@clientele/segmentation';
import { plainProfiles } from '@clientele/warehouse';
import { asOf } from '../as-of.js';
import { listsAbout } from '../lists.js';
import type { Parts } from '../parts.js';
import { prepareReference } from '../question.js';
import { findProfile } from './find-profile.js';
import { type ReadQuery, readQuery } from './read-query.js';

export type Explained =
  | ({ readonly outcome: 'explained'; readonly profile: string; readonly asOf: Instant } & Explanation)
  | Extract<ReadQuery, { outcome: 'invalid' }>
  | { readonly outcome: 'no-profile'; readonly message: string };

/** Why a profile is a member of a query or saved segment, or is not; from its records, by the reference evaluator. */
export async function explain(
  parts: Parts,
  shop: Shop,
  queryOrSegment: string,
  profileId: string,
  asked?: Instant,
): Promise<Explained> {
  const read = await readQuery(parts, shop.id, queryOrSegment);
  if (read.outcome === 'invalid') return read;
  const found = await findProfile(parts, shop.id, profileId);
  const [profile] = found === undefined ? [] : await plainProfiles(parts.sql, shop.id, [found.profileNo]);
  if (profile === undefined) {
    return { outcome: 'no-profile', message: `There is no profile '${profileId}' in the shop ${shop.id}.` };
  }
  const at = asOf(parts, shop, asked);
  const named = new Map([[found?.profileNo ?? 0, profile.id as string]]);
  const context = {
    ...(await prepareReference(parts, shop, at, [read.condition], read.segments, profile)),
    lists: await listsAbout(parts, shop, [read.condition], read.segments, named),
  };
  return {
    outcome: 'explained',
    profile: profile.id,
    asOf: at.now,
    ...explainMembership(read.condition, profile, context),
  };
}
