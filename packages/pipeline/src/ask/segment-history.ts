import type { Segment } from '@clientele/ledger';
import type { Instant, ProfileId, Shop, ShopId } from '@clientele/model';
import {
  countMembersAt,
  everMembers,
  type MembersAt,
  type MembershipInterval,
  membersAt,
  membershipIntervals,
  profileIds,
  profileNos,
  type RecordKey,
  recordKeysOf,
} from '@clientele/warehouse';
import { asOf } from '../as-of.js';
import { followedThrough } from '../member-counts.js';
import type { Parts } from '../parts.js';
import { beginningOf, type Definition } from '../segment-beginning.js';
import { type FoundProfile, findProfile, findProfiles } from './find-profile.js';
import { historyKnownFrom } from './history-known-from.js';
import type { Page } from './members.js';

export type HistoryRefusal = {
  readonly outcome: 'refused';
  readonly code:
    | 'segment.not-found'
    | 'profile.not-found'
    | 'history.unknown'
    | 'history.not-worked-out'
    | 'bad-cursor';
  readonly message: string;
};

/** Who was a member at some time. */
export interface PastMember {
  /** The profile as it was then. */
  readonly profile: string;
  /** The living profile that it is now, or became part of; null where all its records are gone. */
  readonly now: ProfileId | null;
  /** The customer records of that. */
  readonly records: readonly RecordKey[];
  readonly since: Instant;
}

/** What is known of a segment at an instant. */
export interface KnownAt {
  readonly outcome: 'known';
  readonly definition: Definition | null;
  /** Worked out afterwards, from before the segment was first evaluated. */
  readonly reconstructed: boolean;
  readonly count: () => Promise<number>;
  readonly members: (
    page: Page,
  ) => Promise<
    | { readonly outcome: 'listed'; readonly members: readonly PastMember[]; readonly after: string | null }
    | HistoryRefusal
  >;
}

/** Who was a member of a saved segment, by id or handle, at an instant of the past, by what it asked then. */
export async function segmentAt(
  parts: Parts,
  shop: Shop,
  idOrHandle: string,
  at: Instant,
): Promise<KnownAt | HistoryRefusal> {
  const segment = await parts.ledger.segments.find(shop.id, idOrHandle);
  if (segment === undefined) return noSegment(shop, idOrHandle);
  const { now } = asOf(parts, shop);
  if (at > now)
    return unknown(`Who will be in '${segment.handle}' at ${at} is not known yet: it is ${now} in this shop.`);
  const begun = await beginningOf(parts, shop.id, segment);
  if (begun !== undefined && at >= begun.observedFrom) {
    const since = await parts.ledger.membershipStates.since(shop.id, segment.id);
    const asked = since.findLast((version) => version.since !== null && version.since <= at) ?? since[0];
    const version = asked?.version ?? segment.version;
    const versions = (await parts.ledger.segments.versions(shop.id, [segment.id])).get(segment.id) ?? [];
    const query = versions.find((one) => one.version === version)?.query;
    const through = await followedThrough(parts.ledger, shop.id);
    return knownAt({ segment: segment.id, at, in: { through } }, query === undefined ? null : { version, query });
  }
  const past = begun?.asked == null ? undefined : await parts.ledger.backfills.get(shop.id, segment.id);
  if (begun?.asked != null && (past === undefined || (past.finishedAt === null && at >= past.from))) {
    const message = `Who was in '${segment.handle}' at ${at} is not worked out yet: ask again later.`;
    return { outcome: 'refused', code: 'history.not-worked-out', message };
  }
  if (past === undefined || past.error !== null || at < past.from) {
    const earliest = past?.error === null ? past.from : begun?.observedFrom;
    const known = earliest === undefined ? 'It was not evaluated yet.' : `Its members are known from ${earliest} on.`;
    return unknown(`Who was in '${segment.handle}' at ${at} is not known. ${past?.error ?? known}`);
  }
  return knownAt({ segment: segment.id, at, in: 'past' }, begun?.asked ?? null);

  function knownAt(asked: MembersAt, definition: Definition | null): KnownAt {
    return {
      outcome: 'known',
      definition,
      reconstructed: asked.in === 'past',
      count: () => countMembersAt(parts.sql, shop.id, asked),
      members: (page) => pageOf(parts, shop, asked, page),
    };
  }
}

async function pageOf(
  parts: Parts,
  shop: Shop,
  asked: MembersAt,
  { limit, after }: Page,
): ReturnType<KnownAt['members']> {
  const behind = await placeOf(parts, shop.id, after);
  if (typeof behind === 'object') return behind;
  const read = await membersAt(parts.sql, shop.id, asked, { limit: limit + 1, after: behind });
  const some = read.slice(0, limit);
  const ids = await profileIds(
    parts.sql,
    shop.id,
    some.map(({ profileNo }) => profileNo),
  );
  const living = await findProfiles(parts, shop.id, [...ids.values()]);
  const records = await recordKeysOf(
    parts.sql,
    shop.id,
    [...living.values()].map(({ profileNo }) => profileNo),
  );
  const members = some.map(({ profileNo, since }): PastMember => {
    const profile = ids.get(profileNo) ?? '';
    const now = living.get(profile);
    return { profile, now: now?.id ?? null, records: records.get(now?.profileNo ?? 0) ?? [], since };
  });
  return { outcome: 'listed', members, after: read.length > limit ? (members.at(-1)?.profile ?? null) : null };
}

/** A time during which a profile was in a segment. */
export interface MembershipPeriod extends Omit<MembershipInterval, 'segment' | 'profileNo'> {
  /** The segment's handle. */
  readonly segment: string;
  /** The profile as it was then; it may be part of another one now. */
  readonly profile: string;
}

export interface HistoryFilter {
  /** A living profile, or one that became part of another: those of all that it is made of. */
  readonly profile?: string;
  /** At most so many profiles. */
  readonly limit: number;
  /** The id of the last profile of the page before. */
  readonly after?: string;
}

export type SegmentHistory =
  | {
      readonly outcome: 'listed';
      readonly periods: readonly MembershipPeriod[];
      /** From when on they are all that there were; null while the segment was never evaluated. */
      readonly knownFrom: Instant | null;
      readonly after: string | null;
    }
  | HistoryRefusal;

/** When profiles were in a saved segment, profile by profile, page by page. */
export async function segmentHistory(
  parts: Parts,
  shop: Shop,
  idOrHandle: string,
  { profile, limit, after }: HistoryFilter,
): Promise<SegmentHistory> {
  const { ledger, sql } = parts;
  const segment = await ledger.segments.find(shop.id, idOrHandle);
  if (segment === undefined) return noSegment(shop, idOrHandle);
  const knownFrom = (await historyKnownFrom(parts, shop.id, [segment])).get(segment.id) ?? null;
  if (profile !== undefined) {
    const found = await findProfile(parts, shop.id, profile);
    if (found === undefined) {
      const message = `There is no profile '${profile}' in the shop ${shop.id}.`;
      return { outcome: 'refused', code: 'profile.not-found', message };
    }
    const periods = await profileHistory(parts, shop, found, [segment]);
    return { outcome: 'listed', periods, knownFrom, after: null };
  }
  const behind = await placeOf(parts, shop.id, after);
  if (typeof behind === 'object') return behind;
  const through = await followedThrough(ledger, shop.id);
  const read = await everMembers(sql, shop.id, segment.id, through, { limit: limit + 1, after: behind });
  const profiles = read.slice(0, limit);
  const periods = await periodsOf(parts, shop.id, [segment], profiles, through);
  const next = read.length > limit ? (periods.at(-1)?.profile ?? null) : null;
  return { outcome: 'listed', periods, knownFrom, after: next };
}

/** When a living profile, and those that became part of it, were in some segments: by segment, the oldest first. */
export async function profileHistory(
  parts: Pick<Parts, 'ledger' | 'sql'>,
  shop: Shop,
  { id, profileNo }: FoundProfile,
  segments: readonly Segment[],
): Promise<MembershipPeriod[]> {
  const { ledger, sql } = parts;
  const former = await profileNos(sql, shop.id, await ledger.profileRedirects.partsOf(shop.id, id));
  const through = await followedThrough(ledger, shop.id);
  const periods = await periodsOf(parts, shop.id, segments, [profileNo, ...former.values()], through);
  return periods.toSorted(
    (a, b) => compare(a.segment, b.segment) || compare(a.enteredAt, b.enteredAt) || compare(a.profile, b.profile),
  );
}

async function periodsOf(
  { sql }: Pick<Parts, 'sql'>,
  shop: ShopId,
  segments: readonly Segment[],
  profiles: readonly number[],
  through: number,
): Promise<MembershipPeriod[]> {
  const handles = new Map(segments.map(({ id, handle }) => [id as string, handle]));
  const [intervals, ids] = await Promise.all([
    membershipIntervals(sql, shop, [...handles.keys()], profiles, through),
    profileIds(sql, shop, profiles),
  ]);
  return intervals.map(({ segment, profileNo, ...interval }) => ({
    segment: handles.get(segment) ?? segment,
    profile: ids.get(profileNo) ?? '',
    ...interval,
  }));
}

async function placeOf({ sql }: Parts, shop: ShopId, after: string | undefined): Promise<number | HistoryRefusal> {
  if (after === undefined) return 0;
  const place = (await profileNos(sql, shop, [after as ProfileId])).get(after as ProfileId);
  if (place !== undefined) return place;
  return {
    outcome: 'refused',
    code: 'bad-cursor',
    message: `'${after}' is no cursor of this shop: give the 'after' of a page.`,
  };
}

function noSegment(shop: Shop, segment: string): HistoryRefusal {
  const message = `There is no segment '${segment}' in the shop ${shop.id}.`;
  return { outcome: 'refused', code: 'segment.not-found', message };
}

function unknown(message: string): HistoryRefusal {
  return { outcome: 'refused', code: 'history.unknown', message };
}

const compare = (a: string, b: string) => (a < b ? -1 : Number(a > b));
