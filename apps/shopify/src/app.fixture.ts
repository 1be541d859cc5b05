import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Budgets, MemorySpool } from '@clientele/connector-kit';
import { type AppKeys, shopifyOf } from '@clientele/connector-shopify';
import { type Delivery, fetchOf, ShopifyFake } from '@clientele/fakes';
import { type Ledger, loadKey, openLedger } from '@clientele/ledger';
import { instantOfMs } from '@clientele/model';
import { HookEntrance, type Parts, PulledConnections } from '@clientele/pipeline';
import { COMPLIANCE_TOPICS } from './compliance-topics.js';
import { APP_TOPICS, COMPLIANCE_PATH, WEBHOOKS_PATH } from './hook-addresses.js';
import { type ShopifyApp, shopifyApp } from './shopify-app.js';

export const KEYS: AppKeys = {
  clientId: 'fake-client-id',
  clientSecret: 'fake-client-secret',
  formerClientSecrets: [],
};
const HOST = 'https://clientele.example';
const TOLD = ['orders/create', ...APP_TOPICS] as const;

/** The shops are empty: nothing of them comes as far as the warehouse. */
const noWarehouse = async () => {
  throw new Error('there is no warehouse here');
};
const sql: Parts['sql'] = { insert: noWarehouse, command: noWarehouse, query: noWarehouse };

/** What a server with the app is made of, on a ledger; another one on the same ledger is the next process. */
export interface AppProcess {
  readonly app: ShopifyApp;
  readonly connections: PulledConnections;
}

/** A ledger, a clock and shops of Shopify that have the app. */
export class AppWorld implements AsyncDisposable {
  readonly ledger: Ledger;
  /** All that was logged. */
  readonly logged: string[] = [];
  readonly #directory: string;
  readonly #shopifies = new Map<string, ShopifyFake>();
  nowMs = Date.parse('2026-11-22T12:00:00Z');
  #held: Promise<unknown> = Promise.resolve();

  private constructor(ledger: Ledger, directory: string) {
    this.ledger = ledger;
    this.#directory = directory;
  }

  static async open(): Promise<AppWorld> {
    const directory = await mkdtemp(join(tmpdir(), 'clientele-shopify-'));
    return new AppWorld(await openLedger({ directory }, { key: await loadKey(directory) }), directory);
  }

  get clock() {
    return () => instantOfMs(this.nowMs);
  }

  /** A shop that has the app, whose webhooks go where the configuration says. */
  shopify(name = 'super-toys', aheadMs = 0): ShopifyFake {
    const domain = `${name}.myshopify.com`;
    const facts = { domain, name, id: String(1000 + this.#shopifies.size), currency: 'EUR', zone: 'Europe/Berlin' };
    const fake = new ShopifyFake({ now: () => this.nowMs + aheadMs, shop: facts });
    for (const topic of TOLD) fake.webhooks.subscribe(topic, `${HOST}${WEBHOOKS_PATH}`, { byApp: true });
    for (const topic of COMPLIANCE_TOPICS) fake.webhooks.subscribe(topic, `${HOST}${COMPLIANCE_PATH}`, { byApp: true });
    this.#shopifies.set(domain, fake);
    return fake;
  }

  /** Shopify answers nobody until what is returned is called. */
  hold(): () => void {
    let release = () => {};
    this.#held = new Promise<void>((resolve) => {
      release = resolve;
    });
    return release;
  }

  /** Nobody answers there any more. */
  unplug(fake: ShopifyFake): void {
    this.#shopifies.delete(fake.shop.facts.domain);
  }

  process(keys: AppKeys = KEYS): AppProcess {
    const { ledger, clock } = this;
    const fetch = async (request: Request) => {
      const fake = this.#shopifies.get(new URL(request.url).host);
      if (fake === undefined) throw new TypeError('fetch failed');
      await this.#held;
      return fetchOf(fake)(request);
    };
    const parts = { ledger, sql, clock, connectors: [shopifyOf(keys)] };
    const connections = new PulledConnections({
      ...parts,
      inTurn: (_, work) => work(),
      host: {
        fetch,
        sleep: async (ms) => {
          this.nowMs += ms;
        },
        random: () => 0.5,
        openSpool: async () => new MemorySpool(),
        budgets: new Budgets(),
        log: ({ message }) => this.logged.push(message),
      },
    });
    const hooks = new HookEntrance({ ...parts, onKept: () => {} });
    const log = (message: string) => void this.logged.push(message);
    return { app: shopifyApp({ ledger, clock, connections, hooks, fetch, log }, keys), connections };
  }

  /** What the ledger's files hold. */
  async stored(): Promise<string> {
    const names = ['ledger.sqlite', 'ledger.sqlite-wal'];
    const files = await Promise.all(names.map((name) => readFile(join(this.#directory, name), 'latin1')));
    return files.join('\n');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.ledger.close();
    await rm(this.#directory, { recursive: true, force: true });
  }
}

/** The status that a webhook is answered with, as a server answers what its door says. */
export async function deliver({ hookAddresses }: ShopifyApp, { url, headers, body }: Delivery): Promise<number> {
  const address = hookAddresses.find(({ path }) => path === new URL(url).pathname);
  if (address === undefined) return 404;
  const hook = { url, headers: new Headers(headers), body: new TextEncoder().encode(body) };
  const { door } = await address.open(hook.headers);
  const heard = await door.hear(hook);
  if (heard.outcome === 'refused') return heard.code === 'unverified' ? 401 : 400;
  if (heard.outcome === 'heard') await door.keep(heard);
  return 200;
}

/** The requests for tokens that came to a shop. */
export function tokenRequests({ log }: ShopifyFake): number {
  return log.filter(({ path }) => path === '/admin/oauth/access_token').length;
}
