import { createHash } from 'node:crypto';
import { setImmediate as othersFirst, setTimeout as passes } from 'node:timers/promises';
import type { Instant, ShopId } from '@clientele/model';
import { sql } from 'kysely';
import { type JsonValue, storedJson } from '../json.js';
import type { LedgerKey } from '../secrets/key.js';
import { seal, unseal } from '../secrets/seal.js';
import type { Database } from '../tables.js';
import { reserveNumbers } from './counters.js';

/** A webhook that was verified, and is yet to be taken into the records. */
export interface Delivery {
  readonly shop: ShopId;
  readonly connection: string;
  /** The id that the platform gave it: the same again changes nothing. */
  readonly id: string;
  readonly receivedAt: Instant;
  /** What it says. Kept encrypted until it is taken. */
  readonly heard: JsonValue;
}

export interface WaitingDelivery {
  readonly number: number;
  readonly receivedAt: Instant;
  readonly heard: JsonValue;
  /** Of what was heard, as it is stored. */
  readonly bytes: number;
}

export interface WaitingRange {
  readonly limit: number;
  readonly bytes?: number;
  /** A number. */
  readonly after?: number;
}

/** How the inbox of a connection stands. */
export interface InboxState {
  readonly waiting: number;
  /** When the oldest of those came in. */
  readonly since: Instant;
}

interface Appending {
  readonly delivery: Delivery;
  readonly done: (outcome: 'kept' | 'known') => void;
  readonly failed: (error: unknown) => void;
}

/** Deliveries in one transaction: seven parameters each, below SQLite's 32,766. */
const MOST_TOGETHER = 1_000;
/** The longest that deliveries are gathered for. */
const MOST_REST_MS = 250;
/** Numbers in one statement. */
const CHUNK = 1_000;

/**
 * Webhooks between their answer and the records. Deliveries that come while others are being written are written
 * together, so that their number is not bound by how often the disk can be waited for.
 */
export class Inbox {
  readonly #db: Database;
  readonly #key: LedgerKey;
  readonly #queue: Appending[] = [];
  #isWriting = false;
  #restsUntil = 0;

  constructor(db: Database, key: LedgerKey) {
    this.#db = db;
    this.#key = key;
  }

  /** Keeps a delivery: it is on the disk when this resolves. `known` where it was there, taken or not. */
  append(delivery: Delivery): Promise<'kept' | 'known'> {
    return new Promise((done, failed) => {
      this.#queue.push({ delivery, done, failed });
      if (!this.#isWriting) void this.#write();
    });
  }

  /**
   * What waits of a connection, in the order in which it was kept; what comes behind a number. No more than `limit`, and so
   * much of it as is no larger than `bytes` as it is stored, but always one where one waits.
   */
  async waiting(
    shop: ShopId,
    connection: string,
    { limit, bytes = Number.POSITIVE_INFINITY, after = 0 }: WaitingRange,
  ): Promise<WaitingDelivery[]> {
    const ofConnection = this.#db
      .selectFrom('inbox')
      .where('shop', '=', shop)
      .where('connection', '=', connection)
      .where('takenAt', 'is', null)
      .where('number', '>', after)
      .orderBy('number');
    const sizes = await ofConnection
      .select(['number', sql<number>`octet_length(heard)`.as('bytes')])
      .limit(limit)
      .execute();
    const last = lastWithin(sizes, bytes);
    if (last === undefined) return [];
    const rows = await ofConnection
      .select(['delivery', 'number', 'receivedAt', 'heard'])
      .where('number', '<=', last)
      .execute();
    return rows.map(({ delivery, number, receivedAt, heard }) => {
      const text = unseal(this.#key, heardContext(shop, connection, delivery), heard ?? '');
      return { number, receivedAt, heard: storedJson(text), bytes: heard?.length ?? 0 };
    });
  }

  /** Says that these are in the records: what they said is forgotten, that they came is not. */
  async taken(shop: ShopId, connection: string, numbers: readonly number[], now: Instant): Promise<void> {
    for (let start = 0; start < numbers.length; start += CHUNK) {
      await this.#db
        .updateTable('inbox')
        .set({ heard: null, takenAt: now })
        .where('shop', '=', shop)
        .where('connection', '=', connection)
        .where('takenAt', 'is', null)
        .where('number', 'in', numbers.slice(start, start + CHUNK))
        .execute();
      // The embedded store waits for the disk each time: what comes in meanwhile is to be answered.
      await othersFirst();
    }
  }

  /** Has a delivery that waits say something else: what it said of somebody who was erased is left out. */
  async restate(shop: ShopId, connection: string, number: number, heard: JsonValue): Promise<void> {
    const row = await this.#db
      .selectFrom('inbox')
      .select('delivery')
      .where(({ and }) => and({ shop, connection, number }))
      .executeTakeFirst();
    if (row === undefined) return;
    await this.#db
      .updateTable('inbox')
      .set({ heard: seal(this.#key, heardContext(shop, connection, row.delivery), JSON.stringify(heard)) })
      .where(({ and }) => and({ shop, connection, number }))
      .where('takenAt', 'is', null)
      .execute();
  }

  /** Forgets that deliveries came which were taken before then: one of them would be kept again. */
  async forget(shop: ShopId, connection: string, before: Instant): Promise<void> {
    await this.#db
      .deleteFrom('inbox')
      .where('shop', '=', shop)
      .where('connection', '=', connection)
      .where('takenAt', '<', before)
      .execute();
  }

  /** The shop's connections of which something waits, by name; the named one alone where there is a name. */
  async states(shop: ShopId, connection?: string): Promise<ReadonlyMap<string, InboxState>> {
    const rows = await this.#db
      .selectFrom('inbox')
      .select(({ fn }) => ['connection', fn.countAll<number>().as('waiting'), fn.min('receivedAt').as('since')])
      .where('shop', '=', shop)
      .where('takenAt', 'is', null)
      .$if(connection !== undefined, (query) => query.where('connection', '=', connection ?? ''))
      .groupBy('connection')
      .execute();
    return new Map(rows.map(({ connection, waiting, since }) => [connection, { waiting, since }]));
  }

  /** When a delivery of the connection last came in, taken or not; undefined where none is remembered. */
  async lastHeardAt(shop: ShopId, connection: string): Promise<Instant | undefined> {
    const ofConnection = this.#db
      .selectFrom('inbox')
      .select('receivedAt')
      .where('shop', '=', shop)
      .where('connection', '=', connection)
      .limit(1);
    // By the index alone, however many are remembered; they are taken in the order in which they come.
    const waiting = ofConnection.where('takenAt', 'is', null).orderBy('number', 'desc');
    const taken = ofConnection.where('takenAt', 'is not', null).orderBy('takenAt', 'desc').orderBy('number', 'desc');
    return ((await waiting.executeTakeFirst()) ?? (await taken.executeTakeFirst()))?.receivedAt;
  }

  async #write(): Promise<void> {
    this.#isWriting = true;
    while (this.#queue.length > 0) {
      // The embedded store holds up the whole process while the disk is waited for: half of the time is left to others.
      const rest = this.#restsUntil - performance.now();
      if (rest > 0) await passes(rest);
      const group = this.#queue.splice(0, MOST_TOGETHER);
      const began = performance.now();
      try {
        const kept = await this.#kept(group.map(({ delivery }) => delivery));
        for (const { delivery, done } of group) done(kept.has(delivery) ? 'kept' : 'known');
      } catch (error) {
        for (const { failed } of group) failed(error);
      }
      const ended = performance.now();
      this.#restsUntil = ended + Math.min(MOST_REST_MS, ended - began);
    }
    this.#isWriting = false;
  }

  /** Which of them were not there yet; of several that are the same, the first. */
  async #kept(group: readonly Delivery[]): Promise<ReadonlySet<Delivery>> {
    const first = new Map<string, Delivery>();
    for (const one of group) if (!first.has(keyOf(one))) first.set(keyOf(one), one);
    const kept = new Set<Delivery>();
    await this.#db.transaction().execute(async (tx) => {
      for (const shop of new Set(group.map((one) => one.shop))) {
        const some = [...first.values()].filter((one) => one.shop === shop);
        const from = await reserveNumbers(tx, shop, 'delivery', some.length);
        const rows = some.map((delivery, index) => this.#row(delivery, from + index));
        const inserted = await tx
          .insertInto('inbox')
          .values(rows)
          .onConflict((conflict) => conflict.columns(['shop', 'connection', 'delivery']).doNothing())
          .returning('number')
          .execute();
        const numbers = new Set(inserted.map(({ number }) => number));
        for (const [index, one] of some.entries()) if (numbers.has(from + index)) kept.add(one);
      }
    });
    return kept;
  }

  #row({ shop, connection, id, receivedAt, heard }: Delivery, number: number) {
    const delivery = digestOf(id);
    const sealed = seal(this.#key, heardContext(shop, connection, delivery), JSON.stringify(heard));
    return { shop, connection, delivery, number, receivedAt, heard: sealed, takenAt: null };
  }
}

/** The number of the last one up to which all together are no larger; at least the first. */
function lastWithin(sizes: readonly { readonly number: number; readonly bytes: number }[], most: number) {
  let last: number | undefined;
  let sum = 0;
  for (const { number, bytes } of sizes) {
    sum += Number(bytes);
    if (last !== undefined && sum > most) break;
    last = number;
  }
  return last;
}

function keyOf({ shop, connection, id }: Delivery): string {
  return JSON.stringify([shop, connection, id]);
}

/** Ids are of any length and content, and may be made of personal data. */
function digestOf(id: string): string {
  return createHash('sha256').update(id).digest('base64url');
}

function heardContext(shop: ShopId, connection: string, delivery: string): string {
  return `inbox/${shop}/${connection}/${delivery}`;
}
