import type { ShopId } from '@clientele/model';
import { membersOfWordsSql } from '../memberships/overlaps.js';
import { isSetSql, placesSql, segmentPlaces, segmentsAt, wordsOfSegments } from '../memberships/places.js';
import type { Sql } from '../sql.js';

/** Numbers that one answer may hold; a shop that is damaged worse than that is derived anew anyway. */
const MOST = 10_000;

export interface Ghosts {
  /** Profiles that have other than one row: none of their records is in the map, or the row is there twice. */
  readonly rows: readonly { readonly profileNo: number; readonly rows: number; readonly inMap: boolean }[];
  /** Members of segments that are no profile. */
  readonly members: readonly { readonly segment: string; readonly profileNo: number }[];
  /** Those whom the members have otherwise than the recorded changes say. */
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
  const words = wordsOfSegments(segments, await segmentPlaces(sql, shop, segments));
  if (words.length === 0) return { rows: rows.map(asGhost), members: [], unfollowed: [] };
  const members = await sql.query<{ place: number; profile_no: number }>(
    `SELECT place, profile_no FROM ${membersOfWordsSql(words)}
     WHERE identity(profile_no) NOT IN (SELECT profile_no FROM profiles WHERE shop = {shop:String})
     ORDER BY place, profile_no LIMIT ${MOST}`,
    { shop },
    heavy,
  );
  const newest = (table: string) =>
    `SELECT word_no, profile_no, argMax(bits, evaluation) AS now, '${table}' AS of FROM ${table}
     WHERE shop = {shop:String} GROUP BY word_no, profile_no`;
  const unfollowed = await sql.query<{ place: number; profile_no: number; entered: boolean }>(
    `SELECT ${placesSql('bitXor(recorded, followed)')} AS place, profile_no,
       ${isSetSql('recorded')} AS entered
     FROM (
       SELECT word_no, profile_no, groupBitOrIf(now, of = 'membership_changes') AS recorded,
         groupBitOrIf(now, of = 'members') AS followed
       FROM (${['membership_changes', 'members'].map(newest).join(' UNION ALL ')})
       GROUP BY word_no, profile_no HAVING recorded != followed
     ) ORDER BY place, profile_no LIMIT ${MOST}`,
    { shop },
    heavy,
  );
  const ids = await segmentsAt(
    sql,
    shop,
    [...members, ...unfollowed].map(({ place }) => place),
  );
  const asked = new Set(segments);
  const named = ({ place, profile_no }: { readonly place: number; readonly profile_no: number }) => ({
    segment: ids.get(place) ?? '',
    profileNo: profile_no,
  });
  return {
    rows: rows.map(asGhost),
    members: members.map(named),
    unfollowed: unfollowed
      .map((row) => ({ ...named(row), entered: row.entered }))
      .filter(({ segment }) => asked.has(segment)),
  };
}

function asGhost(row: { readonly profile_no: number; readonly rows: string; readonly in_map: boolean }) {
  return { profileNo: row.profile_no, rows: Number(row.rows), inMap: row.in_map };
}
