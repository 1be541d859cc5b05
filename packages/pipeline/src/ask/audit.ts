import type { Instant, Shop } from '@clientele/model';
import { bitsQuery, evaluateProfile } from '@clientele/segmentation';
import { allProfileNos, membershipsOf, plainProfiles, profileIds } from '@clientele/warehouse';
import { type AsOf, asOf } from '../as-of.js';
import type { Parts } from '../parts.js';
import { prepare, prepareReference } from '../question.js';
import { type SavedSegment, savedSegments } from '../saved-segments.js';

/** Profiles whose records are in memory at once. */
const PROFILES_AT_ONCE = 200;
const EXAMPLES = 10;

export interface Mismatch {
  readonly segment: string;
  readonly profile: string;
  /** What is stored, or what the engine answers. */
  readonly stored: boolean;
  /** What the reference evaluator finds in the records. */
  readonly found: boolean;
}

export interface Audit {
  readonly segments: number;
  readonly profiles: number;
  readonly mismatches: number;
  /** The first few. */
  readonly examples: readonly Mismatch[];
}

export interface AuditOptions {
  /** Only so many profiles, evenly spread over all. */
  readonly sample?: number;
  /** Compare the engine with the reference as of this instant, instead of what is stored with what was true then. */
  readonly asked?: Instant;
  readonly onProgress?: (done: number, of: number) => void;
}

/**
 * Recomputes memberships from the raw records with the reference evaluator, and compares: stored memberships each as
 * of its own evaluation, with the cut-offs that were frozen for that day.
 */
export async function audit(parts: Parts, shop: Shop, options: AuditOptions = {}): Promise<Audit> {
  const { sql } = parts;
  const { byHandle } = await savedSegments(parts, shop.id);
  const audited = await auditedSegments(parts, shop, byHandle, options.asked);
  const profiles = spread(await allProfileNos(sql, shop.id), options.sample);
  const mismatches: Mismatch[] = [];
  let count = 0;
  for (let from = 0; from < profiles.length; from += PROFILES_AT_ONCE) {
    const some = profiles.slice(from, from + PROFILES_AT_ONCE);
    const ids = await profileIds(sql, shop.id, some);
    const byId = new Map((await plainProfiles(sql, shop.id, some)).map((profile) => [profile.id, profile]));
    const stored = await answers(parts, shop, audited, byHandle, some, options.asked);
    for (const { saved, context } of audited) {
      for (const profileNo of some) {
        const id = ids.get(profileNo) ?? '';
        const profile = byId.get(id);
        const found = profile !== undefined && evaluateProfile(saved.condition, profile, context);
        const answer = stored.get(saved.segment.id)?.has(profileNo) ?? false;
        if (found === answer) continue;
        count += 1;
        if (mismatches.length < EXAMPLES) {
          mismatches.push({ segment: saved.segment.handle, profile: id, stored: answer, found });
        }
      }
    }
    options.onProgress?.(Math.min(from + PROFILES_AT_ONCE, profiles.length), profiles.length);
  }
  return { segments: audited.length, profiles: profiles.length, mismatches: count, examples: mismatches };
}

interface Audited {
  readonly saved: SavedSegment;
  readonly at: AsOf;
  readonly context: Awaited<ReturnType<typeof prepareReference>>;
}

/** The segments with the time as of which each is compared; one that was never evaluated has nothing to compare. */
async function auditedSegments(
  parts: Parts,
  shop: Shop,
  segments: ReadonlyMap<string, SavedSegment>,
  asked: Instant | undefined,
): Promise<Audited[]> {
  const states = await parts.ledger.membershipStates.list(shop.id);
  const audited: Audited[] = [];
  for (const saved of segments.values()) {
    const evaluated = states.find((state) => state.segment === saved.segment.id)?.evaluated;
    if (asked === undefined && (evaluated === null || evaluated === undefined)) continue;
    const at: AsOf =
      asked === undefined && evaluated !== null && evaluated !== undefined
        ? { now: evaluated.evaluatedAt, today: evaluated.cutoffsDay, own: true }
        : asOf(parts, shop, asked);
    const context = await prepareReference(parts, shop, at, [saved.condition], segments);
    audited.push({ saved, at, context });
  }
  return audited;
}

async function answers(
  parts: Parts,
  shop: Shop,
  audited: readonly Audited[],
  segments: ReadonlyMap<string, SavedSegment>,
  profileNos: readonly number[],
  asked: Instant | undefined,
): Promise<Map<string, Set<number>>> {
  const ids = audited.map(({ saved }) => saved.segment.id);
  if (asked === undefined) return membershipsOf(parts.sql, shop.id, ids, profileNos);
  const conditions = audited.map(({ saved }) => saved.condition);
  const question = await prepare(parts, shop, asOf(parts, shop, asked), conditions, segments);
  const query = bitsQuery(question.conditions, question.context, profileNos);
  const rows = await parts.sql.query<{ profile_no: number; holds: number[] }>(query.sql, {
    ...query.params,
    ...question.parameters,
  });
  return new Map(
    ids.map((id, index) => [id, new Set(rows.filter((row) => row.holds.includes(index)).map((row) => row.profile_no))]),
  );
}

/** Evenly spread over the list, the first and the last among them. */
function spread(numbers: readonly number[], sample: number | undefined): number[] {
  if (sample === undefined || sample >= numbers.length) return [...numbers];
  const step = (numbers.length - 1) / Math.max(1, sample - 1);
  return Array.from({ length: sample }, (_, index) => numbers[Math.round(index * step)] ?? 0);
}
