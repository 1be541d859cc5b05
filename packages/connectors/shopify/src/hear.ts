import { hash } from 'node:crypto';
import { type Heard, type Hint, type Hook, isSigned } from '@clientele/connector-kit';
import { z } from 'zod';
import { readGid } from './gid.js';
import { losslessJson } from './lossless-json.js';
import type { ShopifySettings } from './settings.js';

const RECIPE = { header: 'x-shopify-hmac-sha256', algorithm: 'sha256', encoding: 'base64' } as const;

/** An id as a number or a global one. */
const anyId = z
  .union([z.int(), z.string().min(1)])
  .transform((id) => (typeof id === 'number' ? String(id) : (readGid(id)?.number ?? id)))
  .nullish();

/** Where webhooks of different topics name what they are about. */
const told = z.object({
  id: anyId,
  admin_graphql_api_id: z.string().nullish(),
  customer_id: anyId,
  customerId: anyId,
  order_id: anyId,
  order_edit: z.object({ order_id: anyId }).nullish(),
  admin_graphql_api_customer_kept_id: anyId,
  admin_graphql_api_customer_deleted_id: anyId,
});
type Told = z.output<typeof told>;

/** The topics whose webhooks are about something that is read here. */
export const HEARD_TOPICS = [
  'orders/create',
  'orders/updated',
  'orders/edited',
  'orders/delete',
  'refunds/create',
  'order_transactions/create',
  'customers/create',
  'customers/update',
  'customers/delete',
  'customers/merge',
  'customer.tags_added',
  'customer.tags_removed',
  'customers_email_marketing_consent/update',
  'customers_marketing_consent/update',
  'products/create',
  'products/update',
  'products/delete',
] as const;

const STREAMS = { Order: 'orders', Customer: 'customers', Product: 'products' } as const;

/**
 * What a webhook is about. Only its body is signed: whoever has seen one may send it again with any header. So what it is
 * about is read out of the body, not out of its topic, and all that is believed is that something may have changed, which is
 * then read, also what is said to be gone. What the law asks for of people's data is the app's to do; here it is only heard.
 */
export function hear(hook: Hook, { shop, clientSecret, formerClientSecrets }: ShopifySettings): Heard {
  const { headers, body } = hook;
  const secrets = clientSecret === undefined ? formerClientSecrets : [clientSecret, ...formerClientSecrets];
  if (!headers.has(RECIPE.header)) return unverified('it is not signed');
  if (!isSignedBy(hook, secrets)) return unverified('its signature is wrong');
  if (headers.get('x-shopify-shop-domain') !== shop) return unverified('it is of another shop');
  const said = told.parse(losslessJson(new TextDecoder('utf-8', { fatal: true }).decode(body)));
  return { outcome: 'heard', id: hash('sha256', body, 'base64url'), hints: hintsOf(said) };
}

/** Whether one of an app's secrets signed a webhook. */
export function isSignedBy(hook: Hook, secrets: readonly string[]): boolean {
  return isSigned(RECIPE, hook, secrets);
}

function hintsOf(said: Told): Hint[] {
  const hints = (stream: Hint['stream'], ...ids: readonly (string | null | undefined)[]): Hint[] =>
    ids.flatMap((id) => (id == null ? [] : [{ stream, id }]));
  // Edits, refunds and payments are of an order; consents and tags of a customer.
  const order = hints('orders', said.order_edit?.order_id, said.order_id);
  if (order.length > 0) return order;
  const customers = hints(
    'customers',
    said.admin_graphql_api_customer_kept_id,
    said.admin_graphql_api_customer_deleted_id,
    said.customer_id,
    said.customerId,
  );
  if (customers.length > 0) return customers;
  const gid = readGid(said.admin_graphql_api_id ?? '');
  if (gid === undefined) return Object.values(STREAMS).flatMap((stream) => hints(stream, said.id));
  const stream = Object.entries(STREAMS).find(([type]) => type === gid.type)?.[1];
  return stream === undefined ? [] : hints(stream, gid.number);
}

function unverified(reason: string): Heard {
  return { outcome: 'refused', code: 'unverified', reason };
}
