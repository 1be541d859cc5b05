import type { ProfileId, Shop } from '@clientele/model';
import { listedProfiles, profileIds, profileNos } from '@clientele/warehouse';
import type { Parts } from '../parts.js';
import { type DecidedByHand, decidedByHand } from './decided-by-hand.js';
import type { RefusedSegment } from './edit-segments.js';
import type { Page } from './members.js';

/** A person about whom something was decided by hand in a segment. */
export interface ListedPersonOf extends Omit<DecidedByHand, 'segment'> {
  readonly profile: ProfileId;
}

/** Who was added to a segment by hand, and who was excluded: oldest profile first, page by page; each by the decision that counts. */
export async function listedPeople(
  { ledger, sql }: Parts,
  shop: Shop,
  idOrHandle: string,
  page: Page,
): Promise<
  | { readonly outcome: 'listed'; readonly people: readonly ListedPersonOf[]; readonly after: string | null }
  | RefusedSegment
> {
  const segment = await ledger.segments.find(shop.id, idOrHandle);
  if (segment === undefined) {
    const message = `There is no segment with the id or handle '${idOrHandle}'.`;
    return { outcome: 'refused', code: 'segment.not-found', message };
  }
  const before = page.after as ProfileId | undefined;
  const after = before === undefined ? undefined : (await profileNos(sql, shop.id, [before])).get(before);
  if (before !== undefined && after === undefined) {
    const message = `'${before}' is no cursor of this shop: give the 'after' of a page.`;
    return { outcome: 'refused', code: 'list.bad-cursor', message };
  }
  const found = await listedProfiles(sql, shop.id, segment.id, {
    limit: page.limit + 1,
    ...(after === undefined ? {} : { after }),
  });
  const shown = found.slice(0, page.limit);
  const [ids, decided] = await Promise.all([
    profileIds(sql, shop.id, shown),
    decidedByHand({ ledger, sql }, shop, [segment.id], shown),
  ]);
  const people = shown.flatMap((profileNo): ListedPersonOf[] => {
    const [decision] = decided.get(profileNo) ?? [];
    const profile = ids.get(profileNo);
    if (decision === undefined || profile === undefined) return [];
    const { segment: _, ...counts } = decision;
    return [{ profile, ...counts }];
  });
  return { outcome: 'listed', people, after: found.length > page.limit ? (people.at(-1)?.profile ?? null) : null };
}
