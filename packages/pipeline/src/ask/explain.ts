import type { Instant, Shop } from '@clientele/model';
import { type Explanation, explainMembership } from '@clientele/segmentation';
import { plainProfiles } from '@clientele/warehouse';
import { asOf } from '../as-of.js';
import { listsAbout } from '../lists.js';
import type { Parts } from '../parts.js';
import { prepareReference } from '../question.js';
import { queriesBehind } from '../saved-segments.js';
import { findProfile } from './find-profile.js';
import { type ReadQuery, readQuery } from './read-query.js';
import { type RecordedOtherwise, recordedOtherwise } from './recorded-otherwise.js';
import { type StaleReference, staleReferences } from './stale-references.js';

export type Explained =
  | ({
      readonly outcome: 'explained';
      readonly profile: string;
      readonly asOf: Instant;
      /** Of the segments that it refers to: whose members, by which counts go, are not who they ask for now. */
      readonly stale: readonly StaleReference[];
      /** Of the segment and those that it refers to: where what is recorded is not what is told here. */
      readonly recordedOtherwise: readonly RecordedOtherwise[];
    } & Explanation)
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
  const { condition, segments } = read;
  const found = await findProfile(parts, shop.id, profileId);
  const [profile] = found === undefined ? [] : await plainProfiles(parts.sql, shop.id, [found.profileNo]);
  if (found === undefined || profile === undefined) {
    return { outcome: 'no-profile', message: `There is no profile '${profileId}' in the shop ${shop.id}.` };
  }
  const at = asOf(parts, shop, asked);
  const named = new Map([[found.profileNo, profile.id as string]]);
  const context = {
    ...(await prepareReference(parts, shop, at, [condition], segments, profile)),
    lists: await listsAbout(parts, shop, [condition], segments, named),
  };
  const recorded = [
    ...(read.segment === null ? [] : [read.segment.handle]),
    ...queriesBehind([condition], segments).keys(),
  ].flatMap((handle) => segments.get(handle) ?? []);
  return {
    outcome: 'explained',
    profile: profile.id,
    asOf: at.now,
    ...explainMembership(condition, profile, context),
    stale: await staleReferences(parts, shop, at, [condition], segments),
    recordedOtherwise: at.own ? await recordedOtherwise(parts, shop, found.profileNo, profile, recorded, context) : [],
  };
}
