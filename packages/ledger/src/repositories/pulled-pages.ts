import type { Instant, RecordKind, ShopId, Version } from '@clientele/model';
import { sql } from 'kysely';
import { type JsonValue, storedJson } from '../json.js';
import type { LedgerKey } from '../secrets/key.js';
import { seal, unseal } from '../secrets/seal.js';
import type { Database, Tables } from '../tables.js';
import { reserveNumbers } from './counters.js';
import { addRefused, type RefusedInput } from './refused.js';

/** What is known of a record that a connection said: its versions and a digest, not what it says. */
export interface PulledRecord {
  readonly stream: string;
  /** The id of the platform's object that said it. */
  readonly object: string;
  readonly kind: RecordKind;
  readonly externalId: string;
  readonly said: Version;
  readonly given: Version;
  readonly digest: string;
  readonly gone?: 'deleted' | 'redacted' | 'hidden';
}

/** A page of a stream, kept whole or not at all. */
export interface PulledPage {
  readonly stream: string;
  /** For the warehouse, each in JSON: kept, encrypted, until it has them. */
  readonly items: readonly string[];
  readonly refused: readonly RefusedInput[];
  /** Of what was set aside before, what is not any more. */
  readonly accepted: Pick<RefusedInput, 'fingerprint' | 'source'> & { readonly places: readonly string[] };
  readonly known: readonly PulledRecord[];
  readonly seen: readonly string[];
  readonly sweep: number;
  readonly state?: JsonValue;
}

/** Which objects are asked for as missing: see {@link PulledPages.missing}. */
export interface MissingPage {
  readonly sweep: number;
  /** A place in the order of ids; '' is before all. */
  readonly after: string;
  readonly limit: number;
  /** How what is refused of objects is kept. */
  readonly refused: Pick<RefusedInput, 'fingerprint' | 'source'>;
}

/** Items of one page on their way to the warehouse. */
export interface PulledItems {
  readonly number: number;
  readonly items: readonly JsonValue[];
}

type Remembered = Omit<PulledRecord, 'stream' | 'object'>;

/** Objects in one statement: six parameters each, below SQLite's 32,766. */
const CHUNK = 1_000;

/**
 * What is remembered of pulled connections: how far each stream has come, what is known of its objects, and the pages
 * on their way to the warehouse.
 */
export class PulledPages {
  readonly #db: Database;
  readonly #key: LedgerKey;

  constructor(db: Database, key: LedgerKey) {
    this.#db = db;
    this.#key = key;
  }

  /** The state of the last page of the stream that had one. */
  async state(shop: ShopId, connection: string, stream: string): Promise<JsonValue | undefined> {
    return (await this.states(shop, connection)).get(stream);
  }

  /** The states of all streams. */
  async states(shop: ShopId, connection: string): Promise<ReadonlyMap<string, JsonValue>> {
    const rows = await this.#db
      .selectFrom('pulledStreams')
      .select(['stream', 'state'])
      .where('shop', '=', shop)
      .where('connection', '=', connection)
      .execute();
    return new Map(rows.map(({ stream, state }) => [stream, storedJson(state)]));
  }

  /** How many objects of each stream are there. */
  async counts(shop: ShopId, connection: string): Promise<ReadonlyMap<string, number>> {
    const rows = await this.#db
      .selectFrom('pulledCounts')
      .select(['stream', 'objects'])
      .where('shop', '=', shop)
      .where('connection', '=', connection)
      .execute();
    return new Map(rows.map(({ stream, objects }) => [stream, objects]));
  }

  /** What is known of the records that these objects said. */
  async known(
    shop: ShopId,
    connection: string,
    stream: string,
    objects: readonly string[],
  ): Promise<readonly PulledRecord[]> {
    const rows = await rowsOf(this.#db, shop, connection, stream, objects);
    return rows.flatMap(({ object, records }) => remembered(records).map((one) => ({ stream, object, ...one })));
  }

  /**
   * Objects that are there, or refused at the place `<stream> <object>`, and were last seen before this sweep, in order of
   * id, after the one given.
   */
  async missing(
    shop: ShopId,
    connection: string,
    stream: string,
    { sweep, after, limit, refused }: MissingPage,
  ): Promise<readonly string[]> {
    const rows = await this.#db
      .selectFrom('pulledObjects')
      .select('object')
      .where('shop', '=', shop)
      .where('connection', '=', connection)
      .where('stream', '=', stream)
      .where('object', '>', after)
      .where('sweep', '<', sweep)
      .where(({ or, eb, exists, selectFrom, ref, val }) =>
        or([
          eb('isThere', '=', 1),
          exists(
            selectFrom('refused')
              .select('number')
              .where('refused.shop', '=', shop)
              .where('refused.connection', '=', connection)
              .where('fingerprint', '=', refused.fingerprint)
              .where('source', '=', refused.source)
              .where('place', '=', sql<string>`${val(`${stream} `)} || ${ref('pulledObjects.object')}`),
          ),
        ]),
      )
      .orderBy('object')
      .limit(limit)
      .execute();
    return rows.map(({ object }) => object);
  }

  /** Those of these objects that were last seen in this sweep, or in one after it. */
  async seen(
    shop: ShopId,
    connection: string,
    stream: string,
    { sweep, objects }: { readonly sweep: number; readonly objects: readonly string[] },
  ): Promise<readonly string[]> {
    const rows = await rowsOf(this.#db, shop, connection, stream, objects);
    return rows.filter((row) => row.sweep >= sweep).map(({ object }) => object);
  }

  /** Keeps a page, in one transaction: it is on the disk when this returns. */
  async keep(shop: ShopId, connection: string, page: PulledPage, now: Instant): Promise<void> {
    const { stream, items, refused, accepted, state } = page;
    await this.#db.transaction().execute(async (tx) => {
      await remember(tx, shop, connection, page);
      for (let start = 0; start < accepted.places.length; start += CHUNK) {
        await tx
          .deleteFrom('refused')
          .where('shop', '=', shop)
          .where('connection', '=', connection)
          .where('fingerprint', '=', accepted.fingerprint)
          .where('source', '=', accepted.source)
          .where('place', 'in', accepted.places.slice(start, start + CHUNK))
          .execute();
      }
      await addRefused(tx, this.#key, shop, refused, now);
      if (items.length > 0) {
        const number = await reserveNumbers(tx, shop, 'pulled-page', 1);
        const sealed = seal(this.#key, itemsContext(shop, connection, number), `[${items.join()}]`);
        await tx.insertInto('pulledPages').values({ shop, connection, number, items: sealed }).execute();
      }
      if (state === undefined) return;
      const text = JSON.stringify(state);
      await tx
        .insertInto('pulledStreams')
        .values({ shop, connection, stream, state: text })
        .onConflict((conflict) => conflict.columns(['shop', 'connection', 'stream']).doUpdateSet({ state: text }))
        .execute();
    });
  }

  /** Pages that the warehouse may not have, in order; at most so many. */
  async waiting(shop: ShopId, connection: string, limit: number): Promise<PulledItems[]> {
    const rows = await this.#db
      .selectFrom('pulledPages')
      .select(['number', 'items'])
      .where('shop', '=', shop)
      .where('connection', '=', connection)
      .orderBy('number')
      .limit(limit)
      .execute();
    return rows.map(({ number, items }) => ({
      number,
      items: storedJson<JsonValue[]>(unseal(this.#key, itemsContext(shop, connection, number), items)),
    }));
  }

  /** Forgets the items of pages up to this one: the warehouse has them. */
  async carried(shop: ShopId, connection: string, through: number): Promise<void> {
    await this.#db
      .deleteFrom('pulledPages')
      .where('shop', '=', shop)
      .where('connection', '=', connection)
      .where('number', '<=', through)
      .execute();
  }
}

/** Takes what a page knows into the rows of its objects. */
async function remember(
  tx: Database,
  shop: ShopId,
  connection: string,
  { stream, known, seen, sweep }: PulledPage,
): Promise<void> {
  const objects = [...new Set([...seen, ...known.map(({ object }) => object)])];
  const sighted = new Set(seen);
  const before = new Map((await rowsOf(tx, shop, connection, stream, objects)).map((row) => [row.object, row]));
  const records = new Map(objects.map((object) => [object, recordsOf(before.get(object)?.records)]));
  for (const { stream: _, object, ...one } of known) records.get(object)?.set(keyOf(one), one);
  const rows = objects.map((object) => {
    const all = [...(records.get(object)?.values() ?? [])];
    return {
      shop,
      connection,
      stream,
      object,
      sweep: sighted.has(object) ? sweep : (before.get(object)?.sweep ?? 0),
      isThere: all.some(({ gone }) => gone === undefined) ? 1 : 0,
      records: JSON.stringify(all),
    };
  });
  for (let start = 0; start < rows.length; start += CHUNK) {
    await tx
      .insertInto('pulledObjects')
      .values(rows.slice(start, start + CHUNK))
      .onConflict((conflict) =>
        conflict.columns(['shop', 'connection', 'stream', 'object']).doUpdateSet(({ ref }) => ({
          sweep: ref('excluded.sweep'),
          isThere: ref('excluded.isThere'),
          records: ref('excluded.records'),
        })),
      )
      .execute();
  }
  const isThere = (all: Iterable<{ readonly isThere: number }>) => [...all].filter((row) => row.isThere === 1).length;
  await count(tx, { shop, connection, stream, objects: isThere(rows) - isThere(before.values()) });
}

/** Moves the count of a stream's objects by `objects`. */
async function count(tx: Database, moved: Tables['pulledCounts']): Promise<void> {
  if (moved.objects === 0) return;
  await tx
    .insertInto('pulledCounts')
    .values(moved)
    .onConflict((conflict) =>
      conflict
        .columns(['shop', 'connection', 'stream'])
        .doUpdateSet(({ eb, ref }) => ({ objects: eb('pulledCounts.objects', '+', ref('excluded.objects')) })),
    )
    .execute();
}

async function rowsOf(db: Database, shop: ShopId, connection: string, stream: string, objects: readonly string[]) {
  const rows: Pick<Tables['pulledObjects'], 'object' | 'sweep' | 'isThere' | 'records'>[] = [];
  for (let start = 0; start < objects.length; start += CHUNK) {
    const some = await db
      .selectFrom('pulledObjects')
      .select(['object', 'sweep', 'isThere', 'records'])
      .where('shop', '=', shop)
      .where('connection', '=', connection)
      .where('stream', '=', stream)
      .where('object', 'in', objects.slice(start, start + CHUNK))
      .execute();
    rows.push(...some);
  }
  return rows;
}

function recordsOf(stored: string | undefined): Map<string, Remembered> {
  return new Map(stored === undefined ? [] : remembered(stored).map((one) => [keyOf(one), one]));
}

function remembered(stored: string): readonly Remembered[] {
  return JSON.parse(stored) as readonly Remembered[];
}

function keyOf({ kind, externalId }: Remembered): string {
  return `${kind} ${externalId}`;
}

function itemsContext(shop: ShopId, connection: string, number: number): string {
  return `pulled_pages/${shop}/${connection}/${number}`;
}
