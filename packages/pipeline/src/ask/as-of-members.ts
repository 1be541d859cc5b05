import type { Segment } from '@clientele/ledger';
import type { Shop } from '@clientele/model';
import { bitsQuery, type Condition } from '@clientele/segmentation';
import type { AsOf } from '../as-of.js';
import type { Parts } from '../parts.js';
import { prepare, type Question } from '../question.js';
import { inLevels, type SavedSegment, type SavedSegments } from '../saved-segments.js';

/** How many members each saved segment that can be evaluated has as of a time, by its id. Nothing is stored. */
export async function memberCountsAsOf(
  parts: Parts,
  shop: Shop,
  at: AsOf,
  segments: SavedSegments,
): Promise<Map<string, number>> {
  const saved = inLevels(segments.byHandle).flat();
  const conditions = saved.map(({ condition }) => condition);
  const counts = await countEach(parts, shop, at, conditions, segments.byHandle);
  return new Map(saved.map(({ segment }, place) => [segment.id, counts[place] ?? 0]));
}

/** How many profiles each of some conditions holds for as of a time, counted in one pass. */
export async function countEach(
  parts: Parts,
  shop: Shop,
  at: AsOf,
  conditions: readonly Condition[],
  segments: ReadonlyMap<string, SavedSegment>,
): Promise<number[]> {
  return countsOf(parts, await prepare(parts, shop, at, conditions, segments));
}

/** The same of conditions that were made ready. */
export async function countsOf({ sql }: Pick<Parts, 'sql'>, { conditions, context }: Question): Promise<number[]> {
  const query = bitsQuery(conditions, context);
  const rows = await sql.query<{ place: number; members: string }>(
    `SELECT arrayJoin(holds) AS place, toString(count()) AS members FROM (${query.sql}) GROUP BY place`,
    query.params,
  );
  const counts = new Map(rows.map(({ place, members }) => [place, Number(members)]));
  return conditions.map((_, place) => counts.get(place) ?? 0);
}

/** The saved segments that some profiles are in as of a time, by number of the profile. Nothing is stored. */
export async function membershipsAsOf(
  parts: Parts,
  shop: Shop,
  at: AsOf,
  segments: SavedSegments,
  profileNos: readonly number[],
): Promise<Map<number, Segment[]>> {
  const saved = inLevels(segments.byHandle).flat();
  const conditions = saved.map(({ condition }) => condition);
  const question = await prepare(parts, shop, at, conditions, segments.byHandle);
  const query = bitsQuery(question.conditions, question.context, profileNos);
  const rows = await parts.sql.query<{ profile_no: number; holds: number[] }>(query.sql, query.params);
  return new Map(
    rows.map(({ profile_no, holds }) => [profile_no, holds.flatMap((place) => saved[place]?.segment ?? [])]),
  );
}
