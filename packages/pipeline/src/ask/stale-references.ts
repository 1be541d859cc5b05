import { type Instant, localDateTimeOf, type Shop, type TimeZone } from '@clientele/model';
import type { Condition } from '@clientele/segmentation';
import type { AsOf } from '../as-of.js';
import type { Parts } from '../parts.js';
import { queriesBehind, type SavedSegment } from '../saved-segments.js';
import { unevaluatedBehind } from '../unevaluated.js';
import { freshnessReader, type Owed } from './segment-freshness.js';

/** A segment that a question refers to, directly or through others, whose members are not who it asks for now. */
export interface StaleReference {
  /** Its handle. */
  readonly segment: string;
  /** Its members, as they were recorded last; its query, where it was never evaluated. */
  readonly answeredBy: 'members' | 'query';
  /** As of when its members are; null where no evaluation holds for what it asks now. */
  readonly evaluatedAt: Instant | null;
  /** What its members have still to follow. */
  readonly owed: readonly Owed[];
  /** The same as a sentence. */
  readonly message: string;
}

/**
 * What an answer at the shop's own time does not take into account since it rests on members of segments; at another
 * time it rests on queries alone. Records that are not derived yet, for which all else in the answer waits too, are no
 * part of it.
 */
export async function staleReferences(
  parts: Pick<Parts, 'ledger' | 'clock'>,
  shop: Shop,
  at: AsOf,
  conditions: readonly Condition[],
  segments: ReadonlyMap<string, SavedSegment>,
): Promise<StaleReference[]> {
  const behind = at.own ? [...queriesBehind(conditions, segments).keys()].toSorted() : [];
  if (behind.length === 0) return [];
  const [freshness, unevaluated] = await Promise.all([
    freshnessReader(parts, shop, segments),
    unevaluatedBehind(parts, shop.id, conditions, segments),
  ]);
  return behind.flatMap((handle) => {
    const saved = segments.get(handle);
    const { state, evaluatedAt, owed } = saved === undefined ? CURRENT : freshness(saved);
    if (state === 'current') return [];
    const answeredBy = unevaluated.has(handle) ? 'query' : 'members';
    const message =
      answeredBy === 'query'
        ? `The segment '${handle}' was not evaluated yet: its query was asked.`
        : `The members of '${handle}' ${evaluatedAt === null ? '' : `are those of ${minuteOf(evaluatedAt, shop.timeZone)} and `}do not follow ${owedInWords(owed)} yet.${hasFailed(owed) ? ' The last evaluation failed.' : ''}`;
    return { segment: handle, answeredBy, evaluatedAt, owed, message } as const;
  });
}

const CURRENT = { state: 'current', evaluatedAt: null, owed: [] } as const;

const WORDS: Readonly<Record<Owed['reason'], string>> = {
  definition: 'what it asks now',
  records: 'the newest records',
  list: 'the newest decisions by hand',
  day: 'the new day',
  moment: 'the last minutes',
  failed: 'what came later',
};

/** `2026-11-22 23:50`, as the shop's clocks showed it. */
function minuteOf(at: Instant, zone: TimeZone): string {
  return localDateTimeOf(at, zone).slice(0, 16).replace('T', ' ');
}

function hasFailed(owed: readonly Owed[]): boolean {
  return owed.some(({ reason }) => reason === 'failed');
}

function owedInWords(owed: readonly Owed[]): string {
  return new Intl.ListFormat('en').format(new Set(owed.map(({ reason }) => WORDS[reason])));
}
