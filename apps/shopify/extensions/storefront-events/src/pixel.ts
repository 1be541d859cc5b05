/** An event as Shopify hands it to a web pixel, as far as it is read; what a page says may lack anything. */
export interface PixelEvent {
  readonly id: string;
  readonly name: string;
  readonly clientId: string;
  readonly timestamp: string;
  readonly context: {
    readonly document: {
      readonly title?: string;
      readonly referrer?: string;
      readonly location: { readonly host: string; readonly pathname: string; readonly search: string };
    };
    readonly navigator?: { readonly language?: string };
  };
  readonly data?: PixelData;
}

export interface PixelData {
  readonly productVariant?: Variant | null;
  readonly collection?: { readonly id?: string | null; readonly title?: string } | null;
  readonly searchResult?: { readonly query?: string } | null;
  readonly cartLine?: CartLine | null;
  readonly cart?: { readonly lines: readonly CartLine[]; readonly cost?: { readonly totalAmount: Money } } | null;
  readonly checkout?: Checkout | null;
}

export interface Variant {
  readonly id?: string | null;
  readonly sku?: string | null;
  readonly title?: string | null;
  readonly price?: Money;
  readonly product: {
    readonly id?: string | null;
    readonly title?: string;
    readonly type?: string | null;
    readonly vendor?: string;
  };
}

export interface Money {
  readonly amount: number;
  readonly currencyCode: string;
}

export interface CartLine {
  readonly quantity: number;
  readonly merchandise: Variant;
}

export interface Checkout {
  readonly totalPrice?: Money | null;
  readonly lineItems: readonly { readonly quantity: number; readonly variant?: Variant | null }[];
  readonly order?: { readonly customer?: { readonly id?: string | null } | null } | null;
}

/** What Shopify gives to a web pixel: in a sandbox, without the page. */
export interface Pixel {
  readonly settings: { readonly address: string; readonly pageKey: string };
  readonly init: { readonly data: { readonly customer?: { readonly id?: string | null } | null } };
  readonly analytics: { subscribe(name: string, hear: (event: PixelEvent) => unknown): unknown };
  readonly browser: {
    readonly sessionStorage: {
      getItem(key: string): Promise<string | null>;
      setItem(key: string, value: string): Promise<unknown>;
    };
  };
}
