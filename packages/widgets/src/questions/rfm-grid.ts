import type { Question } from '../gateway/gateway-client.js';
import type { Money } from '../words/numbers.js';

/** One of the 25 cells: profiles of one recency score and one FM score, (F + M) / 2. */
export interface RfmCell {
  readonly recency: number;
  readonly fm: number;
  readonly group: string;
  readonly profiles: number;
  readonly revenue: Money;
}

export interface RfmGrid {
  readonly shop: { readonly currency: string; readonly timeZone: string };
  readonly rfmGrid: {
    readonly cells: readonly RfmCell[];
    /** Profiles without an order. */
    readonly prospects: number;
  };
}

export const RFM_GRID: Question<RfmGrid, Record<string, never>> = {
  text: `query RfmGrid {
  shop { currency timeZone }
  rfmGrid {
    cells { recency fm group profiles revenue { amount currency } }
    prospects
  }
}`,
};
