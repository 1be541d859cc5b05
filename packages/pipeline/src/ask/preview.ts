import { type Decimal, decimalSum, type Instant, type Shop, toMillionths } from '@clientele/model';
import { summaryQuery } from '@clientele/segmentation';
import type { RequestOptions } from '@clientele/warehouse';
import { asOf } from '../as-of.js';
import type { Parts } from '../parts.js';
import { prepare } from '../question.js';
import type { FoundProfile } from './find-profile.js';
import { profilePage } from './profile-page.js';
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
  /** Their part of what all profiles spent, 0 to 1. */
  readonly revenueShare: number;
  readonly sample: readonly FoundProfile[];
  readonly asOf: Instant;
}

/**
 * The size, money and first few profiles of a query, at the shop's own time or at another.
 *
 * @param options of every statement; its key is taken for a prefix, so that the newest preview ends the one before
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
  const question = await prepare(parts, shop, at, [read.condition], read.segments);
  const summary = summaryQuery(question.conditions[0] ?? read.condition, question.context);
  const keyed = (part: string) => ({ ...options, ...(options.key && { key: `${options.key}/${part}` }) });
  const [summaries, totals, page] = await Promise.all([
    parts.sql.query<Summary>(summary.sql, { ...summary.params, ...question.parameters }, keyed('summary')),
    parts.sql.query<Summary>(
      'SELECT count() AS count, sum(amount_spent) AS amount_spent FROM profiles WHERE shop = {shop:String}',
      { shop: shop.id },
      keyed('totals'),
    ),
    sample === 0 ? undefined : profilePage(parts, shop, query, { limit: sample }, asked, keyed('sample')),
  ]);
  const [found, all] = [summaries[0], totals[0]];
  const revenue = decimalSum(found?.amount_spent ?? '0');
  return {
    outcome: 'previewed',
    canonical: read.canonical,
    count: Number(found?.count ?? 0),
    of: Number(all?.count ?? 0),
    revenue,
    revenueShare: shareOf(revenue, decimalSum(all?.amount_spent ?? '0')),
    sample: page?.outcome === 'listed' ? page.profiles : [],
    asOf: at.now,
  };
}

interface Summary {
  readonly count: string;
  readonly amount_spent: string;
}

/** To six decimals; 0 where there is nothing to have a part of. */
function shareOf(part: Decimal, whole: Decimal): number {
  const all = toMillionths(whole);
  return all === 0n ? 0 : Number((toMillionths(part) * 1_000_000n) / all) / 1_000_000;
}
