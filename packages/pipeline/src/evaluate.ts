import type { Segment } from '@clientele/ledger';
import type { Instant, Shop, ShopId } from '@clientele/model';
import {
  type BitsRow,
  bitSet,
  bitsOfSome,
  type CompileContext,
  CompileError,
  type Condition,
  compiling,
  differencesOf,
  memberBit,
  type PassConditions,
  SEGMENTS_OF_A_WORD,
  wordsOf,
  wordsQuery,
} from '@clientele/segmentation';
import {
  bitsOf,
  differenceOf,
  followChanges,
  type MemberWord,
  membersGained,
  memberWords,
  placeSegments,
  recordChanges,
  recordDifference,
  recordLeaving,
  type SegmentPlaces,
  type Selected,
  type StagedProfiles,
  segmentPlaces,
  segmentsAt,
  WarehouseError,
} from '@clientele/warehouse';
import type { AsOf } from './as-of.js';
import { eachInHalves } from './in-halves.js';
import { countEvaluation, followedThrough, gainedSince } from './member-counts.js';
import type { Parts } from './parts.js';
import { wentAway } from './persistently.js';
import { forgetFailures, postpone, triedAgainAt } from './postponed-segments.js';
import { prepare } from './question.js';
import { inLevels, type SavedSegment, type SavedSegments } from './saved-segments.js';

/** Profiles evaluated by one query. */
const PROFILES_AT_ONCE = 5_000;

/** Why members came or went: their records changed, a day began, the query changed, or somebody decided by hand. */
export const MEMBERSHIP_CAUSES = ['records', 'day', 'definition', 'list'] as const;
export type Cause = (typeof MEMBERSHIP_CAUSES)[number];

/** Profiles that were derived, and those of them that are still staged. */
interface ChangedProfiles {
  readonly profiles: readonly number[];
  readonly staged?: StagedProfiles;
}

/** Re-evaluates some profiles in some saved segments, which are up to date else, and records who entered and left. */
export async function evaluateProfiles(
  parts: Parts,
  shop: Shop,
  at: AsOf,
  segments: SavedSegments,
  concerned: readonly SavedSegment[],
  changed: ChangedProfiles,
): Promise<void> {
  const ids = new Set(concerned.map(({ segment }) => segment.id));
  const ordered = inLevels(segments.byHandle)
    .flat()
    .filter(({ segment }) => ids.has(segment.id));
  const question = await ask(parts, shop, at, segments, ordered);
  await asEvaluation(parts, shop.id, async (number) => {
    const all: MemberWord[] = [];
    for (const some of inLots(changed, question.context.profiles)) {
      const changes = await changesOf(parts, shop.id, question, some);
      await recordChanges(parts.sql, shop.id, { number, at: at.now, cause: 'records' satisfies Cause }, changes);
      all.push(...changes);
    }
    return gainedBy(parts, shop.id, all);
  });
}

/** Profiles that one statement evaluates. */
interface Lot {
  readonly profiles: readonly number[];
  /** SQL of the relation `profiles`, for these. */
  readonly relation: string;
}

/** Fewer staged ones are evaluated with the others: another statement would cost more than reading their rows does. */
const LEAST_STAGED = 250;

/** @param relation SQL of the relation `profiles`, for all */
function inLots({ profiles, staged }: ChangedProfiles, relation: string): Lot[] {
  const apart = new Set(staged?.profiles);
  const others = profiles.filter((profileNo) => !apart.has(profileNo));
  if (staged !== undefined && (others.length === 0 || apart.size >= LEAST_STAGED)) {
    return [staged, ...inLots({ profiles: others }, relation)];
  }
  const lots: Lot[] = [];
  for (let from = 0; from < profiles.length; from += PROFILES_AT_ONCE) {
    lots.push({ profiles: profiles.slice(from, from + PROFILES_AT_ONCE), relation });
  }
  return lots;
}

/** By how many members each segment grows, or shrinks. */
async function gainedBy({ sql }: Parts, shop: ShopId, changes: readonly MemberWord[]): Promise<Map<string, number>> {
  const gained = new Map<number, number>();
  for (const { wordNo, changed, bits } of changes) {
    for (const bit of bitsOf(changed)) {
      const place = wordNo * SEGMENTS_OF_A_WORD + bit;
      gained.set(place, (gained.get(place) ?? 0) + (((bits >> BigInt(bit)) & 1n) === 1n ? 1 : -1));
    }
  }
  const segments = await segmentsAt(sql, shop, [...gained.keys()]);
  return new Map([...gained].map(([place, some]) => [segments.get(place) ?? '', some]));
}

/** Conditions of segments by their ids, ready to be compiled and run. */
interface SegmentsQuestion {
  readonly conditions: PassConditions;
  readonly context: CompileContext;
  /** Of all segments that the conditions are of or refer to. */
  readonly places: SegmentPlaces;
}

/** @param some in an order in which none refers to a later one */
async function ask(
  parts: Parts,
  shop: Shop,
  at: AsOf,
  segments: SavedSegments,
  some: readonly SavedSegment[],
): Promise<SegmentsQuestion> {
  const places = await placeSegments(
    parts.sql,
    shop.id,
    some.map(({ segment }) => segment.id),
  );
  const conditions = some.map(({ condition }) => condition);
  const question = await prepare(parts, shop, at, conditions, segments.byHandle);
  const byId = new Map<string, Condition>();
  for (const [index, condition] of question.conditions.entries()) {
    const saved = some[index];
    if (saved !== undefined) byId.set(saved.segment.id, condition);
  }
  return { conditions: byId, context: question.context, places };
}

/** Who of some profiles is to enter and leave segments. */
async function changesOf(
  { sql }: Parts,
  shop: ShopId,
  { conditions, context, places }: SegmentsQuestion,
  { profiles, relation }: Lot,
): Promise<MemberWord[]> {
  const query = compiling(() => bitsOfSome(conditions, { ...context, profiles: relation }, profiles));
  const [rows, before] = await Promise.all([
    sql.query<BitsRow>(query.sql, query.params),
    memberWords(sql, shop, profiles),
  ]);
  const membersBefore = (segment: string) => {
    const place = places.get(segment) ?? context.segmentPlaces.get(segment);
    return bitSet(rows, ({ profile_no }) => before.isMember(profile_no, place));
  };
  const changed = new Map<number, Map<number, bigint>>();
  const change = (profileNo: number, wordNo: number, bits: bigint) => {
    const words = changed.get(profileNo) ?? new Map<number, bigint>();
    changed.set(profileNo, words.set(wordNo, (words.get(wordNo) ?? 0n) | bits));
  };
  const selected = compiling(() => query.read(rows, membersBefore));
  for (const [segment, now] of selected) {
    const { wordNo, bit } = memberBit(places.get(segment) ?? -1);
    for (const [row] of differencesOf(now, membersBefore(segment), rows.length)) {
      change(rows[row]?.profile_no ?? 0, wordNo, 1n << BigInt(bit));
    }
  }
  // Whoever has no row any more is nobody's member.
  const there = new Set(rows.map((row) => row.profile_no));
  for (const profileNo of profiles.filter((each) => !there.has(each))) {
    for (const { wordNo, mask } of wordsOf([...conditions.keys()].flatMap((segment) => places.get(segment) ?? []))) {
      const left = before.bits(profileNo, wordNo) & mask;
      if (left !== 0n) change(profileNo, wordNo, left);
    }
  }
  return [...changed].flatMap(([profileNo, words]) =>
    [...words].map(([wordNo, bits]) => before.changed(profileNo, wordNo, bits)),
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
  record: (number: number) => Promise<ReadonlyMap<string, number>>,
): Promise<void> {
  const { ledger, sql } = parts;
  const number = await ledger.counters.reserve(shop, 'evaluation', 1);
  const followed = await followedThrough(ledger, shop);
  const isNext = followed === number - 1;
  if (!isNext) await followChanges(sql, shop, followed);
  const recorded = await record(number);
  const gained = isNext ? recorded : await membersGained(sql, shop, followed);
  await countEvaluation(parts, shop, number, gained);
}

/**
 * True for what may be the fault of one segment of those that are asked together: the others are to go on without it. All
 * else is of the stores, or a bug.
 */
export function isFaultOfSegment(error: unknown): error is CompileError | WarehouseError {
  return error instanceof CompileError || (error instanceof WarehouseError && !wentAway(error));
}

/**
 * Re-evaluates some segments for everybody, in one pass, and records who entered and left. Where that fails (a query
 * takes too long or too much memory, or cannot be compiled, say) each half has a pass of its own, and so on; one that fails
 * by itself says so, and when it is tried again; the others go on.
 *
 * @param some in an order in which none refers to a later one
 * @param why with `many`, more profiles than are worth comparing in one statement
 */
export async function evaluateSegments(
  parts: Parts,
  shop: Shop,
  at: AsOf,
  segments: SavedSegments,
  some: readonly SavedSegment[],
  why: { readonly cause: Cause; readonly many: boolean },
): Promise<void> {
  const evaluate = async (some: readonly SavedSegment[]) => {
    const { conditions, context, places } = await ask(parts, shop, at, segments, some);
    const selected = compiling(() => wordsQuery(conditions, context, places));
    await recordSelected(parts, shop.id, { at: at.now, ...why }, selected);
    await markFresh(parts, shop, at, some);
    await forgetFailures(
      parts,
      shop.id,
      some.map(({ segment }) => segment.id),
    );
  };
  await eachInHalves(some, evaluate, isFaultOfSegment, async ({ segment }, error) => {
    parts.onFault?.({ shop: shop.id, segment, error });
    const again = triedAgainAt(await postpone(parts, shop.id, segment), shop.timeZone);
    const reason = `The last evaluation failed and is tried again at ${again}: ${error.message}`;
    await parts.ledger.membershipStates.failed(shop.id, [segment], reason);
  });
}

function segmentsOf(some: readonly SavedSegment[]): Segment[] {
  return some.map(({ segment }) => segment);
}

/** Records who enters and leaves segments for everybody to be a member whom their queries select, and nobody else. */
async function recordSelected(
  parts: Parts,
  shop: ShopId,
  { many, ...why }: { readonly at: Instant; readonly cause: Cause; readonly many: boolean },
  selected: Selected,
): Promise<void> {
  const { sql } = parts;
  await asEvaluation(parts, shop, async (number) => {
    const changes = many ? undefined : await differenceOf(sql, shop, selected);
    if (changes === undefined) {
      const members = await recordDifference(sql, shop, { number, ...why }, selected);
      await followChanges(sql, shop, number - 1);
      return gainedSince(parts, shop, members);
    }
    await recordChanges(sql, shop, { number, ...why }, changes);
    return gainedBy(parts, shop, changes);
  });
}

/** Lets the members of deleted segments leave. A crash in between repeats it, and whoever has left does not leave again. */
export async function evaluateDeleted(parts: Parts, shop: Shop, at: AsOf): Promise<void> {
  const { ledger, sql } = parts;
  const segments = await ledger.membershipStates.deletedSegments(shop.id);
  if (segments.length === 0) return;
  const known = await segmentPlaces(sql, shop.id, segments);
  const places = segments.flatMap((segment) => known.get(segment) ?? []);
  if (places.length > 0) {
    await asEvaluation(parts, shop.id, async (number) => {
      const evaluation = { number, at: at.now, cause: 'definition' satisfies Cause };
      await recordLeaving(sql, shop.id, evaluation, wordsOf(places));
      await followChanges(sql, shop.id, number - 1);
      return gainedSince(parts, shop.id, new Map(places.map((place) => [place, 0])));
    });
  }
  await ledger.membershipStates.forget(shop.id, segments);
  await forgetFailures(parts, shop.id, segments);
}

/** Says that the members of segments take all that is derived into account. */
export async function markFresh(parts: Parts, shop: Shop, at: AsOf, some: readonly SavedSegment[]): Promise<void> {
  const evaluated = { evaluatedAt: at.now, cutoffsDay: at.today };
  await parts.ledger.membershipStates.fresh(shop.id, segmentsOf(some), evaluated);
}
