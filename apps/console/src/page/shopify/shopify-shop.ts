import type { Question } from '@clientele/widgets';

/** The shop that somebody works in, as far as the page itself must know it. */
export interface ShopifyShop {
  readonly shop: {
    readonly name: string;
    readonly totals: { readonly profiles: number; readonly orders: number };
    readonly connections: readonly {
      /** Null where everything was read once. */
      readonly firstPull: { readonly objects: number } | null;
      readonly state: string;
      readonly failure: string | null;
    }[];
  };
  /** Those who have bought, and those who came back; of what was read so far. */
  readonly bought: { readonly count: number };
  readonly returned: { readonly count: number };
}

export const SHOPIFY_SHOP: Question<ShopifyShop, Record<string, never>> = {
  text: `query ShopifyShop {
  shop {
    name
    totals { profiles orders }
    connections(first: 100) { firstPull { objects } state failure }
  }
  bought: previewSegment(query: "number_of_orders >= 1") { count }
  returned: previewSegment(query: "number_of_orders >= 2") { count }
}`,
};

/** Whether anything of the shop was not read to its end yet. */
export function isFirstRead({ shop }: ShopifyShop): boolean {
  return shop.connections.some(({ firstPull }) => firstPull !== null);
}
