import type { Segment } from '@clientele/ledger';
import type { Shop, ShopId } from '@clientele/model';
import { bitsQuery, type CompiledSql, compileCondition } from '@clientele/segmentation';
import {
  followChanges,
  type MembershipChange,
  membersGained,
  membershipsOf,
  recordChanges,
  recordDifference,
  WarehouseError,
} from '@clientele/warehouse';
import type { AsOf } from './as-of.js';
import { countEvaluation, followedThrough } from './member-counts.js';
import type { Parts } from './parts.js';
import { wentAway } from './persistently.js';
import { prepare, type Question } from './question.js';
import { inLevels, type SavedSegment, type SavedSegments } from './saved-segments.js';

/** Profiles evaluated by one query. */
const PROFILES_AT_ONCE = 5_000;

/** Why members came or went: their records changed, a day began, the query changed, or somebody decided by hand. */
export const CAUSES = ['records', 'day', 'definition', 'list'] as const;
export type Cause = (typeof CAUSES)[number];

/** Re-evaluates some profiles in some saved segments and records who entered and left. */
export async function evaluateProfiles(
  parts: Parts,
  shop: Shop,
  at: AsOf,
  segments: SavedSegments,
  concerned: readonly SavedSegment[],
  profiles: readonly number[],
): Promise<void> {
  for (const all of inLevels(segments.byHandle)) {
    const level = all.filter(({ segment }) => concerned.some((one) => one.segment.id === segment.id));
    if (level.length === 0) continue;
    const question = await prepare(
      parts,
      shop,
      at,
      level.map(({ condition }) => condition),
      segments.byHandle,
    );
    await asEvaluation(parts, shop.id, async (number) => {
      const gained = new Map<string, number>();
      for (let from = 0; from < profiles.length; from += PROFILES_AT_ONCE) {
        const some = profiles.slice(from, from + PROFILES_AT_ONCE);
        const changes = await changesOf(parts, shop.id, question, level, some);
        await recordChanges(parts.sql, shop.id, { number, at: at.now, cause: 'records' satisfies Cause }, changes);
        for (const { segment, entered } of changes) {
          gained.set(segment, (gained.get(segment) ?? 0) + (entered ? 1 : -1));
        }
      }
      return gained;
    });
  }
}

/** Who of some profiles is to enter and leave the segments that a question's conditions belong to. */
async function changesOf(
  { sql }: Parts,
  shop: ShopId,
  { conditions, context }: Question,
  segments: readonly SavedSegment[],
  profiles: readonly number[],
): Promise<MembershipChange[]> {
  const query = bitsQuery(conditions, context, profiles);
  const rows = await sql.query<{ profile_no: number; holds: number[] }>(query.sql, query.params);
  const now = new Map(rows.map((row) => [row.profile_no, new Set(row.holds)]));
  const ids = segments.map(({ segment }) => segment.id);
  const before = await membershipsOf(sql, shop, ids, profiles);
  return ids.flatMap((segment, index) =>
    profiles.flatMap((profileNo) => {
      const member = now.get(profileNo)?.has(index) ?? false;
      const was = before.get(segment)?.has(profileNo) ?? false;
      return member === was ? [] : [{ segment, profileNo, entered: member }];
    }),
  );
}

/**
 * Gives an evaluation its number, and lets members and their counts follow the changes that it records. Evaluations are
 * numbered without a gap: where the one before is not known to have been followed, a crash cut it short, and what it did
 * record is followed first.
 *
 * @param record where it has let members follow, by how many each segment grew or shrank
 */
async function asEvaluation(
  parts: Parts,
  shop: ShopId,
  record: (number: number) => Promise<ReadonlyMap<string, number> | undefined>,
): Promise<void> {
  const { ledger, sql } = parts;
  const number = await ledger.counters.reserve(shop, 'evaluation', 1);
  const followed = await followedThrough(ledger, shop);
  const isNext = followed === number - 1;
  if (!isNext) await followChanges(sql, shop, followed);
  const followedNow = await record(number);
  const gained = (isNext ? followedNow : undefined) ?? (await membersGained(sql, shop, followed));
  if (followedNow === undefined && gained.size > 0) await followChanges(sql, shop, number - 1);
  await countEvaluation(parts, shop, number, gained);
}

/**
 * Re-evaluates some segments for everybody, in one pass, and records who entered and left. Where that fails (a query
 * takes too long or too much memory, say) each has a pass of its own; one that fails by itself says so, and the others
 * go on.
 *
 * @param some none refers to another of them
 */
export async function evaluateSegments(
  parts: Parts,
  shop: Shop,
  at: AsOf,
  segments: SavedSegments,
  some: readonly SavedSegment[],
  cause: Cause,
): Promise<void> {
  try {
    const conditions = some.map(({ condition }) => condition);
    const question = await prepare(parts, shop, at, conditions, segments.byHandle);
    const ids = some.map(({ segment }) => segment.id);
    await asEvaluation(parts, shop.id, async (number) => {
      await recordDifference(parts.sql, shop.id, ids, { number, at: at.now, cause }, selectedBy(question));
      return undefined;
    });
  } catch (error) {
    if (wentAway(error) || !(error instanceof WarehouseError)) throw error;
    if (some.length > 1) {
      for (const each of some) await evaluateSegments(parts, shop, at, segments, [each], cause);
      return;
    }
    const reason = `The last evaluation failed and is tried again: ${error.message}`;
    for (const { segment } of some) {
      await parts.ledger.membershipStates.failed(shop.id, segment.id, segment.version, reason);
    }
    return;
  }
  for (const { segment } of some) await markFresh(parts, shop, at, segment);
}

/** SQL of the rows `profile_no`, `n` of whom the n-th condition selects. */
function selectedBy({ conditions, context }: Question): CompiledSql {
  const [only, ...others] = conditions;
  if (only === undefined || others.length > 0) {
    const { sql, params } = bitsQuery(conditions, context);
    return { sql: `SELECT profile_no, toUInt32(arrayJoin(holds) + 1) AS n FROM (${sql})`, params };
  }
  const { sql, params } = compileCondition(only, context);
  return { sql: `SELECT profile_no, toUInt32(1) AS n FROM profiles WHERE shop = {shop:String} AND ${sql}`, params };
}

/** Lets the members of deleted segments leave. A crash in between repeats it, and whoever has left does not leave again. */
export async function evaluateDeleted(parts: Parts, shop: Shop, at: AsOf): Promise<void> {
  const { ledger, sql } = parts;
  const nobody = { sql: 'SELECT toUInt32(0) AS profile_no, toUInt32(1) AS n WHERE false', params: {} };
  for (const segment of await ledger.membershipStates.deletedSegments(shop.id)) {
    await asEvaluation(parts, shop.id, async (number) => {
      const evaluation = { number, at: at.now, cause: 'definition' satisfies Cause };
      await recordDifference(sql, shop.id, [segment], evaluation, nobody);
      return undefined;
    });
    await ledger.membershipStates.forget(shop.id, segment);
  }
}

/** Says that a segment's members take all that is derived into account. */
export async function markFresh(parts: Parts, shop: Shop, at: AsOf, segment: Segment): Promise<void> {
  await parts.ledger.membershipStates.fresh(shop.id, segment.id, segment.version, {
    evaluatedAt: at.now,
    cutoffsDay: at.today,
  });
}
