import type { Question } from '../gateway/gateway-client.js';
import type { Money } from '../words/numbers.js';

/** A shop that the session may see. */
export interface ShopChoice {
  readonly id: string;
  /** What the command line names it by. */
  readonly handle: string;
  readonly name: string;
  /** Its people were made up by a generator. */
  readonly generated: boolean;
  /** The day at which a demonstration's clock stands; null is the real time. */
  readonly clock: string | null;
}

export const SHOPS: Question<{ readonly shops: readonly ShopChoice[] }, Record<string, never>> = {
  text: 'query Shops { shops { id handle name generated clock } }',
};

export interface ShopTotals extends ShopChoice {
  readonly currency: string;
  readonly timeZone: string;
  readonly totals: {
    readonly profiles: number;
    readonly customerRecords: number;
    readonly orders: number;
    readonly revenue: { readonly gross: Money; readonly grossOfCustomers: Money; readonly net: Money };
  };
}

export const SHOP_TOTALS: Question<{ readonly shop: ShopTotals }, Record<string, never>> = {
  text: `query ShopTotals {
  shop {
    id handle name generated currency timeZone clock
    totals {
      profiles customerRecords orders
      revenue { gross { amount currency } grossOfCustomers { amount currency } net { amount currency } }
    }
  }
}`,
};
