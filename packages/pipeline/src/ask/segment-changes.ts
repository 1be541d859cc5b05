import type { Instant, Shop } from '@clientele/model';
import { type ChangePlace, changesSince, profileIds } from '@clientele/warehouse';
import { followedThrough } from '../member-counts.js';
import type { Parts } from '../parts.js';

export interface SegmentChange {
  readonly segment: string;
  readonly profile: string;
  readonly change: 'entered' | 'left';
  readonly at: Instant;
  readonly cause: string;
  /** Give this as `after` to go on behind this change. */
  readonly cursor: string;
}

export interface ChangesFilter {
  /** A segment by its id or handle; all without it. */
  readonly segment?: string;
  /** Not before and not after these instants. */
  readonly since?: Instant;
  readonly until?: Instant;
  /** The cursor of the last change of the page before. */
  readonly after?: string;
  readonly limit: number;
}

export type SegmentChanges =
  | { readonly outcome: 'listed'; readonly changes: readonly SegmentChange[] }
  | { readonly outcome: 'refused'; readonly code: 'segment.not-found' | 'bad-cursor'; readonly message: string };

/**
 * Entries and exits of one segment or of all, oldest first, page by page. Those of an evaluation that is under way come
 * when it is complete, so that whoever goes on after a cursor misses none.
 */
export async function segmentChanges(
  { ledger, sql }: Parts,
  shop: Shop,
  { segment, after, ...filter }: ChangesFilter,
): Promise<SegmentChanges> {
  const segments = await ledger.segments.list(shop.id);
  const handles = new Map(segments.map(({ id, handle }) => [id as string, handle]));
  const asked = segments.find(({ id, handle }) => id === segment || handle === segment)?.id;
  if (segment !== undefined && asked === undefined) {
    const message = `There is no segment '${segment}' in the shop ${shop.id}.`;
    return { outcome: 'refused', code: 'segment.not-found', message };
  }
  const behind = after === undefined ? undefined : placeOfCursor(after);
  if (after !== undefined && behind === undefined) {
    const message = `'${after}' is no cursor: give the cursor of the last change of a page.`;
    return { outcome: 'refused', code: 'bad-cursor', message };
  }
  const changes = await changesSince(sql, shop.id, {
    ...filter,
    through: await followedThrough(ledger, shop.id),
    ...(asked && { segment: asked }),
    ...(behind && { after: behind }),
  });
  const ids = await profileIds(sql, shop.id, [...new Set(changes.map(({ profileNo }) => profileNo))]);
  return {
    outcome: 'listed',
    changes: changes.map((recorded) => ({
      segment: handles.get(recorded.segment) ?? recorded.segment,
      profile: ids.get(recorded.profileNo) ?? '',
      change: recorded.change,
      at: recorded.at,
      cause: recorded.cause,
      cursor: cursorOf(recorded),
    })),
  };
}

function cursorOf({ evaluation, segment, profileNo }: ChangePlace): string {
  return Buffer.from(`${evaluation} ${segment} ${profileNo}`).toString('base64url');
}

function placeOfCursor(cursor: string): ChangePlace | undefined {
  const found = /^(\d{1,15}) (\S+) (\d{1,10})$/.exec(Buffer.from(cursor, 'base64url').toString());
  return found === null
    ? undefined
    : { evaluation: Number(found[1]), segment: found[2] ?? '', profileNo: Number(found[3]) };
}
