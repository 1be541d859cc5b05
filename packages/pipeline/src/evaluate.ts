import type { Segment } from '@clientele/ledger';
import type { Shop, ShopId } from '@clientele/model';
import { bitsQuery, compileCondition } from '@clientele/segmentation';
import {
  followChanges,
  type MembershipChange,
  membershipsOf,
  recordChanges,
  recordDifference,
  WarehouseError,
} from '@clientele/warehouse';
import type { AsOf } from './as-of.js';
import { countEvaluation } from './member-counts.js';
import type { Parts } from './parts.js';
import { wentAway } from './persistently.js';
import { prepare, type Question } from './question.js';
import { inLevels, type SavedSegment, type SavedSegments } from './saved-segments.js';

/** Profiles evaluated by one query. */
const PROFILES_AT_ONCE = 5_000;

/** Why members came or went: their records changed, a day began, or the query did. */
export type Cause = 'records' | 'day' | 'definition';

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
      for (let from = 0; from < profiles.length; from += PROFILES_AT_ONCE) {
        const some = profiles.slice(from, from + PROFILES_AT_ONCE);
        const changes = await changesOf(parts, shop.id, question, level, some);
        await recordChanges(parts.sql, shop.id, { number, at: at.now, cause: 'records' satisfies Cause }, changes);
      }
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

/** The last evaluation whose changes are all in the members. */
const FOLLOWED = 'members-followed';

/** That evaluation; 0 before the first. It and those before it record nothing any more. */
export async function followedThrough(ledger: Parts['ledger'], shop: ShopId): Promise<number> {
  return Number((await ledger.settings.get(shop, FOLLOWED)) ?? 0);
}

/**
 * Gives an evaluation its number, and lets members follow the changes that it records. Evaluations are numbered without
 * a gap: where the one before is not known to have been followed, a crash cut it short, and what it did record is
 * followed first.
 */
async function asEvaluation(parts: Parts, shop: ShopId, record: (number: number) => Promise<void>): Promise<void> {
  const { ledger, sql } = parts;
  const number = await ledger.counters.reserve(shop, 'evaluation', 1);
  const followed = await followedThrough(ledger, shop);
  if (followed < number - 1) await followChanges(sql, shop, followed);
  await record(number);
  await followChanges(sql, shop, number - 1);
  await countEvaluation(parts, shop, number);
  await ledger.settings.set(shop, FOLLOWED, number);
}

/**
 * Evaluates one segment for everybody and records who entered and left. Where that fails (its query takes too long or
 * too much memory, say) the segment says so, and the others go on.
 */
export async function evaluateSegment(
  parts: Parts,
  shop: Shop,
  at: AsOf,
  segments: SavedSegments,
  { segment, condition }: SavedSegment,
  cause: Cause,
): Promise<void> {
  const { ledger, sql } = parts;
  try {
    const question = await prepare(parts, shop, at, [condition], segments.byHandle);
    const [ready = condition] = question.conditions;
    const compiled = compileCondition(ready, question.context);
    const selected = {
      sql: `SELECT profile_no FROM profiles WHERE shop = {shop:String} AND ${compiled.sql}`,
      params: compiled.params,
    };
    await asEvaluation(parts, shop.id, (number) =>
      recordDifference(sql, shop.id, segment.id, { number, at: at.now, cause }, selected),
    );
  } catch (error) {
    if (wentAway(error) || !(error instanceof WarehouseError)) throw error;
    const reason = `The last evaluation failed and is tried again: ${error.message}`;
    await ledger.membershipStates.failed(shop.id, segment.id, segment.version, reason);
    return;
  }
  await markFresh(parts, shop, at, segment);
}

/** Lets the members of deleted segments leave. A crash in between repeats it, and whoever has left does not leave again. */
export async function evaluateDeleted(parts: Parts, shop: Shop, at: AsOf): Promise<void> {
  const { ledger, sql } = parts;
  const nobody = { sql: 'SELECT toUInt32(0) AS profile_no WHERE false', params: {} };
  for (const segment of await ledger.membershipStates.deletedSegments(shop.id)) {
    await asEvaluation(parts, shop.id, (number) =>
      recordDifference(sql, shop.id, segment, { number, at: at.now, cause: 'definition' satisfies Cause }, nobody),
    );
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
