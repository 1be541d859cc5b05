import type { ShopId } from '@clientele/model';
import type { Sql } from '../sql.js';

/** Numbers that one answer may hold; a shop that is damaged worse than that is derived anew anyway. */
const MOST = 10_000;

export interface Ghosts {
  /** Profiles that have other than one row: none of their records is in the map, or the row is there twice. */
  readonly rows: readonly { readonly profileNo: number; readonly rows: number; readonly inMap: boolean }[];
  /** Members of segments that are no profile. */
  readonly members: readonly { readonly segment: string; readonly profileNo: number }[];
  /** Those whom the members, from one side or the other, have otherwise than the recorded changes say. */
  readonly unfollowed: readonly { readonly segment: string; readonly profileNo: number; readonly entered: boolean }[];
}

/**
 * What is stored about profiles that are not there, or as members against the changes.
 *
 * @param segments those whose members are looked at
 */
export async function ghosts(sql: Sql, shop: ShopId, segments: readonly string[]): Promise<Ghosts> {
  const heavy = { lane: 'heavy' } as const;
  const rows = await sql.query<{ profile_no: number; rows: string; in_map: boolean }>(
    `SELECT profile_no, toString(count()) AS rows, toBool(identity(profile_no) IN (
       SELECT profile_no FROM profile_of FINAL WHERE shop = {shop:String} AND profile_no != 0
     )) AS in_map
     FROM profiles WHERE shop = {shop:String} GROUP BY profile_no HAVING count() > 1 OR NOT in_map ORDER BY profile_no
     LIMIT ${MOST} SETTINGS optimize_aggregation_in_order = 1`,
    { shop },
    heavy,
  );
  const members = await sql.query<{ segment: string; profile_no: number }>(
    `SELECT segment, profile_no FROM members FINAL
     PREWHERE shop = {shop:String} AND segment IN {segments:Array(String)}
     WHERE entered AND identity(profile_no) NOT IN (SELECT profile_no FROM profiles WHERE shop = {shop:String})
     ORDER BY segment, profile_no LIMIT ${MOST}`,
    { shop, segments },
    heavy,
  );
  const newest = (table: string) =>
    `SELECT segment, profile_no, argMax(entered, evaluation) AS now, '${table}' AS of FROM ${table}
     WHERE shop = {shop:String} AND segment IN {segments:Array(String)} GROUP BY segment, profile_no`;
  const unfollowed = await sql.query<{ segment: string; profile_no: number; entered: boolean }>(
    `SELECT segment, profile_no, toBool(maxIf(now, of = 'membership_changes')) AS entered
     FROM (${['membership_changes', 'members', 'members_by_profile'].map(newest).join(' UNION ALL ')})
     GROUP BY segment, profile_no HAVING count() != 3 OR min(now) != max(now) ORDER BY segment, profile_no LIMIT ${MOST}`,
    { shop, segments },
    heavy,
  );
  return {
    rows: rows.map((row) => ({ profileNo: row.profile_no, rows: Number(row.rows), inMap: row.in_map })),
    members: members.map(({ segment, profile_no }) => ({ segment, profileNo: profile_no })),
    unfollowed: unfollowed.map(({ segment, profile_no, entered }) => ({ segment, profileNo: profile_no, entered })),
  };
}
