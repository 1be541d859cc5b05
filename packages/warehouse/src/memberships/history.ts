import type { Instant, ShopId } from '@clientele/model';
import { instantOf, instantValue } from '../records/instant-value.js';
import type { Sql } from '../sql.js';
import { type Interval, intervalsOf } from './intervals.js';

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

/** Rows `profile_no`, `since` of the members at an instant. */
function membersAtSql({ in: where }: MembersAt): string {
  if (where === 'past') {
    return `SELECT profile_no, entered_at[arrayFirstIndex((entered, left) -> {at:DateTime64(3, 'UTC')} >= entered
         AND {at:DateTime64(3, 'UTC')} < left, entered_at, left_at) AS place] AS since FROM past_memberships FINAL
       PREWHERE shop = {shop:String} AND segment = {segment:String} AND profile_no > {after:UInt32} WHERE place > 0`;
  }
  return `SELECT profile_no, argMax(changes.at, evaluation) AS since FROM membership_changes AS changes
     WHERE shop = {shop:String} AND segment = {segment:String} AND profile_no > {after:UInt32}
       AND changes.at <= {at:DateTime64(3, 'UTC')} AND evaluation <= {through:UInt64}
     GROUP BY profile_no HAVING argMax(entered, evaluation)`;
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
    `${membersAtSql(asked)} ORDER BY profile_no LIMIT {limit:UInt32}`,
    { ...parametersOf(shop, asked, page.after), limit: page.limit },
  );
  return rows.map(({ profile_no, since }) => ({ profileNo: profile_no, since: instantOf(since) }));
}

/** How many were members at an instant. */
export async function countMembersAt(sql: Sql, shop: ShopId, asked: MembersAt): Promise<number> {
  const [row] = await sql.query<{ members: string }>(
    `SELECT toString(count()) AS members FROM (${membersAtSql(asked)})`,
    parametersOf(shop, asked),
  );
  return Number(row?.members ?? 0);
}

/** When a segment's first change was recorded; undefined before that. */
export async function firstChangeAt(sql: Sql, shop: ShopId, segment: string): Promise<Instant | undefined> {
  const [row] = await sql.query<{ changes: string; moment: string }>(
    `SELECT toString(count()) AS changes, toString(min(at)) AS moment FROM membership_changes
     WHERE shop = {shop:String} AND segment = {segment:String}`,
    { shop, segment },
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
  const ofSegment = 'shop = {shop:String} AND segment = {segment:String} AND profile_no > {after:UInt32}';
  const rows = await sql.query<{ profile_no: number }>(
    `SELECT profile_no FROM (
       SELECT DISTINCT profile_no FROM membership_changes WHERE ${ofSegment} AND evaluation <= {through:UInt64}
       UNION DISTINCT
       SELECT profile_no FROM past_memberships WHERE ${ofSegment}
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
  const some =
    'shop = {shop:String} AND segment IN {segments:Array(String)} AND profile_no IN {profiles:Array(UInt32)}';
  const parameters = { shop, segments, profiles: profileNos, through };
  const changes = await sql.query<{
    segment: string;
    profile_no: number;
    moments: string[];
    entries: boolean[];
    causes: string[];
  }>(
    `SELECT segment, profile_no, arraySort(groupUniqArray((evaluation, at, entered, cause))) AS changes,
       arrayMap(change -> toString(change.2), changes) AS moments, changes.3 AS entries, changes.4 AS causes
     FROM membership_changes WHERE ${some} AND evaluation <= {through:UInt64} GROUP BY segment, profile_no`,
    parameters,
  );
  const observed = changes.flatMap(({ segment, profile_no: profileNo, moments, entries, causes }) => {
    const recorded = moments.map((at, place) => ({
      at: instantOf(at),
      entered: entries[place] ?? false,
      cause: causes[place] ?? '',
    }));
    return intervalsOf(recorded).map((interval) => ({ segment, profileNo, ...interval, reconstructed: false }));
  });
  const pasts = await sql.query<{ segment: string; profile_no: number; entries: string[]; exits: string[] }>(
    `SELECT segment, profile_no, arrayMap(at -> toString(at), entered_at) AS entries,
       arrayMap(at -> toString(at), left_at) AS exits FROM past_memberships FINAL PREWHERE ${some}`,
    parameters,
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
