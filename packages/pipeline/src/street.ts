import type { Shop } from '@clientele/model';
import { movesInTime } from '@clientele/segmentation';
import {
  dropDecisions,
  dropStaged,
  forgetDerived,
  inLane,
  MOST_DIFFERENCES,
  mendByCustomer,
  mendIdentifiers,
  profileCount,
  touchedCustomers,
} from '@clientele/warehouse';
import { type AsOf, asOf } from './as-of.js';
import { NEEDS_RFM_CUTOFFS } from './ask/rfm-cutoffs.js';
import { type Derivation, derive } from './derive.js';
import {
  type Cause,
  evaluateDeleted,
  evaluateProfiles,
  evaluateSegments,
  isFaultOfSegment,
  MEMBERSHIP_CAUSES,
  markFresh,
} from './evaluate.js';
import { eachInHalves } from './in-halves.js';
import type { Parts } from './parts.js';
import { persistently } from './persistently.js';
import { postponedSegments } from './postponed-segments.js';
import { compileContext, prepare } from './question.js';
import { referencesIn } from './references.js';
import { renew } from './renew.js';
import { inLevels, notEvaluated, type SavedSegment, type SavedSegments, savedSegments } from './saved-segments.js';

/** Customers of cut short batches that are compared with the facts at once. */
const MENDED_AT_ONCE = 5_000;

/** What the street is doing, for whoever waits. */
export type StreetProgress =
  | { readonly step: 'profiles'; readonly done: number; readonly of: number }
  | { readonly step: 'segments'; readonly done: number; readonly of: number };

/**
 * Takes a shop's written batches all the way: identity, traits, memberships. Whatever part of it a crash leaves undone
 * is done by the next call, and a call with nothing to do does nothing. Calls for one shop must not overlap. Nobody
 * waits for it, so it asks in the heavy lane.
 */
export function advance(
  parts: Parts,
  shop: Shop,
  onProgress: (progress: StreetProgress) => void = () => {},
): Promise<Derivation> {
  const patient = { ...parts, sql: inLane(parts.sql, 'heavy') };
  return persistently(patient, () => takeOn(patient, shop, onProgress));
}

async function takeOn(parts: Parts, shop: Shop, onProgress: (progress: StreetProgress) => void): Promise<Derivation> {
  const { ledger } = parts;
  await recover(parts, shop);
  await renew(parts, shop);
  const derivation = await derive(parts, shop.id, (done, of) => onProgress({ step: 'profiles', done, of }));
  const at: AsOf = { ...asOf(parts, shop), settled: true };
  let counted: Promise<number> | undefined;
  const countProfiles: CountProfiles = () => {
    counted ??= profileCount(parts.sql, shop.id);
    return counted;
  };
  const isAnother = await isAnotherShop(derivation, countProfiles);
  if (isAnother) await ledger.cutoffs.thaw(shop.id, at.today);
  // Whoever asks while more is on its way may not freeze them, and would compute them every time.
  await prepare(parts, shop, at, [NEEDS_RFM_CUTOFFS], new Map());

  await evaluateDeleted(parts, shop, at);
  const segments = await savedSegments(parts, shop.id);
  await sayUnreadable(parts, shop, segments);
  const { fresh, turned, stale } = await byFreshness(parts, shop, at, segments, isAnother);
  const behind = await refreshed(parts, shop, at, segments, fresh, derivation);
  // All are marked before the first is evaluated, so that a crash in between forgets none.
  const due = inOrder(segments, [...stale, ...behind]);
  for (const cause of MEMBERSHIP_CAUSES) {
    const marked = due.filter((each) => each.cause === cause).map(({ segment }) => segment);
    await ledger.membershipStates.evaluating(shop.id, marked, cause);
  }
  let done = 0;
  for (const { cause, some } of inPasses(due)) {
    const many = (await countProfiles()) > MOST_DIFFERENCES;
    await evaluateSegments(parts, shop, at, segments, some, { cause, many });
    done += some.length;
    onProgress({ step: 'segments', done, of: due.length });
  }
  const newest = derivation.batches[derivation.batches.length - 1];
  if (newest !== undefined) {
    // Before the batches are derived, so that what a crash leaves staged goes with the next try.
    if (derivation.staged !== undefined) await dropStaged(parts.sql, shop.id);
    await ledger.batches.derived(shop.id, newest);
    if ((await ledger.batches.waitingSince(shop.id)) === undefined) await forgetDerived(parts.sql, shop.id);
  }
  const failed = new Set(behind.map(({ segment }) => segment.id));
  const followed = (newest === undefined ? turned : fresh).filter(({ segment }) => !failed.has(segment.id));
  await markFresh(parts, shop, at, followed);
  return derivation;
}

/** A segment whose query cannot be evaluated is not up to date, however its members once came about. */
async function sayUnreadable({ ledger }: Parts, shop: Shop, segments: SavedSegments): Promise<void> {
  const ordered = new Set(inLevels(segments.byHandle).flat());
  const lost = [...segments.byHandle.values()].filter((saved) => !ordered.has(saved));
  const faults = [
    ...segments.unreadable.map(({ segment, reason }) => ({ segment, error: notEvaluated(reason) })),
    ...lost.map(({ segment }) => ({ segment, error: notEvaluated(undefined) })),
  ];
  for (const { segment, error } of faults) {
    await ledger.membershipStates.failed(shop.id, [segment], error);
  }
}

/** A share of profiles: when more than that change at once, shop-wide cut-offs of the morning say nothing any more. */
const ANOTHER_SHOP = 0.05;

/** How many profiles the shop has, once they are derived; counted when it is first asked. */
type CountProfiles = () => Promise<number>;

async function isAnotherShop({ profiles }: Derivation, countProfiles: CountProfiles): Promise<boolean> {
  if (profiles === 'all') return true;
  return profiles.length > 0 && profiles.length > ANOTHER_SHOP * (await countProfiles());
}

type Due = SavedSegment & { readonly cause: Cause };

interface Freshness {
  /** Those whose members only have to follow the changed profiles. */
  readonly fresh: readonly SavedSegment[];
  /** Of these, those that another day changes nothing of. */
  readonly turned: readonly SavedSegment[];
  /** Those to be evaluated for everybody. */
  readonly stale: readonly Due[];
}

/**
 * Tells segments apart by whether they are to be evaluated for everybody: because they ask something else as time goes
 * by, their query changed, they failed and are to be tried again, or a segment that they refer to is such a one. Those
 * that are to be tried later are neither. In order of reference.
 */
async function byFreshness(
  parts: Parts,
  shop: Shop,
  at: AsOf,
  segments: SavedSegments,
  isAnother: boolean,
): Promise<Freshness> {
  const context = await compileContext(parts, shop, at);
  const states = new Map((await parts.ledger.membershipStates.list(shop.id)).map((state) => [state.segment, state]));
  const postponed = await postponedSegments(parts, shop.id);
  const now = parts.clock();
  const stale = new Map<string, Due>();
  const fresh: SavedSegment[] = [];
  const turned: SavedSegment[] = [];
  for (const saved of inLevels(segments.byHandle).flat()) {
    const { segment, condition } = saved;
    const state = states.get(segment.id);
    const again = postponed.get(segment.id);
    if (state?.state === 'failed' && again !== undefined && again > now) continue;
    const evaluated = state?.version === segment.version ? state.evaluated : null;
    const refersToStale = referencesIn(condition).find(({ handle }) => stale.has(handle));
    const cause = causeOf();
    if (cause === undefined) fresh.push(saved);
    if (cause === undefined && evaluated?.cutoffsDay !== at.today) turned.push(saved);
    if (cause !== undefined) stale.set(segment.handle, { ...saved, cause });

    function causeOf(): Cause | undefined {
      if (evaluated === null) return 'definition';
      const isAnotherDay = evaluated.cutoffsDay !== at.today;
      if (mayMove(condition, context, evaluated.evaluatedAt, isAnotherDay)) return 'day';
      const due = state?.state === 'evaluating' ? MEMBERSHIP_CAUSES.find((cause) => cause === state.cause) : undefined;
      if (due !== undefined) return due;
      if (isAnother || state?.state !== 'fresh') return 'records';
      return refersToStale === undefined ? undefined : stale.get(refersToStale.handle)?.cause;
    }
  }
  return { fresh, turned, stale: [...stale.values()] };
}

/** Like `movesInTime`; what that cannot tell is due, and its evaluation says what is wrong with it. */
function mayMove(...asked: Parameters<typeof movesInTime>): boolean {
  try {
    return movesInTime(...asked);
  } catch {
    return true;
  }
}

/** So that none refers to a later one. */
function inOrder(segments: SavedSegments, due: readonly Due[]): readonly Due[] {
  const byId = new Map(due.map((each) => [each.segment.id, each]));
  return inLevels(segments.byHandle)
    .flat()
    .flatMap(({ segment }) => byId.get(segment.id) ?? []);
}

/** Segments that one pass evaluates for everybody: what they have in common is computed once; more would take more of the engine's memory. */
const SEGMENTS_OF_A_PASS = 512;

interface Pass {
  readonly cause: Cause;
  readonly some: readonly SavedSegment[];
}

/** Segments that are evaluated for everybody, in passes. */
function inPasses(due: readonly Due[]): readonly Pass[] {
  const passes: { cause: Cause; some: SavedSegment[] }[] = [];
  for (const { cause, ...saved } of due) {
    const last = passes[passes.length - 1];
    if (last?.cause === cause && last.some.length < SEGMENTS_OF_A_PASS) last.some.push(saved);
    else passes.push({ cause, some: [saved] });
  }
  return passes;
}

/** Where more segments cannot follow, it is not for what each of them asks, and the rest are not tried. */
const MOST_FAULTS = 8;

/**
 * Lets the changed profiles enter and leave the fresh segments, in order of reference; the rest are due for everybody:
 * those for which that fails, and those that refer to them.
 */
async function refreshed(
  parts: Parts,
  shop: Shop,
  at: AsOf,
  segments: SavedSegments,
  fresh: readonly SavedSegment[],
  { profiles, staged }: Derivation,
): Promise<Due[]> {
  if (profiles === 'all' || profiles.length === 0) return [];
  const changed = { profiles, ...(staged && { staged }) };
  const behind = new Set<string>();
  let faults = 0;
  const refersBehind = ({ condition }: SavedSegment) =>
    referencesIn(condition).some(({ handle }) => behind.has(handle));
  const follow = async (some: readonly SavedSegment[]) => {
    for (const saved of some) if (faults > MOST_FAULTS || refersBehind(saved)) behind.add(saved.segment.handle);
    const able = some.filter(({ segment }) => !behind.has(segment.handle));
    if (able.length > 0) await evaluateProfiles(parts, shop, at, segments, able, changed);
  };
  await eachInHalves(fresh, follow, isFaultOfSegment, ({ segment }, error) => {
    parts.onFault?.({ shop: shop.id, segment, error });
    behind.add(segment.handle);
    faults += 1;
  });
  return fresh.filter(({ segment }) => behind.has(segment.handle)).map((saved) => ({ ...saved, cause: 'records' }));
}

/**
 * Closes the batches whose writing a crash or an error cut short. What they wrote is derived like any other; the rest of
 * their input is read again by its import. A change of a list that was cut short is taken back. Only in the shop's turn, when nobody writes.
 */
async function recover({ ledger, sql, clock }: Parts, shop: Shop): Promise<void> {
  const cut = (await ledger.batches.unfinished(shop.id)).map(({ id }) => id);
  const { customers: touched } = await touchedCustomers(sql, shop.id, cut);
  for (let from = 0; from < touched.length; from += MENDED_AT_ONCE) {
    const some = touched.slice(from, from + MENDED_AT_ONCE);
    await mendByCustomer(sql, shop, some);
    await mendIdentifiers(sql, shop, some);
  }
  for (const batch of cut) await ledger.batches.written(shop.id, batch, clock());
  const cutLists = await ledger.listChanges.unfinished(shop.id);
  await dropDecisions(sql, shop.id, cutLists);
  for (const change of cutLists) await ledger.listChanges.forget(shop.id, change);
}
