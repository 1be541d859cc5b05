import type { Segment } from '@clientele/ledger';
import type { Shop } from '@clientele/model';
import { bitsQuery, compileCondition } from '@clientele/segmentation';
import {
  type MembershipChange,
  membershipsOf,
  recordChanges,
  recordDifference,
  WarehouseError,
} from '@clientele/warehouse';
import type { AsOf } from './as-of.js';
import type { Parts } from './parts.js';
import { wentAway } from './persistently.js';
import { prepare } from './question.js';
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
    const number = await parts.ledger.counters.reserve(shop.id, 'evaluation', 1);
    for (let from = 0; from < profiles.length; from += PROFILES_AT_ONCE) {
      const some = profiles.slice(from, from + PROFILES_AT_ONCE);
      const query = bitsQuery(question.conditions, question.context, some);
      const rows = await parts.sql.query<{ profile_no: number; holds: number[] }>(
        query.sql,
        { ...query.params, ...question.parameters },
        { lane: 'heavy' },
      );
      const now = new Map(rows.map((row) => [row.profile_no, new Set(row.holds)]));
      const before = await membershipsOf(
        parts.sql,
        shop.id,
        level.map(({ segment }) => segment.id),
        some,
      );
      const changes = level.flatMap(({ segment }, index): MembershipChange[] =>
        some.flatMap((profileNo) => {
          const member = now.get(profileNo)?.has(index) ?? false;
          const was = before.get(segment.id)?.has(profileNo) ?? false;
          return member === was ? [] : [{ segment: segment.id, profileNo, entered: member }];
        }),
      );
      await recordChanges(parts.sql, shop.id, { number, at: at.now, cause: 'records' satisfies Cause }, changes);
    }
  }
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
    const number = await ledger.counters.reserve(shop.id, 'evaluation', 1);
    await recordDifference(
      sql,
      shop.id,
      segment.id,
      { number, at: at.now, cause },
      {
        sql: `SELECT profile_no FROM profiles WHERE shop = {members_shop:String} AND ${compiled.sql}`,
        params: { ...compiled.params, ...question.parameters },
      },
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
export async function evaluateDeleted({ ledger, sql }: Parts, shop: Shop, at: AsOf): Promise<void> {
  for (const segment of await ledger.membershipStates.deletedSegments(shop.id)) {
    const number = await ledger.counters.reserve(shop.id, 'evaluation', 1);
    const evaluation = { number, at: at.now, cause: 'definition' satisfies Cause };
    await recordDifference(sql, shop.id, segment, evaluation, {
      sql: 'SELECT toUInt32(0) AS profile_no WHERE false',
      params: {},
    });
    await ledger.membershipStates.forget(shop.id, segment);
  }
}

/** Says that a segment's members take all that is derived into account. */
export async function markFresh(parts: Parts, shop: Shop, at: AsOf, segment: Segment): Promise<void> {
  await parts.ledger.membershipStates.fresh(shop.id, segment.id, segment.version, {
    evaluatedAt: at.now,
    cutoffsDay: at.today,
    throughBatch: await parts.ledger.batches.derivedThrough(shop.id),
  });
}
