import type { Instant, ShopId } from '@clientele/model';
import { memberBit } from '@clientele/segmentation';
import { instantOf, instantValue } from '../records/instant-value.js';
import type { Sql } from '../sql.js';
import { type Interval, intervalsOf } from './intervals.js';
import {
  changesOfSql,
  FEW_AT_ONCE,
  isSetSql,
  placesSql,
  segmentPlaces,
  segmentsAt,
  wordsOfSegments,
} from './places.js';

/** Some profiles of a list, in the order of their numbers. */
export interface ProfilePage {
  readonly limit: number;
  /** The number of the last profile of the page before. */
  readonly after?: number;
}

/** Where members of an instant are looked for. */
export interface MembersAt {
  readonly segment: string;
  readonly at: Instant;
  /** Among the changes up to the last evaluation that is complete, or in what was worked out of the time before. */
  readonly in: { readonly through: number } | 'past';
}

/** Rows lie in the order of profiles, so that no more is read than a page of them needs. */
const IN_ORDER = `SETTINGS optimize_aggregation_in_order = 1, ${FEW_AT_ONCE}`;

/** Rows `profile_no`, `since` of the members at an instant of a segment that is at a place. */
function membersAtSql({ in: where }: MembersAt, place: number | undefined): string {
  if (where === 'past') {
    return `SELECT profile_no, entered_at[arrayFirstIndex((entered, left) -> {at:DateTime64(3, 'UTC')} >= entered
         AND {at:DateTime64(3, 'UTC')} < left, entered_at, left_at) AS place] AS since FROM past_memberships FINAL
       PREWHERE shop = {shop:String} AND segment = {segment:String} AND profile_no > {after:UInt32} WHERE place > 0`;
  }
  return `SELECT profile_no, argMax(changes.at, evaluation) AS since FROM membership_changes AS changes
     WHERE shop = {shop:String} AND ${changesOfSql(place)} AND profile_no > {after:UInt32}
       AND changes.at <= {at:DateTime64(3, 'UTC')} AND evaluation <= {through:UInt64}
     GROUP BY profile_no HAVING bitTest(argMax(bits, evaluation), ${place === undefined ? 0 : memberBit(place).bit})`;
}

async function placeOf(sql: Sql, shop: ShopId, segment: string): Promise<number | undefined> {
  return (await segmentPlaces(sql, shop, [segment])).get(segment);
}

function parametersOf(shop: ShopId, { segment, at, in: where }: MembersAt, after = 0) {
  const through = where === 'past' ? 0 : where.through;
  return { shop, segment, at: instantValue(at), through, after };
}

/** Who was a member at an instant, and since when. */
export async function membersAt(
  sql: Sql,
  shop: ShopId,
  asked: MembersAt,
  page: ProfilePage,
): Promise<{ readonly profileNo: number; readonly since: Instant }[]> {
  const rows = await sql.query<{ profile_no: number; since: string }>(
    `${membersAtSql(asked, await placeOf(sql, shop, asked.segment))} ORDER BY profile_no LIMIT {limit:UInt32} ${IN_ORDER}`,
    { ...parametersOf(shop, asked, page.after), limit: page.limit },
  );
  return rows.map(({ profile_no, since }) => ({ profileNo: profile_no, since: instantOf(since) }));
}

/** How many were members at an instant. */
export async function countMembersAt(sql: Sql, shop: ShopId, asked: MembersAt): Promise<number> {
  const [row] = await sql.query<{ members: string }>(
    `SELECT toString(count()) AS members FROM (${membersAtSql(asked, await placeOf(sql, shop, asked.segment))})`,
    parametersOf(shop, asked),
  );
  return Number(row?.members ?? 0);
}

/** When a segment's first change was recorded; undefined before that. */
export async function firstChangeAt(sql: Sql, shop: ShopId, segment: string): Promise<Instant | undefined> {
  const [row] = await sql.query<{ changes: string; moment: string }>(
    `SELECT toString(count()) AS changes, toString(min(at)) AS moment FROM membership_changes
     WHERE shop = {shop:String} AND ${changesOfSql(await placeOf(sql, shop, segment))}`,
    { shop },
  );
  return row === undefined || row.changes === '0' ? undefined : instantOf(row.moment);
}

/** A time during which a profile was a member of a segment. */
export interface MembershipInterval extends Interval {
  readonly segment: string;
  readonly profileNo: number;
  /** Worked out afterwards from what is known of the time, not observed then. */
  readonly reconstructed: boolean;
}

/** The profiles that ever were members of a segment. */
export async function everMembers(
  sql: Sql,
  shop: ShopId,
  segment: string,
  through: number,
  page: ProfilePage,
): Promise<number[]> {
  const behind = 'shop = {shop:String} AND profile_no > {after:UInt32}';
  const observed = changesOfSql(await placeOf(sql, shop, segment));
  const firstOnes = `GROUP BY profile_no ORDER BY profile_no LIMIT {limit:UInt32} ${IN_ORDER}`;
  const rows = await sql.query<{ profile_no: number }>(
    `SELECT profile_no FROM (
       SELECT * FROM (
         SELECT profile_no FROM membership_changes
         WHERE ${behind} AND ${observed} AND evaluation <= {through:UInt64} ${firstOnes}
       ) UNION DISTINCT SELECT * FROM (
         SELECT profile_no FROM past_memberships WHERE ${behind} AND segment = {segment:String} ${firstOnes}
       )
     ) ORDER BY profile_no LIMIT {limit:UInt32}`,
    { shop, segment, through, after: page.after ?? 0, limit: page.limit },
  );
  return rows.map(({ profile_no }) => profile_no);
}

/**
 * When some profiles were members of some segments: by profile, then segment, each from the first to the last.
 *
 * @param through the last evaluation that is complete
 */
export async function membershipIntervals(
  sql: Sql,
  shop: ShopId,
  segments: readonly string[],
  profileNos: readonly number[],
  through: number,
): Promise<MembershipInterval[]> {
  if (segments.length === 0 || profileNos.length === 0) return [];
  const places = await segmentPlaces(sql, shop, segments);
  const words = wordsOfSegments(segments, places);
  const changes = await sql.query<{
    place: number;
    profile_no: number;
    moments: string[];
    entries: boolean[];
    causes: string[];
  }>(
    `SELECT place, profile_no, arraySort(groupUniqArray((evaluation, at, ${isSetSql('bits')}, cause))) AS changes,
       arrayMap(change -> toString(change.2), changes) AS moments, changes.3 AS entries, changes.4 AS causes
     FROM (
       SELECT *, ${placesSql('changed')} AS place
       FROM membership_changes
       WHERE shop = {shop:String} AND profile_no IN {profiles:Array(UInt32)} AND word_no IN {words:Array(UInt16)}
         AND evaluation <= {through:UInt64}
     ) WHERE place IN {places:Array(UInt32)} GROUP BY place, profile_no`,
    {
      shop,
      profiles: profileNos,
      words: words.map(({ wordNo }) => wordNo),
      places: segments.flatMap((segment) => places.get(segment) ?? []),
      through,
    },
  );
  const ids = await segmentsAt(
    sql,
    shop,
    changes.map(({ place }) => place),
  );
  const observed = changes.flatMap(({ place, profile_no: profileNo, moments, entries, causes }) => {
    const segment = ids.get(place) ?? '';
    const recorded = moments.map((at, nth) => ({
      at: instantOf(at),
      entered: entries[nth] ?? false,
      cause: causes[nth] ?? '',
    }));
    return intervalsOf(recorded).map((interval) => ({ segment, profileNo, ...interval, reconstructed: false }));
  });
  const pasts = await sql.query<{ segment: string; profile_no: number; entries: string[]; exits: string[] }>(
    `SELECT segment, profile_no, arrayMap(at -> toString(at), entered_at) AS entries,
       arrayMap(at -> toString(at), left_at) AS exits FROM past_memberships FINAL
     PREWHERE shop = {shop:String} AND segment IN {segments:Array(String)} AND profile_no IN {profiles:Array(UInt32)}`,
    { shop, segments, profiles: profileNos },
  );
  const reconstructed = pasts.flatMap(({ segment, profile_no: profileNo, entries, exits }) =>
    entries.map((entered, place) => ({
      segment,
      profileNo,
      enteredAt: instantOf(entered),
      leftAt: instantOf(exits[place] ?? entered),
      enteredBy: null,
      leftBy: null,
      reconstructed: true,
    })),
  );
  return [...reconstructed, ...observed].sort(
    (a, b) => a.profileNo - b.profileNo || compareTexts(a.segment, b.segment) || compareTexts(a.enteredAt, b.enteredAt),
  );
}

const compareTexts = (a: string, b: string) => (a < b ? -1 : Number(a > b));
