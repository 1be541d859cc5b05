import type { Answer } from '../wire/answer.js';
import { type Fault, Faults, faultyAnswer, turnsAway } from '../wire/faults.js';
import { type Listening, listen, type Outcome, type Platform, type Wait, type WireRequest } from '../wire/wire.js';
import { answerOperation } from './admin.js';
import { App, type AppFacts } from './app.js';
import { BulkOperations } from './bulk.js';
import type { Args } from './context.js';
import { Bucket } from './cost.js';
import type { Id } from './gid.js';
import { bulkPayload, compliancePayload, payloadOf, shopPayload } from './payload.js';
import { Shop, type ShopFacts } from './shop.js';
import type { Ms } from './time.js';
import { isApiVersion } from './version.js';
import { Webhooks } from './webhooks.js';

export interface ShopifyOptions {
  /** The clock of the platform, in milliseconds since 1970. */
  readonly now: () => Ms;
  readonly shop?: Partial<ShopFacts>;
  readonly app?: Partial<AppFacts>;
  /** Points of the plan. */
  readonly points?: Points;
  /** The status that goes with an answer of `Throttled`: both have been seen. */
  readonly throttledStatus?: 200 | 429;
  /** Where the files of bulk operations are found. */
  readonly url?: string;
  /** What happens in the shop before a request is answered, by its path. */
  readonly meanwhile?: (target: string) => void;
}

/** How many points an app has at once, and how many more each second. */
export interface Points {
  readonly maximum: number;
  readonly restoreRate: number;
}

/** A request that came in. Tokens and bodies are left out; of an operation there is its name. */
export interface ShopifyLogged {
  readonly at: Ms;
  readonly method: string;
  readonly path: string;
  readonly operation: string | undefined;
  readonly fault: Fault | undefined;
}

const SHOP: ShopFacts = {
  id: '548380009',
  name: 'Super Toys',
  domain: 'super-toys.myshopify.com',
  email: 'super@supertoys.example',
  currency: 'GBP',
  zone: 'UTC',
};

const APP: AppFacts = {
  clientId: 'fake-client-id',
  secret: 'fake-client-secret',
  scopes: [
    'read_all_orders',
    'read_companies',
    'read_customer_merge',
    'read_locations',
    'read_orders',
    'read_products',
    'read_returns',
    'write_customers',
  ],
  protectedData: 2,
};

/** The plan of a development shop, as captured. */
const POINTS = { maximum: 2000, restoreRate: 100 };

/**
 * Shopify with one shop and one app in it: Admin GraphQL by its own schema, tokens, bulk operations and their files,
 * webhooks. `shop` is driven, `faults` go wrong, `webhooks` are delivered when told to. It has no clock of its own.
 * FIDELITY.md says of each behaviour how it is known.
 */
export class ShopifyFake implements Platform {
  readonly shop: Shop;
  readonly app: App;
  readonly bulk: BulkOperations;
  readonly webhooks: Webhooks;
  readonly faults: Faults;
  /** All requests since it began. */
  readonly log: ShopifyLogged[] = [];
  readonly #now: () => Ms;
  #bucket: Bucket;
  readonly #throttledStatus: 200 | 429;
  readonly #meanwhile: (target: string) => void;

  constructor(options: ShopifyOptions) {
    const { now, points = POINTS } = options;
    const facts = { ...SHOP, ...options.shop };
    this.#now = now;
    this.#throttledStatus = options.throttledStatus ?? 200;
    this.#meanwhile = options.meanwhile ?? (() => {});
    this.#bucket = new Bucket(now, points.maximum, points.restoreRate);
    this.faults = new Faults(now);
    this.app = new App({ ...APP, ...options.app }, facts.domain, now);
    this.shop = new Shop(facts, now, (happening) =>
      this.webhooks.tell(happening.topic, () => payloadOf(happening, this.shop)),
    );
    const nextId = () => this.shop.nextId();
    this.webhooks = new Webhooks(this.app, facts.domain, now, nextId);
    this.bulk = new BulkOperations(nextId, now, options.url ?? 'https://storage.example', (operation) =>
      this.webhooks.tell('bulk_operations/finish', () => bulkPayload(operation)),
    );
  }

  handle(request: WireRequest): Outcome {
    this.#meanwhile(request.target);
    const fault = this.faults.next();
    const { pathname } = new URL(request.target, 'http://shop.invalid');
    const body = bodyIn(request);
    const operation = /\b(?:query|mutation)\s+(\w+)/.exec(String(body.query ?? ''))?.[1];
    this.log.push({ at: this.#now(), method: request.method, path: pathname, operation, fault });
    const answered = turnsAway(fault) ? NOTHING : this.#answer(request, pathname, body);
    const { headers, ...rest } = faultyAnswer(fault, answered);
    return { answer: { ...rest, headers: { ...headers, date: new Date(this.#now()).toUTCString() } }, fault };
  }

  /** The shop has another plan from now on, and its bucket is full. */
  plan({ maximum, restoreRate }: Points): void {
    this.#bucket = new Bucket(this.#now, maximum, restoreRate);
  }

  /** The merchant takes the app out of the shop: all tokens end, and the app is told. */
  uninstall(): void {
    this.app.uninstall();
    this.webhooks.tell('app/uninstalled', () => shopPayload(this.shop.facts));
  }

  /** A customer wants to know what the app knows of them, or to be forgotten by it. */
  complain(topic: 'customers/data_request' | 'customers/redact', customer: Id): void {
    const about = this.shop.customers.get(customer);
    if (about === undefined) throw new RangeError(`there is no customer ${customer}`);
    const orders = this.shop.ordersOf(customer).map(({ id }) => id);
    const request = topic === 'customers/data_request' ? this.shop.nextId() : undefined;
    this.webhooks.tell(topic, () => compliancePayload(this.shop.facts, about, orders, request));
  }

  /** 48 hours after it was taken out, the app is to forget the shop. */
  redactShop(): void {
    this.webhooks.tell('shop/redact', () => compliancePayload(this.shop.facts));
  }

  #answer(request: WireRequest, path: string, body: Args): Answer {
    const [, file] = /^\/bulk-operation-outputs\/([\w.-]+)$/.exec(path) ?? [];
    if (file !== undefined) return this.#file(file, request.headers.range);
    if (request.method === 'POST' && path === '/admin/oauth/access_token') {
      const answered = this.app.answer(body);
      return json(answered.status, answered.body);
    }
    const [, version = ''] = /^\/admin\/api\/([\w-]+)\/graphql\.json$/.exec(path) ?? [];
    if (request.method !== 'POST' || !isApiVersion(version)) return json(404, { errors: 'Not Found' });
    const grant = this.app.granted(request.headers['x-shopify-access-token']);
    if (grant === undefined) return json(401, { errors: WRONG_TOKEN });
    const asked = {
      query: String(body.query ?? ''),
      variables: (body.variables ?? {}) as Args,
      operationName: typeof body.operationName === 'string' ? body.operationName : undefined,
    };
    const { shop, app, bulk, webhooks } = this;
    const context = { shop, app, version, bulk, webhooks, scopes: grant.scopes, errors: [], searches: [] };
    const answered = answerOperation(asked, context, this.#bucket);
    const status = answered.throttled ? this.#throttledStatus : 200;
    return json(status, answered.body, { 'x-shopify-api-version': version });
  }

  #file(name: string, range: string | undefined): Answer {
    const body = this.bulk.file(name);
    if (body !== undefined) return fileAnswer(body, range);
    const expired = '<?xml version="1.0" encoding="UTF-8"?><Error><Code>ExpiredToken</Code></Error>';
    return { status: 400, headers: { 'content-type': 'application/xml' }, body: expired };
  }
}

/** A Shopify that listens on loopback until it is disposed of. */
export type RunningShopify = Listening<ShopifyFake>;

/** Starts one on a port that is free; the files of bulk operations are found there too. */
export function startShopify(options: ShopifyOptions, wait?: Wait): Promise<RunningShopify> {
  return listen((url) => new ShopifyFake({ url, ...options }), wait);
}

const WRONG_TOKEN = '[API] Invalid API key or access token (unrecognized login or wrong password)';
const NOTHING: Answer = { status: 500, headers: {}, body: '' };

function json(status: number, body: object, headers: Readonly<Record<string, string>> = {}): Answer {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: JSON.stringify(body),
  };
}

/** A file, or the part of it that is asked for. */
function fileAnswer(body: Buffer, range: string | undefined): Answer {
  const headers = { 'content-type': 'application/jsonl', 'accept-ranges': 'bytes' };
  const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(range ?? '') ?? [];
  if (first === undefined || last === undefined) return { status: 200, headers, body };
  if (Number(first) >= body.length) return { status: 416, headers, body: '' };
  const part = body.subarray(Number(first), Number(last) + 1);
  const place = `bytes ${first}-${Number(first) + part.length - 1}/${body.length}`;
  return { status: 206, headers: { ...headers, 'content-range': place }, body: part };
}

/** A body in JSON, or as a form. */
function bodyIn({ headers, body = '' }: WireRequest): Args {
  if (headers['content-type']?.includes('x-www-form-urlencoded')) return Object.fromEntries(new URLSearchParams(body));
  try {
    const read: unknown = JSON.parse(body);
    return typeof read === 'object' && read !== null ? (read as Args) : {};
  } catch {
    return {};
  }
}
