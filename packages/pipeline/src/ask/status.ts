import type { MembershipState, Segment } from '@clientele/ledger';
import type { Instant, Shop, ShopId } from '@clientele/model';
import { profileCount, type RecordCounts, type Revenue, type ShopCounts, shopCounts } from '@clientele/warehouse';
import { asOf } from '../as-of.js';
import type { Parts } from '../parts.js';

export interface ShopStatus {
  readonly shop: string;
  readonly records: RecordCounts;
  readonly profiles: number;
  readonly segments: number;
  readonly revenue: Revenue & { readonly currency: string };
  readonly refused: number;
  /** Batches that are not, or not wholly, in profiles and memberships yet. */
  readonly pendingBatches: number;
  readonly asOf: Instant;
  /** The oldest evaluation among the saved segments; null while one has never been evaluated. */
  readonly evaluatedAt: Instant | null;
}

/** What else than its status may ask of a shop; whoever asks several questions hands over what it reads once for all. */
export interface ShopReads {
  /** How many profiles it has. */
  readonly profileCount: () => Promise<number>;
  readonly segments: () => Promise<readonly Segment[]>;
  readonly membershipStates: () => Promise<readonly MembershipState[]>;
}

/** The same read each time anew. */
export function shopReads({ ledger, sql }: Pick<Parts, 'ledger' | 'sql'>, shop: ShopId): ShopReads {
  return {
    profileCount: () => profileCount(sql, shop),
    segments: () => ledger.segments.list(shop),
    membershipStates: () => ledger.membershipStates.list(shop),
  };
}

/** What a shop holds, whatever the time asked for, and how fresh it is. */
export async function status(
  parts: Parts,
  shop: Shop,
  asked?: Instant,
  reads: ShopReads = shopReads(parts, shop.id),
): Promise<ShopStatus> {
  const { ledger } = parts;
  const [counts, profiles, segments, states, refused, pending, open] = await Promise.all([
    countsOf(parts, shop.id),
    reads.profileCount(),
    reads.segments(),
    reads.membershipStates(),
    ledger.refused.count(shop.id),
    ledger.batches.pending(shop.id),
    ledger.batches.unfinished(shop.id),
  ]);
  const evaluations = segments.map(
    (segment) => states.find((state) => state.segment === segment.id)?.evaluated ?? null,
  );
  const dates = evaluations.flatMap((evaluation) => (evaluation === null ? [] : [evaluation.evaluatedAt])).sort();
  return {
    shop: shop.id,
    records: counts.records,
    profiles,
    segments: segments.length,
    revenue: { ...counts.revenue, currency: shop.currency },
    refused,
    pendingBatches: pending.length + open.length,
    asOf: asOf(parts, shop, asked).now,
    evaluatedAt: dates.length === segments.length ? (dates[0] ?? null) : null,
  };
}

/** Where the counts of a shop are kept; another name when their shape changes. */
const SETTING = 'record-counts/1';

/**
 * The counts and sums of all records. They need every order, and only a batch changes them; so they are kept with the
 * batch that they were taken at, unless one is under way.
 */
async function countsOf(parts: Parts, shop: ShopId): Promise<ShopCounts> {
  const { settings } = parts.ledger;
  const through = await quietSince(parts, shop);
  const kept = (await settings.get(shop, SETTING)) as { through: number; counts: ShopCounts } | undefined;
  if (kept !== undefined && kept.through === through) return kept.counts;
  const counts = await shopCounts(parts.sql, shop);
  if (through !== undefined && through === (await quietSince(parts, shop))) {
    const { records, revenue } = counts;
    await settings.set(shop, SETTING, { through, counts: { records: { ...records }, revenue: { ...revenue } } });
  }
  return counts;
}

/** The newest batch, where all are written and derived. */
async function quietSince({ ledger }: Parts, shop: ShopId): Promise<number | undefined> {
  const [open, pending] = [await ledger.batches.unfinished(shop), await ledger.batches.pending(shop)];
  return open.length + pending.length === 0 ? ledger.batches.derivedThrough(shop) : undefined;
}
