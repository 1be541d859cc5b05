import type { Segment } from '@clientele/ledger';
import type { Shop } from '@clientele/model';
import { bitsQuery, type CompiledSql } from '@clientele/segmentation';
import type { AsOf } from '../as-of.js';
import type { Parts } from '../parts.js';
import { prepare } from '../question.js';
import { inLevels, type SavedSegments } from '../saved-segments.js';

/** How many members each saved segment that can be evaluated has as of a time, by its id. Nothing is stored. */
export async function memberCountsAsOf(
  parts: Parts,
  shop: Shop,
  at: AsOf,
  segments: SavedSegments,
): Promise<Map<string, number>> {
  const { saved, query } = await bitsAsOf(parts, shop, at, segments);
  const rows = await parts.sql.query<{ place: number; members: string }>(
    `SELECT arrayJoin(holds) AS place, toString(count()) AS members FROM (${query.sql}) GROUP BY place`,
    query.params,
  );
  const counts = new Map(rows.map(({ place, members }) => [place, Number(members)]));
  return new Map(saved.map(({ id }, place) => [id, counts.get(place) ?? 0]));
}

/** The saved segments that some profiles are in as of a time, by number of the profile. Nothing is stored. */
export async function membershipsAsOf(
  parts: Parts,
  shop: Shop,
  at: AsOf,
  segments: SavedSegments,
  profileNos: readonly number[],
): Promise<Map<number, Segment[]>> {
  const { saved, query } = await bitsAsOf(parts, shop, at, segments, profileNos);
  const rows = await parts.sql.query<{ profile_no: number; holds: number[] }>(query.sql, query.params);
  return new Map(rows.map(({ profile_no, holds }) => [profile_no, holds.flatMap((place) => saved[place] ?? [])]));
}

async function bitsAsOf(
  parts: Parts,
  shop: Shop,
  at: AsOf,
  segments: SavedSegments,
  profileNos?: readonly number[],
): Promise<{ readonly saved: readonly Segment[]; readonly query: CompiledSql }> {
  const saved = inLevels(segments.byHandle).flat();
  const conditions = saved.map(({ condition }) => condition);
  const question = await prepare(parts, shop, at, conditions, segments.byHandle);
  const query = bitsQuery(question.conditions, question.context, profileNos);
  return { saved: saved.map(({ segment }) => segment), query };
}
