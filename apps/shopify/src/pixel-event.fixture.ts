import type { PixelEvent, Variant } from '../extensions/storefront-events/src/pixel.ts';

/** As Shopify's reference of web pixel events has them, with what the online store says bare. */
const TEAPOT: Variant = {
  id: '45100001',
  sku: 'POT-1',
  title: 'Blue',
  price: { amount: 24.5, currencyCode: 'GBP' },
  product: { id: '8100001', title: 'Teapot', type: 'Pots', vendor: 'Potters' },
};
/** The same, as the checkout says it. */
const OF_CHECKOUT: Variant = {
  ...TEAPOT,
  id: 'gid://shopify/ProductVariant/45100001',
  product: { ...TEAPOT.product, id: 'gid://shopify/Product/8100001' },
};
const TOTAL = { amount: 49, currencyCode: 'GBP' };

/** What Shopify hands to a pixel with each event that is heard. */
export const PIXEL_DATA = {
  page_viewed: {},
  product_viewed: { productVariant: TEAPOT },
  collection_viewed: { collection: { id: '4400001', title: 'Pots', productVariants: [TEAPOT] } },
  search_submitted: { searchResult: { query: 'teapot', productVariants: [TEAPOT] } },
  product_added_to_cart: { cartLine: { quantity: 2, merchandise: TEAPOT, cost: { totalAmount: TOTAL } } },
  product_removed_from_cart: { cartLine: { quantity: 1, merchandise: TEAPOT, cost: { totalAmount: TOTAL } } },
  cart_viewed: { cart: { id: null, lines: [{ quantity: 2, merchandise: TEAPOT }], cost: { totalAmount: TOTAL } } },
  checkout_started: {
    checkout: { token: 'c0ffee', totalPrice: TOTAL, lineItems: [{ quantity: 2, variant: OF_CHECKOUT }], order: null },
  },
  checkout_completed: {
    checkout: {
      token: 'c0ffee',
      email: 'ada@example.com',
      totalPrice: TOTAL,
      lineItems: [{ quantity: 2, variant: OF_CHECKOUT }],
      order: { id: '5500001', customer: { id: 'gid://shopify/Customer/7300001', isFirstOrder: true } },
    },
  },
} as const;
export type PixelEventName = keyof typeof PIXEL_DATA;

let made = 0;

/** An event of a device in the online store. */
export function aPixelEvent(name: PixelEventName, more: Partial<PixelEvent> = {}): PixelEvent {
  made += 1;
  return {
    id: `sh-${made}`,
    name,
    clientId: 'device-1',
    timestamp: '2026-05-04T09:59:00.000Z',
    context: pageAt('/products/teapot'),
    data: PIXEL_DATA[name],
    ...more,
  };
}

export function pageAt(pathname: string, referrer = 'https://shop.example/', search = ''): PixelEvent['context'] {
  const location = { host: 'shop.example', pathname, search };
  return { document: { title: 'Teapot – Shop', referrer, location }, navigator: { language: 'en-GB' } };
}
