import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Ledger, loadKey, openLedger } from '@clientele/ledger';
import { type Instant, instant, type RecordInput, readRecord, type Shop, shopId } from '@clientele/model';
import { advance, declareAttribute, ingest, type Parts, saveSegment } from '@clientele/pipeline';
import { type Condition, printCondition, type ReferenceContext, referenceShop } from '@clientele/segmentation';
import {
  allProfileNos,
  type Engine,
  membershipsOf,
  openWarehouse,
  plainProfiles,
  prepareWarehouse,
  recordKeysOf,
  startEngine,
  type WarehouseClient,
} from '@clientele/warehouse';
import { UNSYNCED_TABLE_SETTINGS } from './engine-under-test.js';
import { CUSTOM_TYPES_OF_SHOPS } from './random-profile.js';
import type { RandomShop } from './random-shop.js';

/** A record as one connection hands it over. */
export interface Handed {
  readonly connection: string;
  readonly record: RecordInput;
}

/** The stores of a whole installation, which holds many shops. */
export class StreetUnderTest {
  readonly #directory: string;
  readonly #engine: Engine;
  readonly #sql: WarehouseClient;
  readonly #ledger: Ledger;
  #shops = 0;

  static async open(): Promise<StreetUnderTest> {
    const directory = await mkdtemp(join(tmpdir(), 'clientele-laws-'));
    const engine = await startEngine({ directory: join(directory, 'warehouse') });
    const sql = openWarehouse(engine);
    await prepareWarehouse(sql, UNSYNCED_TABLE_SETTINGS);
    const ledger = await openLedger({ directory }, { key: await loadKey(directory) });
    return new StreetUnderTest(directory, engine, sql, ledger);
  }

  private constructor(directory: string, engine: Engine, sql: WarehouseClient, ledger: Ledger) {
    this.#directory = directory;
    this.#engine = engine;
    this.#sql = sql;
    this.#ledger = ledger;
  }

  /** A shop without records, with saved segments by handle. */
  async shopWith(random: RandomShop, segments: ReadonlyMap<string, Condition>): Promise<StreetShop> {
    this.#shops += 1;
    const { shop } = await this.#ledger.shops.create({
      id: shopId(`shop-${this.#shops}`),
      name: 'Random',
      currency: random.currency,
      timeZone: random.timeZone,
      clock: null,
      generated: true,
      createdAt: instant('2016-01-01T00:00:00Z'),
    });
    for (const name of random.products.keys()) {
      await this.#ledger.connections.create(shop.id, { name, connector: 'files', config: {}, createdAt: random.now });
    }
    const parts = { ledger: this.#ledger, sql: this.#sql };
    const clocked = { ...parts, clock: () => random.now };
    for (const [name, type] of CUSTOM_TYPES_OF_SHOPS) await declareAttribute(clocked, shop, name, type, 'test');
    for (const [name, condition] of segments) {
      const saved = await saveSegment(clocked, shop, { name, query: printCondition(condition) }, 'test');
      if (!('segment' in saved)) throw new Error(JSON.stringify(saved));
    }
    return new StreetShop(parts, shop, random, segments);
  }

  async close(): Promise<void> {
    await this.#sql.close();
    await this.#engine.stop();
    await this.#ledger.close();
    await rm(this.#directory, { recursive: true });
  }
}

/** One shop whose records come in and whose segments follow. */
export class StreetShop {
  readonly #parts: Omit<Parts, 'clock'>;
  readonly #shop: Shop;
  readonly #random: RandomShop;
  readonly #segments: ReadonlyMap<string, Condition>;
  #imports = 0;

  constructor(parts: Omit<Parts, 'clock'>, shop: Shop, random: RandomShop, segments: ReadonlyMap<string, Condition>) {
    this.#parts = parts;
    this.#shop = shop;
    this.#random = random;
    this.#segments = segments;
  }

  /** Imports records, those of each connection together, and takes them all the way. */
  async receive(records: readonly Handed[], now: Instant): Promise<void> {
    this.#imports += 1;
    for (const connection of this.#random.products.keys()) {
      const some = records.filter((handed) => handed.connection === connection);
      const origin = { connection, source: connection, fingerprint: `${this.#imports}`, retry: null };
      if (some.length > 0) await ingest(this.#at(now), this.#shop, origin, items(some));
    }
    await this.advance(now);
  }

  /** What the passing of time alone changes. */
  async advance(now: Instant): Promise<void> {
    await advance(this.#at(now), this.#shop);
  }

  /** The recorded members of each segment, by handle: each as the customer records that they are. */
  async recorded(): Promise<Map<string, string[]>> {
    const { sql, ledger } = this.#parts;
    const numbers = await allProfileNos(sql, this.#shop.id);
    const names = await this.#names(numbers);
    const saved = await ledger.segments.list(this.#shop.id);
    const members = await membershipsOf(
      sql,
      this.#shop.id,
      saved.map(({ id }) => id),
      numbers,
    );
    return new Map(
      saved.map(({ id, handle }) => [handle, [...(members.get(id) ?? [])].map((no) => names.get(no) ?? '').sort()]),
    );
  }

  /** Who is in each segment at a time, asked of the reference anew. */
  async asked(now: Instant): Promise<Map<string, string[]>> {
    const { timeZone, currency, products } = this.#random;
    const numbers = await allProfileNos(this.#parts.sql, this.#shop.id);
    const names = await this.#names(numbers);
    const profiles = await plainProfiles(this.#parts.sql, this.#shop.id, numbers);
    const facts = { id: this.#shop.id, timeZone, currency, products };
    const context: ReferenceContext = {
      shop: facts,
      now,
      segments: this.#segments,
      customTypes: CUSTOM_TYPES_OF_SHOPS,
    };
    const named = profiles.map((profile, place) => ({ ...profile, id: names.get(numbers[place] ?? 0) ?? '' }));
    const reference = referenceShop(named, context);
    return new Map(
      [...this.#segments].map(([handle, condition]) => [handle, [...reference.members(condition)].sort()]),
    );
  }

  async #names(numbers: readonly number[]): Promise<Map<number, string>> {
    const keys = await recordKeysOf(this.#parts.sql, this.#shop.id, numbers);
    return new Map(
      [...keys].map(([number, records]) => [
        number,
        records
          .map(({ connection, externalId }) => `${connection} ${externalId}`)
          .sort()
          .join(', '),
      ]),
    );
  }

  #at(now: Instant): Parts {
    return { ...this.#parts, clock: () => now };
  }
}

async function* items(records: readonly Handed[]) {
  for (const [index, { record }] of records.entries()) {
    const reading = readRecord(record);
    if (reading.outcome === 'refused') throw new Error(reading.reason);
    yield { outcome: 'read', record: reading.record, rows: 1, place: `line ${index + 1}` } as const;
  }
}

/** All records of a random shop, such that identity finds its people again: each has at most one customer record a connection. */
export function recordsOf({ profiles, products }: RandomShop): Handed[] {
  const ofProducts = [...products].flatMap(([connection, some]) =>
    [...some.values()].map((record) => ({ connection, record })),
  );
  const ofPeople = profiles.flatMap(({ id, customers, orders, refunds, consents, events }) => {
    const mine = [...orders, ...refunds, ...consents, ...events];
    const connections = new Set([...customers, ...mine].map(({ connection }) => connection));
    const accounts = [{ realm: 'test', id: `person ${id}` }];
    const records = [...connections].map((connection): Handed => {
      const stated = customers.find((customer) => customer.connection === connection);
      const version = { updatedAt: '2024-01-01T00:00:00Z' };
      const {
        connection: _,
        email,
        ...record
      } = stated ?? { connection, email: undefined, kind: 'customer' as const, version };
      // Of their own: who shares an address may be joined.
      const own = email === undefined ? {} : { email: email.replace('@', `.${id}@`) };
      return { connection, record: { ...record, ...own, accounts, externalId: `of profile ${id}` } };
    });
    return [...records, ...mine.map(({ connection, ...record }) => ({ connection, record }))];
  });
  return [...ofProducts, ...ofPeople];
}
