import { z } from 'zod';
import type { Readable, ShopifySettings } from './settings.js';

/** Without it Shopify shows the orders of the last 60 days, and says nothing of the others. */
const ALL_ORDERS = 'read_all_orders';
const NEEDED = ['read_customers', 'read_orders', 'read_products', 'read_locations'] as const;

/** Beside these, for what is read only where a connection says so. */
const NEEDED_FOR: Readonly<Partial<Record<Readable, string>>> = {
  store_credit: 'read_store_credit_accounts',
  returns: 'read_returns',
};

/**
 * What an app asks merchants for: what is read, orders of any age, merges of customers, and writing customers for tags and
 * segments. Whoever lets less is told what is missing.
 */
export const ACCESS_SCOPES = [
  ALL_ORDERS,
  'read_customer_merge',
  ...NEEDED.filter((scope) => scope !== 'read_customers'),
  'write_customers',
] as const;

export const installation = z
  .object({ accessScopes: z.array(z.object({ handle: z.string() })) })
  .transform(({ accessScopes }) => new Set(accessScopes.map(({ handle }) => handle)));

/** What the app must be granted and is not. */
export function missingScopes(granted: ReadonlySet<string>, { reads }: Pick<ShopifySettings, 'reads'>): string[] {
  const needed = [...NEEDED, ...reads.flatMap((one) => NEEDED_FOR[one] ?? [])];
  // A right to write is one to read.
  return needed.filter((scope) => !granted.has(scope) && !granted.has(scope.replace('read_', 'write_')));
}

/** Whether orders of any age are shown. */
export function showsAllOrders(granted: ReadonlySet<string>): boolean {
  return granted.has(ALL_ORDERS);
}
