/** What a shop in a process of its own begins with. */
export interface BusyShopOptions {
  readonly platform: 'shopify' | 'woocommerce';
  readonly seed: number;
  readonly orders: number;
  /** Of its requests that fail, once there is trouble: 0 to 1. */
  readonly failing: number;
}

/** What is asked of it; each is answered once it is done. */
export type BusyShopAsked =
  /** Sends its webhooks there from now on, also after it had given up. */
  | { readonly kind: 'tell'; readonly address: string; readonly secret: string }
  /** Lets things happen while it is read, requests fail, and webhooks be lost, doubled and reordered. */
  | { readonly kind: 'trouble' }
  /** Nothing happens any more, and what waits to be told is told; requests go on failing. */
  | { readonly kind: 'settle' }
  /** Writes down what whoever reads everything holds, a line of JSON each: the record's kind and id, and what it says. */
  | { readonly kind: 'truth'; readonly file: string };

export type BusyShopSaid =
  /** It can be connected, with these settings. */
  | { readonly kind: 'listening'; readonly url: string; readonly settings: Readonly<Record<string, string>> }
  /** Some of the shop was asked for; how often so far. */
  | { readonly kind: 'page'; readonly pages: number }
  | { readonly kind: 'done'; readonly figures: BusyShopFigures };

/** What became of it so far. */
export interface BusyShopFigures {
  readonly requests: number;
  /** Requests that failed, or were turned away for the rate. */
  readonly failed: number;
  /** Things that happened to its orders, accounts and products. */
  readonly happened: number;
  /** Webhooks that were sent. */
  readonly told: number;
  readonly processorSeconds: number;
}
