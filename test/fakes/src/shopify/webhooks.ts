import { createHmac } from 'node:crypto';
import { type Delivery, type DeliveryFaults, DeliveryWay, type Send } from '../wire/deliveries.js';
import type { App } from './app.js';
import type { Id } from './gid.js';
import { payloadText } from './payload.js';
import type { Ms } from './time.js';
import { enumOfTopic, type Topic } from './topic.js';
import { API_VERSIONS, type ApiVersion } from './version.js';

export interface Subscription {
  readonly __typename: 'WebhookSubscription';
  readonly id: Id;
  readonly topic: Topic;
  readonly uri: string;
  /** Only these fields at the top of what is told; all where there are none. */
  readonly includeFields: readonly string[];
  readonly filter: string | null;
  readonly metafieldNamespaces: readonly string[];
  readonly createdAt: Ms;
  readonly updatedAt: Ms;
  /** True of what the app's configuration subscribes to: it is seen by nobody, and not deleted. */
  readonly byApp: boolean;
  /** Failed deliveries in a row. */
  failures: number;
}

/** Failures in a row after which a subscription that was made through the interface is deleted. */
const MOST_FAILURES = 8;

interface Waiting {
  readonly subscription: Subscription;
  readonly delivery: Delivery;
}

/** The topics that the fake tells of. */
export const TOPICS: readonly Topic[] = [
  'orders/create',
  'orders/updated',
  'orders/paid',
  'orders/cancelled',
  'orders/edited',
  'orders/delete',
  'refunds/create',
  'order_transactions/create',
  'customers/create',
  'customers/update',
  'customers/delete',
  'customers/merge',
  'customers/purchasing_summary',
  'customer.tags_added',
  'customer.tags_removed',
  'customers_email_marketing_consent/update',
  'customers_marketing_consent/update',
  'products/create',
  'products/update',
  'products/delete',
  'checkouts/create',
  'checkouts/update',
  'bulk_operations/finish',
  'app/uninstalled',
  'app/scopes_update',
  'customers/data_request',
  'customers/redact',
  'shop/redact',
];

/** What the shop tells the app. It is worded when it happens, and waits until it is delivered. */
export class Webhooks {
  readonly subscriptions = new Map<Id, Subscription>();
  readonly #app: App;
  readonly #domain: string;
  readonly #version: ApiVersion = API_VERSIONS[API_VERSIONS.length - 1] as ApiVersion;
  readonly #now: () => Ms;
  readonly #nextId: () => Id;
  #waiting: Waiting[] = [];
  readonly #way = new DeliveryWay();
  #told = 0;

  constructor(app: App, domain: string, now: () => Ms, nextId: () => Id) {
    this.#app = app;
    this.#domain = domain;
    this.#now = now;
    this.#nextId = nextId;
  }

  /** From now on; undefined ends it. */
  fail(faults: DeliveryFaults | undefined): void {
    this.#way.fail(faults);
  }

  topicOf(name: string): Topic {
    const topic = TOPICS.find((one) => enumOfTopic(one) === name);
    if (topic === undefined) throw new RangeError(`The fake of Shopify does not tell of ${name} yet.`);
    return topic;
  }

  subscribe(
    topic: Topic,
    uri: string,
    { byApp = false, includeFields = [] }: { byApp?: boolean; includeFields?: readonly string[] | undefined } = {},
  ): Subscription {
    const at = this.#now();
    const subscription: Subscription = {
      __typename: 'WebhookSubscription',
      id: this.#nextId(),
      topic,
      uri,
      includeFields,
      filter: null,
      metafieldNamespaces: [],
      createdAt: at,
      updatedAt: at,
      byApp,
      failures: 0,
    };
    this.subscriptions.set(subscription.id, subscription);
    return subscription;
  }

  /** Something happened; what is told of it is only worded where somebody wants it. */
  tell(topic: Topic, payload: () => object): void {
    this.#told += 1;
    for (const subscription of this.subscriptions.values()) {
      if (subscription.topic !== topic) continue;
      const body = payloadText(only(payload(), subscription.includeFields));
      this.#waiting.push({ subscription, delivery: this.#worded(subscription, body) });
    }
  }

  /** What waits, with what befalls it on its way. */
  take(): readonly Delivery[] {
    return this.#sent().map(({ delivery }) => delivery);
  }

  /** Delivers what waits. What fails waits again; a subscription that fails too often is deleted. */
  async deliver(send: Send): Promise<void> {
    for (const waiting of this.#sent()) {
      const { subscription, delivery } = waiting;
      const status = await send(delivery);
      if (status >= 200 && status < 300) {
        subscription.failures = 0;
        continue;
      }
      subscription.failures += 1;
      if (subscription.failures < MOST_FAILURES) this.#waiting.push(waiting);
      else if (!subscription.byApp) this.subscriptions.delete(subscription.id);
    }
  }

  #sent(): readonly Waiting[] {
    const sent = this.#way.through(this.#waiting);
    this.#waiting = [];
    return sent;
  }

  #worded({ topic, uri, id }: Subscription, body: string): Delivery {
    const headers = {
      'content-type': 'application/json',
      'user-agent': 'Shopify-Captain-Hook',
      'x-shopify-topic': topic,
      'x-shopify-shop-domain': this.#domain,
      'x-shopify-api-version': this.#version,
      'x-shopify-hmac-sha256': createHmac('sha256', this.#app.facts.secret).update(body).digest('base64'),
      'x-shopify-webhook-id': uuidOf(`${this.#told} ${id}`),
      'x-shopify-event-id': uuidOf(String(this.#told)),
      'x-shopify-triggered-at': new Date(this.#now()).toISOString(),
    };
    return { url: uri, headers, body };
  }
}

function only(payload: object, fields: readonly string[]): object {
  if (fields.length === 0) return payload;
  return Object.fromEntries(Object.entries(payload).filter(([name]) => fields.includes(name)));
}

function uuidOf(text: string): string {
  const digits = createHmac('sha256', 'id').update(text).digest('hex').slice(0, 32);
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
