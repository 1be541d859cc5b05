import type { Instant, ShopId } from '@clientele/model';
import { instantOf } from '../records/instant-value.js';
import type { Sql } from '../sql.js';
import { AT_SQL } from './changes.js';

/** A member of a segment. */
export interface SegmentMember {
  readonly profileNo: number;
  readonly since: Instant;
}

/** The members of some segments, by segment, in the order of their numbers, at most `limit` of each. */
export async function segmentMembers(
  sql: Sql,
  shop: ShopId,
  segments: readonly string[],
  page: { readonly limit: number; readonly after?: number },
): Promise<Map<string, SegmentMember[]>> {
  const members = new Map<string, SegmentMember[]>(segments.map((segment) => [segment, []]));
  if (segments.length === 0) return members;
  // One by one, so that each is read only as far as its page goes.
  const pages = segments.map(
    (_, index) =>
      `SELECT * FROM (
         SELECT segment, profile_no, ${AT_SQL} AS since FROM members FINAL
         PREWHERE shop = {shop:String} AND segment = {segment${index}:String} AND profile_no > {after:UInt32}
         WHERE entered ORDER BY profile_no LIMIT {limit:UInt32}
       )`,
  );
  const rows = await sql.query<{ segment: string; profile_no: number; since: Instant }>(pages.join(' UNION ALL '), {
    ...Object.fromEntries(segments.map((segment, index) => [`segment${index}`, segment])),
    shop,
    after: page.after ?? 0,
    limit: page.limit,
  });
  for (const { segment, profile_no: profileNo, since } of rows) members.get(segment)?.push({ profileNo, since });
  return members;
}

/** How many members each segment has now, by reading all of them; segments without any are left out. */
export async function countMembers(sql: Sql, shop: ShopId): Promise<Map<string, number>> {
  const rows = await sql.query<{ segment: string; members: string }>(
    `SELECT segment, toString(count()) AS members FROM members FINAL
     PREWHERE shop = {shop:String} WHERE entered GROUP BY segment`,
    { shop },
  );
  return new Map(rows.map((row) => [row.segment, Number(row.members)]));
}

/** By how many members each segment grew, or shrank, in the evaluations after one. */
export async function membersGained(sql: Sql, shop: ShopId, after: number): Promise<Map<string, number>> {
  // A change may be there twice until the engine has merged its parts.
  const rows = await sql.query<{ segment: string; gained: string }>(
    `SELECT segment, toString(sum(gain)) AS gained FROM (
       SELECT segment, any(if(entered, 1, -1)) AS gain FROM membership_changes
       WHERE shop = {shop:String} AND evaluation > {after:UInt64} GROUP BY segment, profile_no, evaluation
     ) GROUP BY segment SETTINGS optimize_aggregation_in_order = 1`,
    { shop, after },
  );
  return new Map(rows.map((row) => [row.segment, Number(row.gained)]));
}

/** A segment that a profile is in. */
export interface MembershipOfProfile {
  readonly segment: string;
  readonly since: Instant;
}

/**
 * The segments that some profiles are in now, by profile, ordered by segment; deleted ones among them. The newest of
 * each is found here: for a few profiles, having the engine do it costs twice as much.
 */
export async function membershipsOfProfiles(
  sql: Sql,
  shop: ShopId,
  profileNos: readonly number[],
): Promise<Map<number, MembershipOfProfile[]>> {
  if (profileNos.length === 0) return new Map();
  const rows = await sql.query<ChangeRow>(
    `SELECT segment, profile_no, at, evaluation, entered FROM members_by_profile
     PREWHERE shop = {shop:String} AND profile_no IN {profiles:Array(UInt32)}`,
    { shop, profiles: profileNos },
  );
  const newest = new Map<string, ChangeRow>();
  for (const row of rows) {
    const key = `${row.profile_no} ${row.segment}`;
    const known = newest.get(key);
    if (known === undefined || BigInt(row.evaluation) > BigInt(known.evaluation)) newest.set(key, row);
  }
  const memberships = new Map<number, MembershipOfProfile[]>();
  for (const { profile_no, segment, at, entered } of newest.values()) {
    if (!entered) continue;
    const membership = { segment, since: instantOf(at) };
    const known = memberships.get(profile_no);
    if (known === undefined) memberships.set(profile_no, [membership]);
    else known.push(membership);
  }
  for (const some of memberships.values()) some.sort((a, b) => (a.segment < b.segment ? -1 : 1));
  return memberships;
}

interface ChangeRow {
  readonly segment: string;
  readonly profile_no: number;
  readonly at: string;
  readonly evaluation: string;
  readonly entered: boolean;
}

/** Of the given profiles, who is a member of which segment now. */
export async function membershipsOf(
  sql: Sql,
  shop: ShopId,
  segments: readonly string[],
  profileNos: readonly number[],
): Promise<Map<string, Set<number>>> {
  const members = new Map<string, Set<number>>(segments.map((segment) => [segment, new Set()]));
  if (segments.length === 0 || profileNos.length === 0) return members;
  const rows = await sql.query<{ segment: string; profiles: number[] }>(
    `SELECT segment, groupArray(profile_no) AS profiles FROM members_by_profile FINAL
     PREWHERE shop = {shop:String} AND profile_no IN {profiles:Array(UInt32)} AND segment IN {segments:Array(String)}
     WHERE entered GROUP BY segment`,
    { shop, segments, profiles: profileNos },
  );
  for (const { segment, profiles } of rows) members.set(segment, new Set(profiles));
  return members;
}
