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
  admin_graphql_api_id: anyId,
  customer_id: anyId,
  customerId: anyId,
  order_id: anyId,
  order_edit: z.object({ order_id: anyId }).nullish(),
  admin_graphql_api_customer_kept_id: anyId,
  admin_graphql_api_customer_deleted_id: anyId,
});
type Told = z.output<typeof told>;

interface About {
  readonly stream: 'customers' | 'orders' | 'products';
  ids(told: Told): readonly (string | null | undefined)[];
}

const itself = ({ id, admin_graphql_api_id: gid }: Told) => [gid ?? id];
const customer: About = { stream: 'customers', ids: itself };
const customerOf: About = { stream: 'customers', ids: (said) => [said.customer_id ?? said.customerId] };
const orderOf: About = { stream: 'orders', ids: (said) => [said.order_id] };

/**
 * By the topic, or else by what is before its slash; of any other topic nothing is to be read. Checkouts are told of when they
 * are begun, before they are left.
 */
const ABOUT: Readonly<Record<string, About>> = {
  customers: customer,
  'customers/merge': {
    stream: 'customers',
    ids: (said) => [said.admin_graphql_api_customer_kept_id, said.admin_graphql_api_customer_deleted_id],
  },
  'customers/redact': { stream: 'customers', ids: () => [] },
  'customers/data_request': { stream: 'customers', ids: () => [] },
  customers_marketing_consent: customer,
  customers_email_marketing_consent: customerOf,
  'customer.tags_added': customerOf,
  'customer.tags_removed': customerOf,
  'customers/purchasing_summary': customerOf,
  orders: { stream: 'orders', ids: itself },
  'orders/edited': { stream: 'orders', ids: (said) => [said.order_edit?.order_id] },
  refunds: orderOf,
  order_transactions: orderOf,
  products: { stream: 'products', ids: itself },
};

/**
 * What a webhook is about. Only its body is signed: whoever has seen one may send it again under another topic, for
 * another shop or with another id. So all that is believed of it is that something may have changed, which is then read, also
 * what is said to be gone. What the law asks for of people's data is the app's to do; here it is only heard.
 */
export function hear(hook: Hook, { shop, clientSecret, formerClientSecrets }: ShopifySettings): Heard {
  const { headers, body } = hook;
  const secrets = clientSecret === undefined ? formerClientSecrets : [clientSecret, ...formerClientSecrets];
  if (!headers.has(RECIPE.header)) return unverified('it is not signed');
  if (!isSigned(RECIPE, hook, secrets)) return unverified('its signature is wrong');
  if (headers.get('x-shopify-shop-domain') !== shop) return unverified('it is of another shop');
  const id = headers.get('x-shopify-webhook-id');
  const topic = headers.get('x-shopify-topic');
  if (id === null || topic === null) return unreadable('it has no id or topic');
  const about = ABOUT[topic] ?? ABOUT[topic.split('/')[0] ?? ''];
  if (about === undefined) return { outcome: 'heard', id, hints: [] };
  const ids = about.ids(told.parse(losslessJson(new TextDecoder('utf-8', { fatal: true }).decode(body))));
  const hints = ids.flatMap((one): Hint[] => (one == null ? [] : [{ stream: about.stream, id: one }]));
  return { outcome: 'heard', id, hints };
}

function unverified(reason: string): Heard {
  return { outcome: 'refused', code: 'unverified', reason };
}

function unreadable(reason: string): Heard {
  return { outcome: 'refused', code: 'unreadable', reason };
}
