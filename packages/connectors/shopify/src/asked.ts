import type { Context, Json } from '@clientele/connector-kit';
import { adminAddress, type ShopifySettings } from './settings.js';

export type ShopContext = Context<ShopifySettings>;

/** The answer to a question of the Admin API. */
export async function asked(
  query: string,
  variables: { readonly [name: string]: Json },
  { settings, ask }: ShopContext,
): Promise<Json> {
  return (await ask({ url: adminAddress(settings), method: 'POST', body: { query, variables } })).body;
}

/** The answer to a change that must not be made twice: where none comes, it is not asked for again. */
export async function askedOnce(
  query: string,
  variables: { readonly [name: string]: Json },
  { settings, ask }: ShopContext,
): Promise<Json> {
  return (await ask({ url: adminAddress(settings), method: 'POST', body: { query, variables }, once: true })).body;
}
