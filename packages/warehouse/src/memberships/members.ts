import type { Instant, ShopId } from '@clientele/model';
import type { Sql } from '../sql.js';

/** When somebody who is a member now became one. */
const SINCE = `concat(replaceOne(toString(argMax(at, evaluation)), ' ', 'T'), 'Z')`;

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
  const rows = await sql.query<{ segment: string; profile_no: number; since: Instant }>(
    `SELECT segment, profile_no, ${SINCE} AS since FROM membership_changes
     WHERE shop = {shop:String} AND segment IN {segments:Array(String)} AND profile_no > {after:UInt32}
     GROUP BY segment, profile_no HAVING argMax(entered, evaluation)
     ORDER BY segment, profile_no LIMIT {limit:UInt32} BY segment`,
    { shop, segments, after: page.after ?? 0, limit: page.limit },
  );
  const members = new Map<string, SegmentMember[]>(segments.map((segment) => [segment, []]));
  for (const { segment, profile_no: profileNo, since } of rows) members.get(segment)?.push({ profileNo, since });
  return members;
}

/** A segment that a profile is in. */
export interface MembershipOfProfile {
  readonly segment: string;
  readonly since: Instant;
}

/** The segments that some profiles are in now, by profile; deleted ones among them. */
export async function membershipsOfProfiles(
  sql: Sql,
  shop: ShopId,
  profileNos: readonly number[],
): Promise<Map<number, MembershipOfProfile[]>> {
  const rows = await sql.query<{ segment: string; profile_no: number; since: Instant }>(
    `SELECT segment, profile_no, ${SINCE} AS since FROM membership_changes
     WHERE shop = {shop:String} AND profile_no IN {profiles:Array(UInt32)}
     GROUP BY segment, profile_no HAVING argMax(entered, evaluation) ORDER BY segment`,
    { shop, profiles: profileNos },
  );
  const memberships = new Map<number, MembershipOfProfile[]>();
  for (const { profile_no, segment, since } of rows) {
    const known = memberships.get(profile_no);
    if (known === undefined) memberships.set(profile_no, [{ segment, since }]);
    else known.push({ segment, since });
  }
  return memberships;
}
