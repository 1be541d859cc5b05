import { type Connector, secret } from '@clientele/connector-kit';
import { z } from 'zod';
import { shopify } from './connector.js';
import { type ShopifySettings, settings } from './settings.js';

/** What an app is known by at Shopify. */
export interface AppKeys {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Those that it had before: Shopify signs with the old one for up to an hour. */
  readonly formerClientSecrets: readonly string[];
}

/**
 * The connector of a server that has an app. A connection that names no app of its own is that app's: so its keys need
 * not be stored with any, and new ones count for all shops at once.
 */
export function shopifyOf({ clientId, clientSecret, formerClientSecrets }: AppKeys): Connector<ShopifySettings> {
  return {
    ...shopify,
    settings: settings.extend({
      clientId: z.string().min(1).default(clientId),
      clientSecret: secret().default(clientSecret),
      formerClientSecrets: z.array(secret()).default([...formerClientSecrets]),
    }),
  };
}
