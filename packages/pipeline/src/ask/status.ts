import type { Instant, Shop } from '@clientele/model';
import { profileCount, type RecordCounts, type Revenue, shopCounts } from '@clientele/warehouse';
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

/** What a shop holds, whatever the time asked for, and how fresh it is. */
export async function status(parts: Parts, shop: Shop, asked?: Instant): Promise<ShopStatus> {
  const { ledger, sql } = parts;
  const [counts, profiles, segments, states, refused, pending, open] = await Promise.all([
    shopCounts(sql, shop.id),
    profileCount(sql, shop.id),
    ledger.segments.list(shop.id),
    ledger.membershipStates.list(shop.id),
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
