import { type Decimal, decimalSum, type Instant, type Shop, toMillionths } from '@clientele/model';
import { previewQuery } from '@clientele/segmentation';
import { inLane, type RequestOptions } from '@clientele/warehouse';
import { asOf } from '../as-of.js';
import type { Parts } from '../parts.js';
import { prepare } from '../question.js';
import type { FoundProfile } from './find-profile.js';
import { named } from './profile-page.js';
import { type ReadQuery, readQuery } from './read-query.js';

/** What a query would select, not saved. */
export interface Preview {
  readonly outcome: 'previewed';
  readonly canonical: string;
  readonly count: number;
  /** All profiles of the shop. */
  readonly of: number;
  /** What those selected spent, in the shop's currency. */
  readonly revenue: Decimal;
  /** What all profiles spent. */
  readonly revenueOf: Decimal;
  /** The part of that, 0 to 1. */
  readonly revenueShare: number;
  readonly sample: readonly FoundProfile[];
  readonly asOf: Instant;
}

/**
 * The size, money and first few profiles of a query, at the shop's own time or at another.
 *
 * @param options with a key, the newest preview of that key ends the one before
 */
export async function preview(
  parts: Parts,
  shop: Shop,
  query: string,
  { sample, asked }: { readonly sample: number; readonly asked?: Instant },
  options: RequestOptions = {},
): Promise<Preview | Extract<ReadQuery, { outcome: 'invalid' }>> {
  const read = await readQuery(parts, shop.id, query);
  if (read.outcome === 'invalid') return read;
  const at = asOf(parts, shop, asked);
  const question = await prepare(parts, shop, at, [read.condition], read.segments, options);
  const compiled = previewQuery(question.conditions[0] ?? read.condition, question.context, sample);
  const [found] = await parts.sql.query<PreviewRow>(compiled.sql, compiled.params, options);
  const [revenue, revenueOf] = [decimalSum(found?.spent ?? '0'), decimalSum(found?.spent_by_all ?? '0')];
  return {
    outcome: 'previewed',
    canonical: read.canonical,
    count: Number(found?.count ?? 0),
    of: Number(found?.of ?? 0),
    revenue,
    revenueOf,
    revenueShare: shareOf(revenue, revenueOf),
    sample: await named({ sql: inLane(parts.sql, 'look-up') }, shop, found?.sample ?? []),
    asOf: at.now,
  };
}

interface PreviewRow {
  readonly count: string;
  readonly of: string;
  readonly spent: string;
  readonly spent_by_all: string;
  readonly sample: readonly number[];
}

/** To six decimals; 0 where there is nothing to have a part of. */
function shareOf(part: Decimal, whole: Decimal): number {
  const all = toMillionths(whole);
  return all === 0n ? 0 : Number((toMillionths(part) * 1_000_000n) / all) / 1_000_000;
}
