import type { AppKeys } from '@clientele/connector-shopify';
import type { ShopId } from '@clientele/model';
import { type HookAddress, type HookAddressParts, hookAddresses } from './hook-addresses.js';
import { APP, type InstallationParts, Installations } from './installations.js';
import { isForShopify, readSessionToken } from './session-token.js';

export interface ShopifyAppParts extends InstallationParts, HookAddressParts {}

/** What became of a session token. */
export type SignedIn =
  | { readonly outcome: 'admitted'; readonly user: { readonly id: string; readonly shop: ShopId } }
  | { readonly outcome: 'refused'; readonly message: string; readonly headers: Readonly<Record<string, string>> }
  | { readonly outcome: 'closed'; readonly message: string };

/** The app, as a gateway takes it. */
export interface ShopifyApp {
  /** Who sends a session token, and for which shop; installs the app there the first time. Undefined of other tokens. */
  readonly tokens: { read(token: string): Promise<SignedIn | undefined> };
  /** Where Shopify sends webhooks to. */
  readonly hookAddresses: readonly HookAddress[];
}

const REFUSED: SignedIn = {
  outcome: 'refused',
  message: 'This session token of Shopify is not good, or no longer: load the page again in the admin of your shop.',
  // Has App Bridge fetch a new one, and try once more.
  headers: { 'x-shopify-retry-invalid-session-request': '1' },
};

/** The app of Shopify on this server, known there by these keys. */
export function shopifyApp(parts: ShopifyAppParts, keys: AppKeys): ShopifyApp {
  const installations = new Installations(parts, keys);
  return {
    tokens: {
      async read(text) {
        if (!isForShopify(text)) return undefined;
        const token = await readSessionToken(text, keys, parts.clock());
        if (token === undefined) return REFUSED;
        const entered = await installations.enter(token);
        switch (entered.outcome) {
          case 'entered':
            return { outcome: 'admitted', user: { id: `${APP}/${entered.shop}/${token.user}`, shop: entered.shop } };
          case 'stale':
            return REFUSED;
          case 'failed':
            return { outcome: 'closed', message: `${entered.sentence}. Try again in a moment.` };
        }
      },
    },
    hookAddresses: hookAddresses(parts, installations, keys),
  };
}
