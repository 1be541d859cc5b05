import { timeZone } from '@clientele/model';
import type { Answer } from '../wire/answer.js';
import { type Fault, Faults, faultyAnswer, turnsAway } from '../wire/faults.js';
import { type Listening, listen, type Outcome, type Platform, type Wait, type WireRequest } from '../wire/wire.js';
import { type Customer, type CustomerBody, customerBody } from './customer.js';
import { answer, type Credentials } from './interface.js';
import type { OrderBody, RefundBody } from './order.js';
import { orderBody, refundBody } from './order-body.js';
import { type ProductBody, productBody } from './product.js';
import type { Behind } from './route.js';
import { Shop, type Topic } from './shop.js';
import { VERSIONS, type VersionName } from './version.js';
import { Webhooks } from './webhooks.js';

export interface FakeOptions {
  /** The clock of the server, in milliseconds since 1970. */
  readonly now: () => number;
  readonly version?: VersionName;
  /** Address that the shop believes to have. */
  readonly url?: string;
  /** Zone of the site, whose clocks it writes its times by. */
  readonly zone?: string;
  readonly currency?: string;
  readonly credentials?: Credentials;
  /** What happens in the shop before a request is answered, by its path and query. */
  readonly meanwhile?: (target: string) => void;
}

/** What whoever reads everything holds in the end. */
export interface Truth {
  readonly orders: Iterable<OrderBody>;
  /** The refunds of an order as their own address answers them: with times and lines, which the order leaves out. */
  readonly refundsOf: (order: number) => readonly RefundBody[];
  /** Not listed, and still readable by id. */
  readonly trashedOrders: Iterable<OrderBody>;
  readonly customers: Iterable<CustomerBody>;
  readonly products: Iterable<ProductBody>;
  /** Ids of what was there and is gone for good. */
  readonly erased: Shop['erased'];
}

/** A request that came in: when, by the shop's clock, and what. Credentials are left out. */
export interface Logged {
  readonly at: number;
  readonly method: string;
  readonly path: string;
  readonly fault: Fault | undefined;
}

export const CREDENTIALS: Credentials = { key: 'ck_fake', secret: 'cs_fake' };

/**
 * A WooCommerce shop that answers as the recorded servers did, with all that can be done to it: `shop` is driven,
 * `faults` go wrong, `webhooks` are delivered when told to. It has no clock of its own, and no wire: see
 * {@link fetchOf} and {@link startWooCommerce}.
 */
export class WooCommerceFake implements Platform {
  readonly shop: Shop;
  readonly webhooks: Webhooks;
  readonly faults: Faults;
  readonly credentials: Credentials;
  /** All requests since it began. */
  readonly log: Logged[] = [];
  readonly #now: () => number;
  readonly #behind: Behind;
  readonly #meanwhile: (target: string) => void;

  constructor(options: FakeOptions) {
    const { now, version = '11.0.1', url = 'https://shop.example', zone = 'UTC', currency = 'GBP' } = options;
    const site = { version: VERSIONS[version], url, zone: timeZone(zone), currency };
    this.#now = now;
    this.#meanwhile = options.meanwhile ?? (() => {});
    this.credentials = options.credentials ?? CREDENTIALS;
    this.faults = new Faults(now);
    this.webhooks = new Webhooks(site, (topic, id) => this.#bodyOf(topic, id));
    this.shop = new Shop(site, now, (topic, id) => this.webhooks.happened(topic, id));
    this.#behind = { shop: this.shop, webhooks: this.webhooks };
  }

  /** What comes of a request. One that is turned away never reaches the shop; all others do, whatever befalls the answer. */
  handle(request: WireRequest): Outcome {
    this.#meanwhile(request.target);
    const fault = this.faults.next();
    this.log.push({ at: this.#now(), method: request.method, path: withoutCredentials(request.target), fault });
    const answered = turnsAway(fault) ? NOTHING : answer(this.#behind, this.credentials, request);
    const { headers, ...rest } = faultyAnswer(fault, answered);
    return { answer: { ...rest, headers: { ...headers, date: new Date(this.#now()).toUTCString() } }, fault };
  }

  truth(): Truth {
    const { shop } = this;
    const { site } = shop;
    return {
      orders: map(
        () => shop.orders.values(),
        (order) => orderBody(order, site),
      ),
      refundsOf: (id) =>
        [...(shop.orders.get(id)?.refunds ?? [])].sort((a, b) => b.id - a.id).map((refund) => refundBody(refund, site)),
      trashedOrders: map(
        () => shop.trashedOrders.values(),
        (order) => orderBody(order, site),
      ),
      customers: map(
        () => shop.customers.values(),
        (customer: Customer) => customerBody(customer, site),
      ),
      products: map(
        () => shop.products.values(),
        (product) => productBody(product, site),
      ),
      erased: shop.erased,
    };
  }

  /** What a webhook tells: what the interface answers to somebody who may see everything. */
  #bodyOf(topic: Topic, id: number): object {
    const { key, secret } = this.credentials;
    const target = `/wp-json/wc/v3/${topic.split('.')[0]}s/${id}`;
    const authorization = `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}`;
    const { body } = answer(this.#behind, this.credentials, { method: 'GET', target, headers: { authorization } });
    return JSON.parse(String(body));
  }
}

/** A shop that listens on loopback until it is disposed of. */
export type RunningWooCommerce = Listening<WooCommerceFake>;

/** Starts a shop on a port that is free; `url` is what it writes into its answers, by default where it listens. */
export function startWooCommerce(options: FakeOptions, wait?: Wait): Promise<RunningWooCommerce> {
  return listen((url) => new WooCommerceFake({ url, ...options }), wait);
}

const NOTHING: Answer = { status: 500, headers: {}, body: '' };

function withoutCredentials(target: string): string {
  return target.replaceAll(/(consumer_(?:key|secret)=)[^&]*/g, '$1…');
}

/** What is there whenever it is gone through, one at a time: a large shop is never held twice. */
function map<T, U>(values: () => Iterable<T>, of: (value: T) => U): Iterable<U> {
  return {
    *[Symbol.iterator]() {
      for (const value of values()) yield of(value);
    },
  };
}
