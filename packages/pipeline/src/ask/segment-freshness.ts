import type { MembershipState } from '@clientele/ledger';
import { type Instant, msOfInstant, type Shop, startOfDay } from '@clientele/model';
import { type Freshness, freshnessInWords, freshnessOf } from '@clientele/segmentation';
import { asOf } from '../as-of.js';
import { listsFollowed } from '../lists-followed.js';
import { FINER_MS } from '../next-turn.js';
import type { Parts } from '../parts.js';
import { postponedSegments, triedAgainAt } from '../postponed-segments.js';
import { listsIn } from '../references.js';
import { rfmConfiguration } from '../rfm-configuration.js';
import { queriesBehind, type SavedSegment, savedSegments } from '../saved-segments.js';

/** What members have not followed for so long is late. */
const LATE_AFTER_MS = 15 * 60_000;

/** What the members of a segment have still to follow, and since when. */
export interface Owed {
  /**
   * Records that were taken in; a decision by hand; the day that began; a moment within it, which may have turned somebody;
   * the query itself, or what it is about; or whatever could not be evaluated.
   */
  readonly reason: 'records' | 'list' | 'day' | 'moment' | 'definition' | 'failed';
  readonly since: Instant;
}

/** How stale the members of a segment can be, and how stale they are. */
export interface SegmentFreshness {
  readonly contract: Freshness;
  /** The contract as a sentence; behind it, when one that failed is tried again. */
  readonly words: string;
  /** Current: nothing is owed. Late: something is for longer than a quarter of an hour. */
  readonly state: 'current' | 'behind' | 'late';
  /** As of when the members are; null before the first time. */
  readonly evaluatedAt: Instant | null;
  readonly owed: readonly Owed[];
}

/** How fresh the saved segments of a shop are, by id; those whose query cannot be read are left out. */
export async function freshnessOfSegments(
  parts: Pick<Parts, 'ledger' | 'clock'>,
  shop: Shop,
): Promise<Map<string, SegmentFreshness>> {
  const { ledger } = parts;
  const [{ byHandle }, waitingSince] = await Promise.all([
    savedSegments(parts, shop.id),
    ledger.batches.waitingSince(shop.id),
  ]);
  const freshness = await freshnessReader(parts, shop, byHandle, waitingSince);
  return new Map([...byHandle.values()].map((saved) => [saved.segment.id, freshness(saved)]));
}

/**
 * Tells of each saved segment how fresh it is.
 *
 * @param waitingSince since when records are taken in that nothing follows yet
 */
export async function freshnessReader(
  parts: Pick<Parts, 'ledger' | 'clock'>,
  shop: Shop,
  byHandle: ReadonlyMap<string, SavedSegment>,
  waitingSince?: Instant,
): Promise<(saved: SavedSegment) => SegmentFreshness> {
  const { ledger, clock } = parts;
  const [states, rfm] = await Promise.all([ledger.membershipStates.list(shop.id), rfmConfiguration(ledger, shop.id)]);
  const stateOf = new Map(states.map((state) => [state.segment as string, state]));
  const conditions = new Map([...byHandle].map(([handle, { condition }]) => [handle, condition]));
  const unfollowed = await unfollowedLists(parts, shop, byHandle);
  const postponed = await postponedSegments(parts, shop.id);
  const at = asOf(parts, shop);
  const isLate = ({ reason, since }: Owed): boolean => {
    if (reason === 'failed') return true;
    const now = reason === 'day' || reason === 'moment' ? at.now : clock();
    return msOfInstant(now) - msOfInstant(since) > LATE_AFTER_MS;
  };
  return ({ segment, condition }) => {
    const contract = freshnessOf(condition, conditions, rfm);
    const state = stateOf.get(segment.id);
    const evaluated = state?.evaluated ?? null;
    const lists = [condition, ...queriesBehind([condition], byHandle).values()].flatMap(listsIn);
    const decided = lists.flatMap(({ handle }) => unfollowed.get(handle) ?? []).sort();
    const owed: Owed[] = [
      ...owedByState(state, segment.savedAt),
      ...decided.slice(0, 1).map((since): Owed => ({ reason: 'list', since })),
      ...(waitingSince === undefined ? [] : [{ reason: 'records', since: waitingSince } as const]),
    ];
    if (evaluated !== null && contract.time !== 'never' && evaluated.cutoffsDay !== at.today) {
      owed.push({ reason: 'day', since: startOfDay(at.today, shop.timeZone) });
    } else if (evaluated !== null && contract.time === 'moment' && isOverdue(evaluated.evaluatedAt, at.now)) {
      owed.push({ reason: 'moment', since: evaluated.evaluatedAt });
    }
    const again = state?.state === 'failed' ? postponed.get(segment.id) : undefined;
    const retry = again === undefined ? '' : ` Its evaluation is tried again at ${triedAgainAt(again, shop.timeZone)}.`;
    return {
      contract,
      words: `${freshnessInWords(contract)}${retry}`,
      state: owed.length === 0 ? 'current' : owed.some(isLate) ? 'late' : 'behind',
      evaluatedAt: evaluated?.evaluatedAt ?? null,
      owed,
    };
  };
}

/** Where hours matter, a segment is evaluated every minute: it owes something when that was not done. */
function isOverdue(evaluatedAt: Instant, now: Instant): boolean {
  return msOfInstant(now) - msOfInstant(evaluatedAt) > FINER_MS;
}

function owedByState(state: MembershipState | undefined, savedAt: Instant): Owed[] {
  const since = state?.evaluated?.evaluatedAt ?? savedAt;
  if (state?.state === 'failed') return [{ reason: 'failed', since }];
  if (state?.state === 'fresh') return [];
  const cause = state?.cause;
  return [{ reason: cause === 'list' || cause === 'records' || cause === 'day' ? cause : 'definition', since }];
}

/** When the newest decisions were made that no evaluation knows of yet, by the handle of the segment. */
async function unfollowedLists(
  { ledger }: Pick<Parts, 'ledger'>,
  shop: Shop,
  segments: ReadonlyMap<string, SavedSegment>,
): Promise<Map<string, Instant>> {
  const through = await listsFollowed(ledger, shop.id);
  const changed = [...segments.values()].filter(({ segment }) => segment.listed > through);
  const ids = changed.map(({ segment }) => segment.id);
  const numbers = changed.map(({ segment }) => segment.listed);
  const made = new Map((await ledger.listChanges.list(shop.id, ids, numbers)).map(({ segment, at }) => [segment, at]));
  return new Map(
    changed.flatMap(({ segment: { id, handle } }) => {
      const at = made.get(id);
      return at === undefined ? [] : [[handle, at]];
    }),
  );
}
