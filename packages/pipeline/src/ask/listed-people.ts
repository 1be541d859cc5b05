import type { Instant, ProfileId, Shop } from '@clientele/model';
import { decisionsAbout, listedProfiles, profileIds, profileNos } from '@clientele/warehouse';
import type { Parts } from '../parts.js';
import type { RefusedSegment } from './edit-segments.js';
import type { Page } from './members.js';

/** A person about whom something was decided by hand in a segment. */
export interface ListedPersonOf {
  readonly profile: ProfileId;
  readonly decided: 'added' | 'excluded';
  readonly at: Instant;
  readonly by: string;
  /** Empty where nothing was said. */
  readonly reason: string;
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
  const [ids, decisions] = [
    await profileIds(sql, shop.id, shown),
    await decisionsAbout(sql, shop.id, [segment.id], shown),
  ];
  const changes = new Map((await ledger.listChanges.list(shop.id, [segment.id])).map((one) => [one.number, one]));
  const people = shown.flatMap((profileNo): ListedPersonOf[] => {
    const about = decisions.filter((decision) => decision.profileNo === profileNo);
    const counts = about.find(({ decided }) => decided === 'excluded') ?? about[0];
    const change = counts && changes.get(counts.change);
    const profile = ids.get(profileNo);
    if (counts === undefined || change === undefined || profile === undefined) return [];
    const { at, by, reason } = change;
    return [{ profile, decided: counts.decided, at, by, reason }];
  });
  return { outcome: 'listed', people, after: found.length > page.limit ? (people.at(-1)?.profile ?? null) : null };
}
