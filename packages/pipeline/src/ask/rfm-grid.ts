import { type Decimal, decimalSum, type Shop, ZERO } from '@clientele/model';
import { type RfmGroup, rfmGridQuery } from '@clientele/segmentation';
import { asOf } from '../as-of.js';
import type { Parts } from '../parts.js';
import { prepare } from '../question.js';
import { NEEDS_RFM_CUTOFFS } from './rfm-cutoffs.js';
import { type ShopReads, shopReads } from './status.js';

/** The profiles of one recency score and one FM score, (F + M) / 2 rounded half up; both 1 to 5. */
export interface RfmCell {
  readonly recency: number;
  readonly fm: number;
  readonly group: RfmGroup;
  readonly profiles: number;
  /** What they spent, in the shop's currency. */
  readonly amountSpent: Decimal;
}

export interface RfmGrid {
  /** All 25, also the empty ones, best recency first. */
  readonly cells: readonly RfmCell[];
  /** Profiles without an order. */
  readonly prospects: number;
}

/** How the profiles of a shop lie on the RFM grid at the shop's own time. */
export async function rfmGrid(
  parts: Parts,
  shop: Shop,
  { profileCount }: Pick<ShopReads, 'profileCount'> = shopReads(parts, shop.id),
): Promise<RfmGrid> {
  const { context } = await prepare(parts, shop, asOf(parts, shop), [NEEDS_RFM_CUTOFFS], new Map());
  const query = rfmGridQuery(context);
  const [rows, profiles] = await Promise.all([
    parts.sql.query<{ recency: number; fm: number; members: string; amount_spent: string }>(query.sql, query.params),
    profileCount(),
  ]);
  const cells = context.rfm.grid
    .flatMap((groups, row) =>
      groups.map((group, column): RfmCell => {
        const [recency, fm] = [row + 1, column + 1];
        const found = rows.find((candidate) => candidate.recency === recency && candidate.fm === fm);
        const amountSpent = found === undefined ? ZERO : decimalSum(found.amount_spent);
        return { recency, fm, group, profiles: Number(found?.members ?? 0), amountSpent };
      }),
    )
    .sort((a, b) => b.recency - a.recency || a.fm - b.fm);
  return { cells, prospects: profiles - cells.reduce((sum, cell) => sum + cell.profiles, 0) };
}
