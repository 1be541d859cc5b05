import { setTimeout as delay } from 'node:timers/promises';
import { type Decimal, instant, type OrderRecord, type Shop } from '@clientele/model';
import { advance, ingest } from '@clientele/pipeline';
import { CONNECTIONS } from '@clientele/worlds';
import type { House } from '../house.js';
import { BENCH_SHOP, itemsOf } from './bench-shop.js';
import type { Draw } from './draw.js';

/** Profiles that change every second. */
export const CHANGES = 1_000;

const PLACED_AT = instant('2026-06-30T12:00:00Z');

/** Seconds whose orders one round may take on at once. */
const MOST_AT_ONCE = 10;

/**
 * Changes a shop while it is asked: every second one order each of a thousand customers arrives. As a server does, each
 * round takes all that has arrived since the one before through ingest, identity, traits and memberships: where a round
 * is slow the next one is larger.
 */
export class Changes {
  readonly #house: House;
  readonly #shop: Shop;
  readonly #draw: Draw;
  readonly #products: readonly string[];
  readonly #origin: string;
  readonly #stop = new AbortController();
  #started = 0;
  #stopped = 0;
  #changed = 0;
  #known: ReadonlyMap<string, readonly string[]> | undefined;
  readonly #delays: number[] = [];

  constructor(house: House, shop: Shop, draw: Draw, products: readonly string[]) {
    this.#house = house;
    this.#shop = shop;
    this.#draw = draw;
    this.#products = products;
    this.#origin = `changes of ${house.clock()}`;
  }

  /** Profiles changed a second. */
  get rate(): number {
    return this.#changed / ((this.#stopped - this.#started) / 1000);
  }

  /** From a second's end, when the last of its orders arrives, until all are in the memberships; milliseconds. */
  get delays(): readonly number[] {
    return this.#delays;
  }

  /** Lets orders arrive as long as some work is done, which begins when the first of them are in the memberships. */
  async during(work: () => Promise<void>): Promise<void> {
    const customers = await this.#customers();
    this.#started = performance.now() - 1000;
    await this.#deliver([0], customers);
    const arriving = this.#run(customers).then(
      () => undefined,
      (error: unknown) => error ?? new Error('changes failed'),
    );
    try {
      await work();
    } finally {
      this.#stop.abort();
      await arriving;
    }
    const error = await arriving;
    if (error !== undefined) throw error;
  }

  /** One second's orders, while nothing else arrives; resolves when they are in the memberships. */
  async once(): Promise<void> {
    this.#known ??= await this.#customers();
    await this.#deliver([this.#delays.length], this.#known);
  }

  async #run(customers: ReadonlyMap<string, readonly string[]>): Promise<void> {
    for (let next = 1; !this.#stop.signal.aborted; ) {
      const wait = this.#endOf(next) - performance.now();
      if (wait > 0) await delay(wait, undefined, { signal: this.#stop.signal }).catch(() => {});
      if (this.#stop.signal.aborted) return;
      const arrived = Math.floor((performance.now() - this.#started) / 1000) - next;
      const seconds = Math.max(1, Math.min(MOST_AT_ONCE, arrived));
      await this.#deliver(
        Array.from({ length: seconds }, (_, index) => next + index),
        customers,
      );
      next += seconds;
    }
  }

  /** The orders of a second have arrived at its end. */
  #endOf(second: number): number {
    return this.#started + (second + 1) * 1000;
  }

  async #deliver(seconds: readonly number[], customers: ReadonlyMap<string, readonly string[]>): Promise<void> {
    for (const second of seconds) {
      const connection = CONNECTIONS[second % CONNECTIONS.length] ?? 'web';
      const known = customers.get(connection) ?? [];
      const buyers = new Set<string>();
      while (buyers.size < Math.min(CHANGES, known.length)) buyers.add(this.#draw.pick(known));
      const orders = [...buyers].map((buyer, index) => this.#order(buyer, `${this.#origin}, ${second}.${index}`));
      const origin = { connection, source: 'made', fingerprint: `${this.#origin}, ${second}`, retry: null };
      await ingest(this.#house, this.#shop, origin, itemsOf(orders));
      this.#changed += orders.length;
    }
    await advance(this.#house, this.#shop);
    const done = performance.now();
    for (const second of seconds) {
      this.#delays.push(done - this.#endOf(second));
      this.#stopped = Math.max(done, this.#endOf(second));
    }
  }

  #order(customer: string, externalId: string): OrderRecord {
    return {
      kind: 'order',
      externalId,
      version: { updatedAt: PLACED_AT, tiebreak: 0 },
      purpose: 'sale',
      placedAt: PLACED_AT,
      test: false,
      channel: { id: 'web', kind: 'online_store' },
      customer,
      currency: BENCH_SHOP.currency,
      taxesIncluded: true,
      lines: [
        {
          id: '1',
          kind: 'product',
          product: this.#draw.pick(this.#products),
          quantity: '1' as Decimal,
          listPrice: this.#draw.money(5, 300) as Decimal,
          discounts: [],
          taxes: [],
          giftCard: false,
        },
      ],
      discounts: [],
      refunds: [],
    };
  }

  /** Some customers of each connection. */
  async #customers(): Promise<Map<string, string[]>> {
    const rows = await this.#house.sql.query<{ connection: string; ids: string[] }>(
      `SELECT connection, groupArray(20000)(external_id) AS ids FROM
         (SELECT connection, external_id FROM customer_keys WHERE shop = {shop:String} ORDER BY sipHash64(external_id))
       GROUP BY connection`,
      { shop: this.#shop.id },
      { lane: 'heavy' },
    );
    return new Map(rows.map(({ connection, ids }) => [connection, ids]));
  }
}
