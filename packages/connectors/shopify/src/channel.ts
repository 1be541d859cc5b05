import type { Channel, ChannelKind } from '@clientele/model';

/** What Shopify calls the places where orders come from, in `sourceName` and in the handle of the channel that is credited. */
const KINDS: Readonly<Record<string, ChannelKind>> = {
  web: 'online_store',
  'online-store': 'online_store',
  online_store: 'online_store',
  'buy-button': 'online_store',
  pos: 'till',
  'point-of-sale': 'till',
  mobile_app: 'app',
  shop: 'app',
  iphone: 'app',
  android: 'app',
  facebook: 'social',
  instagram: 'social',
  tiktok: 'social',
  pinterest: 'social',
  snapchat: 'social',
  youtube: 'social',
  amazon: 'marketplace',
  ebay: 'marketplace',
  etsy: 'marketplace',
  walmart: 'marketplace',
};

/** Where the shop's own pages sell. */
export const ONLINE_STORE: Channel = { id: 'web', kind: 'online_store' };

/**
 * The channel of an order, by what Shopify calls its source: `web`, `pos`, the name of an app. What it calls other than we know
 * (an app's number, orders written by staff) is `other`.
 */
export function channelOf(sourceName: string | undefined, handle: string | undefined): Channel {
  const id = sourceName ?? handle ?? 'unknown';
  return { id, kind: KINDS[handle ?? ''] ?? KINDS[sourceName ?? ''] ?? 'other' };
}
