import { Budgets, MemoryKeep, MemorySpool, Runner } from '@clientele/connector-kit';
import { type Fault, fetchOf, seedShop, tie, WooCommerceFake } from '@clientele/fakes';
import { instantOfMs, type SourceRecord } from '@clientele/model';
import { expect, test } from 'vitest';
import { woocommerce } from './connector.js';
import { trueRecords } from './true-records.js';
import { HOOK_SECRET, SETTINGS } from './world.js';

const ORDERS = Number(process.env.CLIENTELE_LARGE_SHOP_ORDERS ?? 1500);
const KILLS = 6;
const FAULTS: readonly Fault[] = [
  { kind: 'status', status: 429, retryAfter: 3 },
  { kind: 'status', status: 503 },
  { kind: 'status', status: 500 },
  { kind: 'reset' },
  { kind: 'cut' },
  { kind: 'broken' },
];

/** A large shop with a network that fails, and the connection of it, which is killed now and then. */
class Trial {
  now = Date.parse('2026-11-22T12:00:00Z');
  requests = 0;
  readonly fake = new WooCommerceFake({ version: '7.9.0', now: () => this.now });
  readonly #budgets = new Budgets();
  readonly #fetch = fetchOf(this.fake, (ms) => this.#pass(ms));
  #keep = new MemoryKeep(20);
  #runner = this.#newRunner();
  /** What happens before a request; a promise that never comes is a kill. */
  before: (request: number) => Promise<void> = async () => {};

  get records(): readonly SourceRecord[] {
    return this.#keep.records();
  }

  /** Syncs to the end; again from what was durable where it was killed, so many times. */
  async sync(killedAt: readonly number[] = []): Promise<void> {
    const left = [...killedAt];
    for (;;) {
      let kill = () => {};
      const killed = new Promise<'killed'>((resolve) => {
        kill = () => resolve('killed');
      });
      const happens = this.before;
      this.before = async (request) => {
        if (left[0] !== undefined && request >= left[0]) {
          left.shift();
          kill();
          await new Promise(() => {});
        }
        await happens(request);
      };
      const synced = await Promise.race([this.#runner.sync({ sweeping: 'now' }), killed]);
      this.before = happens;
      if (synced === 'killed') {
        this.#keep = this.#keep.crashed();
        this.#runner = this.#newRunner();
      } else if (synced.outcome === 'paused' && synced.why?.outcome === 'paused') {
        this.now = Math.max(this.now, Date.parse(synced.why.until));
      } else {
        expect(synced.why).toBeUndefined();
        return;
      }
    }
  }

  /** Takes the webhooks that the shop has to tell, as a network that doubles and reorders brings them. */
  async takeWebhooks(): Promise<void> {
    const runner = this.#runner;
    await this.fake.webhooks.deliver(async ({ url, headers, body }) => {
      const heard = await runner.hear({ url, headers: new Headers(headers), body: Buffer.from(body) });
      if (heard.outcome === 'heard') await runner.take([heard]);
      return heard.outcome === 'refused' ? 401 : 200;
    });
  }

  #newRunner() {
    return new Runner(woocommerce, SETTINGS, {
      fetch: async (request) => {
        this.now += 100;
        this.requests += 1;
        await this.before(this.requests);
        return this.#fetch(request);
      },
      now: () => instantOfMs(this.now),
      sleep: (ms) => this.#pass(ms),
      random: () => 0.5,
      keep: this.#keep,
      openSpool: async () => new MemorySpool(),
      budgets: this.#budgets,
      log: () => {},
    });
  }

  async #pass(ms: number): Promise<void> {
    this.now += ms;
  }
}

/** A record by its kind and id, without its version. */
function stated(record: SourceRecord): [key: string, text: string] {
  return [`${record.kind} ${record.externalId}`, JSON.stringify({ ...record, version: undefined })];
}

test('a large shop that changes while it is read, over a network that fails, ends as it truly is', async () => {
  const trial = new Trial();
  const { fake } = trial;
  const { shop } = fake;
  seedShop(shop, { seed: 7, orders: ORDERS });
  for (const topic of ['order.updated', 'order.deleted', 'customer.updated'] as const) {
    fake.webhooks.subscribe(topic, 'https://clientele.example/hooks', HOOK_SECRET);
  }
  fake.faults.plan({ seed: 8, rate: 0.01, faults: FAULTS });
  fake.faults.limit({ perSecond: 4, burst: 12 });
  fake.webhooks.fail({ seed: 9, doubled: 0.05, reordered: 0.1 });

  const ids = [...shop.orders.values()].map(({ id }) => id);
  const some = (request: number) => ids[(request * 7919) % ids.length] ?? 0;
  trial.before = async (request) => {
    const id = some(request);
    if (shop.orders.get(id) === undefined) return;
    if (request % 11 === 0) shop.erase(id);
    else if (request % 7 === 0) shop.trash(id);
    else if (request % 5 === 0) shop.refund(id, { amount: '1.00' });
    else if (request % 3 === 0) shop.setStatus(id, 'pending');
    else if (request % 17 === 0) tie(shop, 150);
    else shop.changeOrder(id, (order) => Object.assign(order, { billing: { ...order.billing, city: `${request}` } }));
  };
  const pages = ORDERS / 100;
  await trial.sync(Array.from({ length: KILLS }, (_, index) => Math.floor(((index + 1) * pages) / KILLS)));
  await trial.takeWebhooks();

  trial.before = async () => {};
  trial.now += 60_000;
  await trial.sync();
  fake.faults.plan(undefined);
  fake.faults.limit(undefined);
  const truth = new Map([...trueRecords(fake)].map(stated));
  const held = new Map(trial.records.filter(({ kind }) => kind !== 'deletion').map(stated));
  expect(held.size).toBe(truth.size);
  const different = [...truth].filter(([key, text]) => held.get(key) !== text).map(([key]) => key);
  expect(different).toEqual([]);
  expect(fake.log.filter(({ fault }) => fault !== undefined).length).toBeGreaterThan(0);
});
