import type { Instant, Shop } from '@clientele/model';
import {
  bitsQuery,
  CATALOGUE,
  type ReferenceContext,
  type ReferenceShop,
  ratioText,
  referenceShop,
  type TraitValue,
} from '@clientele/segmentation';
import { allProfileNos, inLane, membershipsOf, plainProfiles, profileIds } from '@clientele/warehouse';
import { type AsOf, asOf } from '../as-of.js';
import { customTypes } from '../custom-attributes.js';
import { listsAbout } from '../lists.js';
import type { Parts } from '../parts.js';
import { prepare, prepareReference } from '../question.js';
import { type SavedSegment, savedSegments } from '../saved-segments.js';
import { Findings, type Mismatch } from './audit-findings.js';
import { auditShop } from './audit-shop.js';
import { NEEDS_RFM_CUTOFFS } from './rfm-cutoffs.js';
import { traitsOf } from './traits.js';

/** Profiles whose records are in memory at once. */
const PROFILES_AT_ONCE = 200;

/** Traits that one statement reads; a shop may have very many custom attributes. */
const NAMES_AT_ONCE = 200;

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
 * Recomputes traits and memberships from the raw records with the reference evaluator, and compares: stored memberships
 * each as of its own evaluation, with the cut-offs that were frozen for that day; traits as of the shop's own time. Where
 * all profiles are audited, so is what only the whole shop shows.
 */
export async function audit(asked: Parts, shop: Shop, options: AuditOptions = {}): Promise<Audit> {
  const sql = inLane(asked.sql, 'heavy');
  const parts = { ...asked, sql };
  const { byHandle } = await savedSegments(parts, shop.id);
  const moments = await auditedMoments(parts, shop, byHandle, options.asked);
  const segments = moments.flatMap(({ saved }) => saved);
  const profiles = spread(await allProfileNos(sql, shop.id), options.sample);
  const traitContext = await prepareReference(parts, shop, asOf(parts, shop), [NEEDS_RFM_CUTOFFS], byHandle);
  const found = new Findings();
  // What is wrong with the shop as a whole first: much of the rest follows from it.
  if (options.sample === undefined && options.asked === undefined) await auditShop(parts, shop, segments, found);
  for (let from = 0; from < profiles.length; from += PROFILES_AT_ONCE) {
    const some = profiles.slice(from, from + PROFILES_AT_ONCE);
    const ids = await profileIds(sql, shop.id, some);
    const plain = await plainProfiles(sql, shop.id, some);
    const stored = await answers(parts, shop, segments, byHandle, some, options.asked);
    for (const { saved, context } of moments) {
      const conditions = saved.map(({ condition }) => condition);
      const lists = await listsAbout(parts, shop, conditions, byHandle, ids);
      const reference = referenceShop(plain, { ...context, lists });
      for (const { segment, condition } of saved) {
        const members = reference.members(condition);
        for (const number of some) {
          const id = ids.get(number) ?? '';
          const isStored = stored.get(segment.id)?.has(number) ?? false;
          found.compare('segment', segment.handle, id, isStored ? 'in' : 'out', members.has(id) ? 'in' : 'out');
        }
      }
    }
    if (options.asked === undefined) {
      await auditTraits(parts, shop, some, ids, referenceShop(plain, traitContext), found);
    }
    options.onProgress?.(Math.min(from + PROFILES_AT_ONCE, profiles.length), profiles.length);
  }
  return { segments: segments.length, profiles: profiles.length, mismatches: found.count, examples: found.examples };
}

async function auditTraits(
  parts: Parts,
  shop: Shop,
  numbers: readonly number[],
  ids: ReadonlyMap<number, string>,
  reference: ReferenceShop,
  findings: Findings,
): Promise<void> {
  const names = [...CATALOGUE.attributes.keys(), ...(await customTypes(parts.ledger, shop.id)).keys()];
  for (let from = 0; from < names.length; from += NAMES_AT_ONCE) {
    const some = names.slice(from, from + NAMES_AT_ONCE);
    const stored = await traitsOf(parts, shop, numbers, undefined, some);
    for (const name of some) {
      const values = reference.trait(name);
      for (const number of numbers) {
        const id = ids.get(number) ?? '';
        findings.compare('trait', name, id, comparable(stored.get(number)?.get(name)), comparable(values.get(id)));
      }
    }
  }
}

/** A trait's value as text that is the same exactly when the values are. */
function comparable(value: TraitValue | undefined): string {
  switch (value?.kind) {
    case undefined:
      return 'absent';
    case 'number':
      return ratioText(value.number);
    case 'date':
      return value.at;
    case 'text':
      return value.text;
    case 'boolean':
      return String(value.boolean);
    case 'list':
      return [...new Set(value.texts)].sort().join(', ');
  }
}

/** Segments that are compared as of one moment. */
interface AuditedMoment {
  readonly at: AsOf;
  readonly saved: readonly SavedSegment[];
  readonly context: ReferenceContext;
}

/** The segments by the time as of which each is compared; one that was never evaluated has nothing to compare. */
async function auditedMoments(
  parts: Parts,
  shop: Shop,
  segments: ReadonlyMap<string, SavedSegment>,
  asked: Instant | undefined,
): Promise<AuditedMoment[]> {
  const states = await parts.ledger.membershipStates.list(shop.id);
  const moments = new Map<string, { at: AsOf; saved: SavedSegment[] }>();
  for (const saved of segments.values()) {
    const evaluated = states.find((state) => state.segment === saved.segment.id)?.evaluated ?? undefined;
    if (asked === undefined && evaluated === undefined) continue;
    const at: AsOf =
      asked === undefined && evaluated !== undefined
        ? { now: evaluated.evaluatedAt, today: evaluated.cutoffsDay, own: true }
        : asOf(parts, shop, asked);
    const moment = moments.get(at.now) ?? { at, saved: [] };
    moment.saved.push(saved);
    moments.set(at.now, moment);
  }
  return Promise.all(
    [...moments.values()].map(async ({ at, saved }) => ({
      at,
      saved,
      context: await prepareReference(
        parts,
        shop,
        at,
        saved.map(({ condition }) => condition),
        segments,
      ),
    })),
  );
}

async function answers(
  parts: Parts,
  shop: Shop,
  audited: readonly SavedSegment[],
  segments: ReadonlyMap<string, SavedSegment>,
  profileNos: readonly number[],
  asked: Instant | undefined,
): Promise<Map<string, Set<number>>> {
  const ids = audited.map(({ segment }) => segment.id);
  if (asked === undefined) return membershipsOf(parts.sql, shop.id, ids, profileNos);
  const conditions = audited.map(({ condition }) => condition);
  const question = await prepare(parts, shop, asOf(parts, shop, asked), conditions, segments);
  const query = bitsQuery(question.conditions, question.context, profileNos);
  const rows = await parts.sql.query<{ profile_no: number; holds: number[] }>(query.sql, query.params);
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
