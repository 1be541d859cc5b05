import type { Segment } from '@clientele/ledger';
import { type Decimal, decimalSum, type Instant, type Shop, toMillionths } from '@clientele/model';
import { previewQuery, printCondition } from '@clientele/segmentation';
import { inLane, type RequestOptions } from '@clientele/warehouse';
import { asOf } from '../as-of.js';
import { membership } from '../membership.js';
import type { Parts } from '../parts.js';
import { prepare } from '../question.js';
import type { FoundProfile } from './find-profile.js';
import { named } from './profile-page.js';
import { type ReadQuery, readQuery } from './read-query.js';
import { type StaleReference, staleReferences } from './stale-references.js';

/** What a query would select, not saved. */
export interface Preview {
  readonly outcome: 'previewed';
  /** The query with what was decided by hand, as text. */
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
  readonly stale: readonly StaleReference[];
}

/**
 * The size, money and first few profiles of a query, at the shop's own time or at another; in a segment's place whoever was
 * added to it by hand is in, and whoever was excluded is not.
 *
 * @param options with a key, the newest preview of that key ends the one before
 */
export async function preview(
  parts: Parts,
  shop: Shop,
  query: string,
  {
    sample,
    asked,
    inPlaceOf,
  }: { readonly sample: number; readonly asked?: Instant; readonly inPlaceOf?: Pick<Segment, 'handle' | 'listed'> },
  options: RequestOptions = {},
): Promise<Preview | Extract<ReadQuery, { outcome: 'invalid' }>> {
  const read = await readQuery(parts, shop.id, query);
  if (read.outcome === 'invalid') return read;
  const at = asOf(parts, shop, asked);
  const condition = inPlaceOf === undefined ? read.condition : membership(inPlaceOf, read.condition);
  const question = await prepare(parts, shop, at, [condition], read.segments, options);
  const compiled = previewQuery(question.conditions[0] ?? condition, question.context, sample);
  const [found] = await parts.sql.query<PreviewRow>(compiled.sql, compiled.params, options);
  const [revenue, revenueOf] = [decimalSum(found?.spent ?? '0'), decimalSum(found?.spent_by_all ?? '0')];
  return {
    outcome: 'previewed',
    canonical: condition === read.condition ? read.canonical : printCondition(condition),
    count: Number(found?.count ?? 0),
    of: Number(found?.of ?? 0),
    revenue,
    revenueOf,
    revenueShare: shareOf(revenue, revenueOf),
    sample: await named({ sql: inLane(parts.sql, 'look-up') }, shop, found?.sample ?? []),
    asOf: at.now,
    stale: await staleReferences(parts, shop, at, [condition], read.segments),
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
