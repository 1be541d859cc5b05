import type { CartLine, PixelData, PixelEvent, Variant } from './pixel.ts';

/** A call of the entrance for events. */
export type Call = Readonly<Record<string, unknown>>;

interface Track {
  readonly event: string;
  properties(data: PixelData): Readonly<Record<string, unknown>>;
}

/** What is told of, in the words of the common analytics spec. */
const TRACKS: Readonly<Record<string, Track>> = {
  product_viewed: { event: 'Product Viewed', properties: ({ productVariant }) => productOf(productVariant) },
  collection_viewed: {
    event: 'Product List Viewed',
    properties: ({ collection }) => ({ collection_id: numberOf(collection?.id), category: collection?.title }),
  },
  search_submitted: {
    event: 'Products Searched',
    properties: ({ searchResult }) => ({ query: searchResult?.query }),
  },
  product_added_to_cart: { event: 'Product Added', properties: ({ cartLine }) => lineOf(cartLine) },
  product_removed_from_cart: { event: 'Product Removed', properties: ({ cartLine }) => lineOf(cartLine) },
  cart_viewed: {
    event: 'Cart Viewed',
    properties: ({ cart }) => ({
      value: cart?.cost?.totalAmount.amount,
      currency: cart?.cost?.totalAmount.currencyCode,
      products: cart?.lines.map(({ merchandise, quantity }) => shortOf(merchandise, quantity)),
    }),
  },
  checkout_started: {
    event: 'Checkout Started',
    properties: ({ checkout }) => ({
      value: checkout?.totalPrice?.amount,
      currency: checkout?.totalPrice?.currencyCode,
      products: checkout?.lineItems.map(({ variant, quantity }) => shortOf(variant, quantity)),
    }),
  },
};

/** The events that are asked for. With a checkout that is completed, Shopify knows whose device it is; the order comes by itself. */
export const HEARD_EVENTS = ['page_viewed', ...Object.keys(TRACKS), 'checkout_completed'] as const;

/** What somebody did, as a call; undefined of what only says who they are. */
export function actOf(event: PixelEvent, userId: string | undefined): Call | undefined {
  const { id: messageId, name, clientId: anonymousId, timestamp, data } = event;
  const said = { messageId, anonymousId, userId, timestamp, context: contextOf(event) };
  if (name === 'page_viewed') return { type: 'page', ...said };
  const track = TRACKS[name];
  return track && { type: 'track', event: track.event, properties: track.properties(data ?? {}), ...said };
}

/** That a device is that of a customer, as a call. */
export function linkOf({ id, clientId: anonymousId, timestamp }: PixelEvent, userId: string): Call {
  return { type: 'identify', messageId: `${id} identify`, anonymousId, userId, timestamp };
}

/** The number of an id, which the online store says bare and the checkout in a global id. */
export function numberOf(id: string | number | null | undefined): string | undefined {
  return /(\d+)(?:\?.*)?$/.exec(String(id ?? ''))?.[1];
}

function productOf(variant: Variant | null | undefined) {
  if (variant === null || variant === undefined) return {};
  const { product, price, sku, title } = variant;
  const { title: name, type: category, vendor: brand } = product;
  const money = { price: price?.amount, currency: price?.currencyCode };
  return { ...shortOf(variant), name, variant: title, sku, category, brand, ...money };
}

function lineOf(line: CartLine | null | undefined) {
  return { ...productOf(line?.merchandise), quantity: line?.quantity };
}

function shortOf(variant: Variant | null | undefined, quantity?: number) {
  return { product_id: numberOf(variant?.product.id), variant_id: numberOf(variant?.id), quantity };
}

/** Addresses of the shop's own pages; others, as those of checkouts and accounts, hold what opens them. */
const PUBLIC = /^(\/[a-z]{2}(-[a-z]{2,4})?)?\/(products|collections|pages|blogs|search|cart)?(\/|$)/i;

function contextOf({ context: { document, navigator } }: PixelEvent): Call {
  const { location, title, referrer } = document;
  const path = PUBLIC.test(location.pathname) ? location.pathname : location.pathname.split('/').slice(0, 2).join('/');
  const campaign = [...new URLSearchParams(location.search)].flatMap(([name, value]) =>
    name.startsWith('utm_') ? [[name.slice('utm_'.length), value]] : [],
  );
  return {
    page: { path, title, referrer: siteOf(referrer, location.host) },
    locale: navigator?.language,
    ...(campaign.length > 0 && { campaign: Object.fromEntries(campaign) }),
  };
}

/** The site that somebody came from; undefined where that is the shop itself. */
function siteOf(referrer: string | undefined, own: string): string | undefined {
  const [, site, host] = /^(https?:\/\/([^/?#]+))/.exec(referrer ?? '') ?? [];
  return site === undefined || host === own ? undefined : `${site}/`;
}
