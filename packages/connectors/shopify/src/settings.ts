import { secret } from '@clientele/connector-kit';
import { z } from 'zod';

/** The versions of the Admin API whose schemas every question is checked against. */
export const API_VERSIONS = ['2026-10', '2026-07'] as const;
export type ApiVersion = (typeof API_VERSIONS)[number];

/**
 * What the app may read beyond orders, products and what customers are without their names: `contacts` are names,
 * addresses, e-mail and phone (protected customer data, level 2), `companies` need a shop with B2B, `store_credit` needs
 * `read_store_credit_accounts`, `returns` need `read_returns`; `payments` are how orders were paid.
 */
export const READABLE = ['contacts', 'companies', 'store_credit', 'returns', 'payments'] as const;
export type Readable = (typeof READABLE)[number];

/** What a connection of a shop of Shopify needs to know. */
export const settings = z.object({
  /** The shop's own domain, which never changes: `my-shop.myshopify.com`. */
  shop: z
    .string()
    .regex(
      /^[a-z0-9][a-z0-9-]*\.myshopify\.com$/,
      'is not the myshopify.com domain of a shop, such as my-shop.myshopify.com',
    ),
  apiVersion: z.enum(API_VERSIONS).default('2026-10'),
  reads: z.array(z.enum(READABLE)).default(['contacts']),
  /** Of the app. */
  clientId: z.string().min(1).optional(),
  /** Of the app: tokens are got with it, and webhooks are signed with it. */
  clientSecret: secret().optional(),
  /** Those that the app had before: Shopify signs with the old one for up to an hour. */
  formerClientSecrets: z.array(secret()).default([]),
  /** Of an app that was installed with tokens that end: the first one; those that follow are kept. */
  refreshToken: secret().optional(),
  /** Of a custom app whose token does not end. */
  accessToken: secret().optional(),
});
export type ShopifySettings = z.output<typeof settings>;

export function adminAddress({ shop, apiVersion }: Pick<ShopifySettings, 'shop' | 'apiVersion'>): string {
  return `https://${shop}/admin/api/${apiVersion}/graphql.json`;
}

/** Signs what goes to the shop, and nothing else: results of bulk operations lie with somebody who needs no token. */
export function sign(request: Request, { shop }: ShopifySettings, token?: string): Request {
  if (token !== undefined && new URL(request.url).host === shop) {
    request.headers.set('x-shopify-access-token', token);
  }
  return request;
}
