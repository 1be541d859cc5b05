import type { Instant, ProfileId, Shop } from '@clientele/model';
import { type Condition, membersQuery } from '@clientele/segmentation';
import { profileIds, type RequestOptions } from '@clientele/warehouse';
import { asOf } from '../as-of.js';
import type { Parts } from '../parts.js';
import { prepare } from '../question.js';
import type { FoundProfile } from './find-profile.js';
import { type ReadQuery, readQuery } from './read-query.js';
import { type StaleReference, staleReferences } from './stale-references.js';

/** Holds for every profile. */
const EVERYBODY: Condition = { kind: 'and', conditions: [] };

export interface ProfilePage {
  readonly outcome: 'listed';
  readonly profiles: readonly FoundProfile[];
  readonly stale: readonly StaleReference[];
}

/**
 * Profiles for which a query holds, or all without one, oldest first.
 *
 * @param page after the profile of that number, at most so many
 */
export async function profilePage(
  parts: Parts,
  shop: Shop,
  query: string | undefined,
  page: { readonly limit: number; readonly after?: number },
  asked?: Instant,
  options?: RequestOptions,
): Promise<ProfilePage | Extract<ReadQuery, { outcome: 'invalid' }>> {
  const read = query === undefined ? undefined : await readQuery(parts, shop.id, query);
  if (read?.outcome === 'invalid') return read;
  const condition = read?.condition ?? EVERYBODY;
  const segments = read?.segments ?? new Map();
  const at = asOf(parts, shop, asked);
  const question = await prepare(parts, shop, at, [condition], segments, options);
  const compiled = membersQuery(question.conditions[0] ?? condition, question.context, page);
  const rows = await parts.sql.query<{ profile_no: number }>(compiled.sql, compiled.params, options);
  return {
    outcome: 'listed',
    profiles: await named(
      parts,
      shop,
      rows.map((row) => row.profile_no),
    ),
    stale: await staleReferences(parts, shop, at, [condition], segments),
  };
}

/** Profiles by their numbers, in the same order; a number that the shop does not have is left out. */
export async function named(
  { sql }: Pick<Parts, 'sql'>,
  shop: Shop,
  profileNos: readonly number[],
): Promise<FoundProfile[]> {
  const ids = await profileIds(sql, shop.id, profileNos);
  return profileNos.flatMap((profileNo) => {
    const id: ProfileId | undefined = ids.get(profileNo);
    return id === undefined ? [] : [{ id, profileNo }];
  });
}
