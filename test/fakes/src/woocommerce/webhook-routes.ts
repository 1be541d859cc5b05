import { invalidParameter } from './answer.js';
import { readList } from './list.js';
import { pagingHeaders } from './paging.js';
import { POST_LIST } from './posts.js';
import {
  type Asked,
  type Behind,
  ITEM_METHODS,
  LIST_METHODS,
  notFound,
  type Refusal,
  type Reply,
  type Route,
  textsIn,
} from './route.js';
import { TOPICS } from './shop.js';
import type { Site } from './site.js';
import type { Subscription } from './webhooks.js';

const NO_WEBHOOK = notFound('woocommerce_rest_shop_webhook_invalid_id', 'Invalid ID.');

/** A subscription as it is answered: its secret is never told. Not among the recordings; after the documentation. */
function webhookBody({ id, name, status, topic, deliveryUrl }: Subscription, { url }: Site): object {
  const [resource, event] = topic.split('.');
  const webhooks = `${url}/wp-json/wc/v3/webhooks`;
  const links = { self: [{ href: `${webhooks}/${id}` }], collection: [{ href: webhooks }] };
  return { id, name, status, topic, resource, event, delivery_url: deliveryUrl, _links: links };
}

function listWebhooks({ shop: { site }, webhooks }: Behind, { query }: Asked): Reply | Refusal {
  const list = readList(query, site, POST_LIST);
  if ('code' in list) return { problem: list };
  const { page, perPage } = list;
  const all = [...webhooks.subscriptions.values()].sort((a, b) => b.id - a.id);
  const paged = { path: '/wp-json/wc/v3/webhooks', query, page, perPage, total: all.length, set: [] };
  const body = all.slice((page - 1) * perPage, page * perPage).map((one) => webhookBody(one, site));
  return { body, headers: pagingHeaders(paged, site) };
}

function createWebhook({ shop: { site }, webhooks }: Behind, { body }: Asked): Reply | Refusal {
  const { topic, delivery_url: url, secret = '', name } = textsIn(body);
  const known = TOPICS.find((one) => one === topic);
  if (known === undefined || url === undefined) {
    const [what, field] = known === undefined ? ['topic', 'topic'] : ['delivery URL', 'delivery_url'];
    const message = `Webhook ${what} is required and must be valid.`;
    const code = `woocommerce_rest_invalid_webhook_${field}`;
    return { problem: { status: 400, code, message } };
  }
  return { status: 201, body: webhookBody(webhooks.subscribe(known, url, secret, name), site) };
}

function getWebhook({ shop: { site }, webhooks }: Behind, { ids: [id = 0] }: Asked): Reply | Refusal {
  const subscription = webhooks.subscriptions.get(id);
  return subscription === undefined ? NO_WEBHOOK : { body: webhookBody(subscription, site) };
}

function saveWebhook({ shop: { site }, webhooks }: Behind, { ids: [id = 0], body }: Asked): Reply | Refusal {
  const subscription = webhooks.subscriptions.get(id);
  if (subscription === undefined) return NO_WEBHOOK;
  const { status, name, secret, delivery_url: url } = textsIn(body);
  const known = (['active', 'paused', 'disabled'] as const).find((one) => one === status);
  if (status !== undefined && known === undefined) {
    return {
      problem: invalidParameter('status', 'rest_not_in_enum', 'status is not one of active, paused, and disabled.'),
    };
  }
  if (known === 'active') subscription.failures = 0;
  subscription.status = known ?? subscription.status;
  subscription.name = name ?? subscription.name;
  subscription.secret = secret ?? subscription.secret;
  subscription.deliveryUrl = url ?? subscription.deliveryUrl;
  return { body: webhookBody(subscription, site) };
}

function deleteWebhook({ shop: { site }, webhooks }: Behind, { ids: [id = 0] }: Asked): Reply | Refusal {
  const subscription = webhooks.subscriptions.get(id);
  if (subscription === undefined) return NO_WEBHOOK;
  webhooks.unsubscribe(id);
  return { body: webhookBody(subscription, site) };
}

export const WEBHOOK_ROUTES: readonly Route[] = [
  { path: /^\/wc\/v3\/webhooks$/, takes: LIST_METHODS, get: listWebhooks, create: createWebhook },
  {
    path: /^\/wc\/v3\/webhooks\/(\d+)$/,
    takes: ITEM_METHODS,
    get: getWebhook,
    save: saveWebhook,
    delete: deleteWebhook,
  },
];
