import type { Instant, Refused, ShopId } from '@clientele/model';
import type { Selectable } from 'kysely';
import { type JsonValue, storedJson } from '../json.js';
import type { LedgerKey } from '../secrets/key.js';
import { seal, unseal } from '../secrets/seal.js';
import type { Database, Tables } from '../tables.js';
import { reserveNumbers } from './counters.js';

/** Input to set aside, with what it takes to try it again. */
export interface RefusedInput extends Refused {
  readonly connection: string;
  /** That of the import it came with (see `ImportProgress`); empty for input set aside before this was kept. */
  readonly fingerprint: string;
  /** The input itself, as it came; kept encrypted. */
  readonly body: string;
  /** What the connector needs to read it again: the format, the mapping, options. */
  readonly retry: JsonValue;
}

export interface StoredRefused extends RefusedInput {
  /** Counts up in the shop; names this refused input. */
  readonly number: number;
  /** When it was first set aside. */
  readonly at: Instant;
  /** How often it could not be read, and when last. */
  readonly tries: number;
  readonly triedAt: Instant;
}

export interface RefusedPage {
  /** All of the shop without. */
  readonly connection?: string;
  readonly after?: number;
  readonly limit: number;
}

const COLUMNS = [
  'number',
  'connection',
  'fingerprint',
  'source',
  'place',
  'reason',
  'body',
  'retry',
  'at',
  'tries',
  'triedAt',
] as const;

/** Rows in one statement: eleven parameters each, below SQLite's 32,766. */
const CHUNK = 1_000;

/** The input that was set aside, in each shop at most once by connection, file and place in it. */
export class RefusedInputs {
  readonly #db: Database;
  readonly #key: LedgerKey;

  constructor(db: Database, key: LedgerKey) {
    this.#db = db;
    this.#key = key;
  }

  /** Sets input aside. What is already there from the same place of the same file takes the new reason, body and retry, and was tried once more. */
  async add(shop: ShopId, inputs: readonly RefusedInput[], now: Instant): Promise<void> {
    if (inputs.length === 0) return;
    await this.#db.transaction().execute((tx) => addRefused(tx, this.#key, shop, inputs, now));
  }

  /** A page in order of number, after the number given; of one connection where it is named. */
  async list(shop: ShopId, { connection, after = 0, limit }: RefusedPage): Promise<StoredRefused[]> {
    const rows = await this.#db
      .selectFrom('refused')
      .select(COLUMNS)
      .where('shop', '=', shop)
      .where('number', '>', after)
      .$if(connection !== undefined, (query) => query.where('connection', '=', connection ?? ''))
      .orderBy('number')
      .limit(limit)
      .execute();
    return rows.map((row) => this.#stored(shop, row));
  }

  /** The refused input of a number; undefined where it is not refused any more. */
  async get(shop: ShopId, number: number): Promise<StoredRefused | undefined> {
    const row = await this.#db
      .selectFrom('refused')
      .select(COLUMNS)
      .where('shop', '=', shop)
      .where('number', '=', number)
      .executeTakeFirst();
    return row && this.#stored(shop, row);
  }

  /** Says that input was tried again, and is refused for the same reason still. */
  async tried(shop: ShopId, numbers: readonly number[], now: Instant): Promise<void> {
    for (let start = 0; start < numbers.length; start += CHUNK) {
      await this.#db
        .updateTable('refused')
        .set(({ eb }) => ({ tries: eb('tries', '+', 1), triedAt: now }))
        .where('shop', '=', shop)
        .where('number', 'in', numbers.slice(start, start + CHUNK))
        .execute();
    }
  }

  async count(shop: ShopId): Promise<number> {
    const { count } = await this.#db
      .selectFrom('refused')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .where('shop', '=', shop)
      .executeTakeFirstOrThrow();
    return count;
  }

  /** How much is set aside of each connection that has any, or of the named one. */
  async countByConnection(shop: ShopId, connection?: string): Promise<ReadonlyMap<string, number>> {
    const rows = await this.#db
      .selectFrom('refused')
      .select(({ fn }) => ['connection', fn.countAll<number>().as('count')])
      .where('shop', '=', shop)
      .$if(connection !== undefined, (query) => query.where('connection', '=', connection ?? ''))
      .groupBy('connection')
      .execute();
    return new Map(rows.map(({ connection, count }) => [connection, count]));
  }

  /** Takes away what was tried again with success. */
  async remove(shop: ShopId, numbers: readonly number[]): Promise<void> {
    for (let start = 0; start < numbers.length; start += CHUNK) {
      await this.#db
        .deleteFrom('refused')
        .where('shop', '=', shop)
        .where('number', 'in', numbers.slice(start, start + CHUNK))
        .execute();
    }
  }

  #stored(shop: ShopId, row: Pick<Selectable<Tables['refused']>, (typeof COLUMNS)[number]>): StoredRefused {
    return { ...row, body: unseal(this.#key, bodyContext(shop), row.body), retry: storedJson(row.retry) };
  }
}

/** Sets input aside within a transaction. */
export async function addRefused(
  tx: Database,
  key: LedgerKey,
  shop: ShopId,
  inputs: readonly RefusedInput[],
  now: Instant,
): Promise<void> {
  const rows = [...new Map(inputs.map((input) => [keyOf(input), input])).values()];
  if (rows.length === 0) return;
  const first = await reserveNumbers(tx, shop, 'refused', rows.length);
  for (let start = 0; start < rows.length; start += CHUNK) {
    const values = rows.slice(start, start + CHUNK).map((input, index) => ({
      shop,
      number: first + start + index,
      connection: input.connection,
      fingerprint: input.fingerprint,
      // A broken input may have a NUL anywhere; it must not keep the others from being set aside.
      source: withoutNul(input.source),
      place: withoutNul(input.place),
      reason: withoutNul(input.reason),
      body: seal(key, bodyContext(shop), input.body),
      retry: JSON.stringify(input.retry),
      at: now,
      triedAt: now,
    }));
    await tx
      .insertInto('refused')
      .values(values)
      .onConflict((conflict) =>
        conflict.columns(['shop', 'connection', 'fingerprint', 'source', 'place']).doUpdateSet(({ ref, eb }) => ({
          reason: ref('excluded.reason'),
          body: ref('excluded.body'),
          retry: ref('excluded.retry'),
          tries: eb('refused.tries', '+', 1),
          triedAt: ref('excluded.triedAt'),
        })),
      )
      .execute();
  }
}

function keyOf({ connection, fingerprint, source, place }: RefusedInput): string {
  return JSON.stringify([connection, fingerprint, source, place].map(withoutNul));
}

/** Where a refused body belongs: see `seal`. */
export function bodyContext(shop: ShopId): string {
  return `refused/${shop}`;
}

function withoutNul(text: string): string {
  return text.replaceAll('\0', '\uFFFD');
}
