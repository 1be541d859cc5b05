import type { Segment } from '@clientele/ledger';
import type { Instant, Shop, ShopId } from '@clientele/model';
import {
  type BitsRow,
  bitSet,
  bitsOfSome,
  type CompileContext,
  type Condition,
  differencesOf,
  type PassConditions,
  wordsQuery,
} from '@clientele/segmentation';
import {
  differenceOf,
  followChanges,
  type MembershipChange,
  membersGained,
  membershipsOf,
  recordChanges,
  recordDifference,
  type Selected,
  WarehouseError,
} from '@clientele/warehouse';
import type { AsOf } from './as-of.js';
import { countEvaluation, followedThrough } from './member-counts.js';
import type { Parts } from './parts.js';
import { wentAway } from './persistently.js';
import { prepare } from './question.js';
import { referencesIn } from './references.js';
import { inLevels, type SavedSegment, type SavedSegments } from './saved-segments.js';

/** Profiles evaluated by one query. */
const PROFILES_AT_ONCE = 5_000;

/** Why members came or went: their records changed, a day began, the query changed, or somebody decided by hand. */
export const MEMBERSHIP_CAUSES = ['records', 'day', 'definition', 'list'] as const;
export type Cause = (typeof MEMBERSHIP_CAUSES)[number];

/** Re-evaluates some profiles in some saved segments, which are up to date else, and records who entered and left. */
export async function evaluateProfiles(
  parts: Parts,
  shop: Shop,
  at: AsOf,
  segments: SavedSegments,
  concerned: readonly SavedSegment[],
  profiles: readonly number[],
): Promise<void> {
  const ids = new Set(concerned.map(({ segment }) => segment.id));
  const ordered = inLevels(segments.byHandle)
    .flat()
    .filter(({ segment }) => ids.has(segment.id));
  const question = await ask(parts, shop, at, segments, ordered);
  await asEvaluation(parts, shop.id, async (number) => {
    const gained = new Map<string, number>();
    for (let from = 0; from < profiles.length; from += PROFILES_AT_ONCE) {
      const some = profiles.slice(from, from + PROFILES_AT_ONCE);
      const changes = await changesOf(parts, shop.id, question, some);
      await recordChanges(parts.sql, shop.id, { number, at: at.now, cause: 'records' satisfies Cause }, changes);
      addGained(gained, changes);
    }
    return gained;
  });
}

/** Adds by how many members each segment grows, or shrinks. */
function addGained(gained: Map<string, number>, changes: readonly MembershipChange[]): void {
  for (const { segment, entered } of changes) gained.set(segment, (gained.get(segment) ?? 0) + (entered ? 1 : -1));
}

/** Conditions of segments by their ids, ready to be compiled and run. */
interface SegmentsQuestion {
  readonly conditions: PassConditions;
  readonly context: CompileContext;
}

/** @param some in an order in which none refers to a later one */
async function ask(
  parts: Parts,
  shop: Shop,
  at: AsOf,
  segments: SavedSegments,
  some: readonly SavedSegment[],
): Promise<SegmentsQuestion> {
  const conditions = some.map(({ condition }) => condition);
  const question = await prepare(parts, shop, at, conditions, segments.byHandle);
  const byId = new Map<string, Condition>();
  for (const [index, condition] of question.conditions.entries()) {
    const saved = some[index];
    if (saved !== undefined) byId.set(saved.segment.id, condition);
  }
  return { conditions: byId, context: question.context };
}

/** Who of some profiles is to enter and leave segments. */
async function changesOf(
  { sql }: Parts,
  shop: ShopId,
  { conditions, context }: SegmentsQuestion,
  profiles: readonly number[],
): Promise<MembershipChange[]> {
  const query = bitsOfSome(conditions, context, profiles);
  const rows = await sql.query<BitsRow>(query.sql, query.params);
  const referred = [...conditions.values()].flatMap(referencesIn).map(({ handle }) => handle);
  const before = await membershipsOf(sql, shop, [...new Set([...conditions.keys(), ...referred])], profiles);
  const places = new Map(rows.map((row, place) => [row.profile_no, place]));
  const gone = profiles.filter((profileNo) => !places.has(profileNo));
  const membersBefore = (segment: string) => {
    const of = before.get(segment) ?? new Set();
    return bitSet(rows, ({ profile_no }) => of.has(profile_no));
  };
  const changes: MembershipChange[] = [];
  for (const [segment, now] of query.read(rows, membersBefore)) {
    for (const [place, entered] of differencesOf(now, membersBefore(segment), rows.length)) {
      changes.push({ segment, profileNo: rows[place]?.profile_no ?? 0, entered });
    }
    // Whoever has no row any more is nobody's member.
    const left = gone.filter((profileNo) => before.get(segment)?.has(profileNo));
    for (const profileNo of left) changes.push({ segment, profileNo, entered: false });
  }
  return changes;
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
 * @param some in an order in which none refers to a later one
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
    const { conditions, context } = await ask(parts, shop, at, segments, some);
    const selected = wordsQuery(conditions, context);
    await recordSelected(parts, shop.id, [...conditions.keys()], { at: at.now, cause }, selected);
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

/** Records who enters and leaves segments for everybody to be a member whom their queries select, and nobody else. */
async function recordSelected(
  parts: Parts,
  shop: ShopId,
  segments: readonly string[],
  cause: { readonly at: Instant; readonly cause: Cause },
  selected: Selected,
): Promise<void> {
  const { sql } = parts;
  await asEvaluation(parts, shop, async (number) => {
    const changes = await differenceOf(sql, shop, segments, selected);
    if (changes === undefined) {
      await recordDifference(sql, shop, segments, { number, ...cause }, selected);
      return undefined;
    }
    await recordChanges(sql, shop, { number, ...cause }, changes);
    const gained = new Map<string, number>();
    addGained(gained, changes);
    return gained;
  });
}

/** Lets the members of deleted segments leave. A crash in between repeats it, and whoever has left does not leave again. */
export async function evaluateDeleted(parts: Parts, shop: Shop, at: AsOf): Promise<void> {
  const { ledger } = parts;
  const nobody = { sql: 'SELECT toUInt32(0) AS profile_no, toUInt64(0) AS w0 WHERE false', params: {} };
  for (const segment of await ledger.membershipStates.deletedSegments(shop.id)) {
    await recordSelected(parts, shop.id, [segment], { at: at.now, cause: 'definition' }, nobody);
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
