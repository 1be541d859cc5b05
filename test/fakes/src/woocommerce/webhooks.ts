import { createHash, createHmac } from 'node:crypto';
import { type Delivery, type DeliveryFaults, DeliveryWay, type Send } from '../wire/deliveries.js';
import { phpJson } from './answer.js';
import type { Topic } from './shop.js';
import type { Site } from './site.js';

export interface Subscription {
  readonly id: number;
  name: string;
  status: 'active' | 'paused' | 'disabled';
  topic: Topic;
  deliveryUrl: string;
  secret: string;
  /** Failed deliveries in a row. */
  failures: number;
}

/** Failures in a row that a subscription bears; with the next it is disabled. */
const MOST_FAILURES = 5;

interface Waiting {
  readonly subscription: Subscription;
  /** Undefined for the ping of a new subscription. */
  readonly resource: number | undefined;
}

/**
 * The shop's webhooks: what it wants to tell waits until it is delivered, and is worded only then. So several changes of
 * one thing are one delivery that shows the last, and what is gone by then is told as the error that asking for it gives.
 */
export class Webhooks {
  readonly subscriptions = new Map<number, Subscription>();
  readonly #waiting = new Map<string, Waiting>();
  readonly #site: Site;
  readonly #bodyOf: (topic: Topic, id: number) => object;
  readonly #way = new DeliveryWay();
  #delivered = 0;
  #next = 1;

  /** `bodyOf` is what the interface answers when it is asked for a thing, also where it is not there. */
  constructor(site: Site, bodyOf: (topic: Topic, id: number) => object) {
    this.#site = site;
    this.#bodyOf = bodyOf;
  }

  /** Subscribes, and has the address pinged. */
  subscribe(topic: Topic, deliveryUrl: string, secret: string, name = `Webhook on ${topic}`): Subscription {
    const subscription: Subscription = {
      id: this.#next++,
      name,
      status: 'active',
      topic,
      deliveryUrl,
      secret,
      failures: 0,
    };
    this.subscriptions.set(subscription.id, subscription);
    this.#waiting.set(`${subscription.id}`, { subscription, resource: undefined });
    return subscription;
  }

  unsubscribe(id: number): void {
    this.subscriptions.delete(id);
  }

  /** Something has happened; it is told once to each subscription that has not told it yet. */
  happened(topic: Topic, resource: number): void {
    for (const subscription of this.subscriptions.values()) {
      if (subscription.topic !== topic || subscription.status !== 'active') continue;
      this.#waiting.set(`${subscription.id} ${resource}`, { subscription, resource });
    }
  }

  /** How many deliveries wait. */
  get waiting(): number {
    return this.#waiting.size;
  }

  /** From now on, deliveries fare like this; undefined lets all of them pass. */
  fail(faults: DeliveryFaults | undefined): void {
    this.#way.fail(faults);
  }

  /** Words what waits and delivers it, one after the other; how many were sent. Nothing is ever sent again. */
  async deliver(send: Send = post): Promise<number> {
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    const onTheirWay = this.#onTheirWay(waiting.filter((one) => this.#isWanted(one)));
    for (const { delivery, subscription } of onTheirWay) {
      if (subscription.status === 'active') account(subscription, await send(delivery));
    }
    return onTheirWay.length;
  }

  #isWanted({ subscription }: Waiting): boolean {
    return subscription.status === 'active' && this.subscriptions.has(subscription.id);
  }

  #onTheirWay(waiting: readonly Waiting[]) {
    const all = waiting.map(({ subscription, resource }) => ({
      subscription,
      delivery: this.#worded(subscription, resource),
    }));
    return this.#way.through(all);
  }

  #worded({ id, topic, deliveryUrl, secret }: Subscription, resource: number | undefined): Delivery {
    const { version, url } = this.#site;
    const agent = { 'user-agent': `WooCommerce/${version.name} Hookshot (WordPress/${version.wordpress})` };
    if (resource === undefined) {
      const headers = { ...agent, 'content-type': 'application/x-www-form-urlencoded' };
      return { url: deliveryUrl, headers, body: `webhook_id=${id}` };
    }
    const [kind = '', event = ''] = topic.split('.');
    const body = phpJson(event === 'deleted' ? { id: resource } : this.#bodyOf(topic, resource));
    const headers = {
      ...agent,
      'content-type': 'application/json',
      'x-wc-webhook-source': `${url}/`,
      'x-wc-webhook-topic': topic,
      'x-wc-webhook-resource': kind,
      'x-wc-webhook-event': event,
      'x-wc-webhook-signature': createHmac('sha256', secret).update(body).digest('base64'),
      'x-wc-webhook-id': String(id),
      'x-wc-webhook-delivery-id': createHash('md5')
        .update(`${id} ${this.#delivered++}`)
        .digest('hex'),
    };
    return { url: deliveryUrl, headers, body };
  }
}

/** Counts failures in a row; one more than it bears disables a subscription for good. */
function account(subscription: Subscription, status: number): void {
  if (status >= 200 && status <= 302) subscription.failures = 0;
  else if (subscription.failures > MOST_FAILURES) subscription.status = 'disabled';
  else subscription.failures += 1;
}

async function post({ url, headers, body }: Delivery): Promise<number> {
  try {
    return (await fetch(url, { method: 'POST', headers, body, redirect: 'manual' })).status;
  } catch {
    return 0;
  }
}
