import { asksForProducts } from '../compile/asks-for-products.js';
import { requiredCutoffs } from '../compile/cutoffs.js';
import { isElapsed } from '../compile/sequence-time.js';
import type { RfmConfiguration } from '../rfm/configuration.js';
import { durationsAtTheEnd, MOVING_TRAIT } from '../time/moving-leaves.js';
import type { Condition } from '../tree/condition.js';
import { amountsIn, conditionsIn } from '../tree/walk.js';

/** What the members of a segment follow, beside the records of each person, which they always do. */
export interface Freshness {
  /**
   * When they change though nothing happens: never; at the shop's midnight; or at moments within the day too, as those
   * that `-6h` leads to.
   */
  readonly time: 'never' | 'day' | 'moment';
  /** Whether cut-offs of the whole shop decide, which are taken once a day. */
  readonly cutoffs: boolean;
  /** Whether they change with what products are. */
  readonly products: boolean;
  /** Whether they change with what people decide by hand. */
  readonly lists: boolean;
  /** Whether they change with the share that the shop holds out. */
  readonly holdOut: boolean;
}

/**
 * How stale the members of a condition can be, told by the condition alone.
 *
 * @param segments that it may refer to, by handle; what those follow, it follows
 */
export function freshnessOf(
  condition: Condition,
  segments: ReadonlyMap<string, Condition>,
  rfm: RfmConfiguration,
): Freshness {
  const parts = [...partsOf(condition, segments, new Set())];
  const cutoffs = parts.some((part) => requiredCutoffs(part, rfm).length > 0);
  const times = parts.map(timeOf);
  return {
    time: times.includes('moment') ? 'moment' : cutoffs || times.includes('day') ? 'day' : 'never',
    cutoffs,
    products: parts.some(asksForProducts),
    lists: parts.some(({ kind }) => kind === 'listed'),
    holdOut: parts.some(({ kind }) => kind === 'hold-out'),
  };
}

/** The single conditions in a condition, through segments too; into each segment once. */
function* partsOf(
  condition: Condition,
  segments: ReadonlyMap<string, Condition>,
  seen: Set<string>,
): Generator<Condition> {
  for (const part of conditionsIn(condition)) {
    if (part.kind === 'and' || part.kind === 'or' || part.kind === 'not') continue;
    if (part.kind !== 'segment') yield part;
    else if (!seen.has(part.handle)) {
      seen.add(part.handle);
      const behind = segments.get(part.handle);
      if (behind !== undefined) yield* partsOf(behind, segments, seen);
    }
  }
}

function timeOf(part: Condition): Freshness['time'] {
  const amounts = [...amountsIn(part)];
  const pauses = part.kind === 'sequence' ? durationsAtTheEnd(part) : [];
  if (amounts.some(({ kind }) => kind === 'moment') || pauses.some(isElapsed)) return 'moment';
  const isTrend = part.kind === 'test' && part.test.kind === 'trend';
  const turns = amounts.some(
    (amount) =>
      amount.kind === 'offset' ||
      amount.kind === 'named-day' ||
      (amount.kind === 'attribute' && amount.name === MOVING_TRAIT),
  );
  return turns || isTrend || pauses.length > 0 ? 'day' : 'never';
}
