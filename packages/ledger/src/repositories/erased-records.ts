import { createHmac, hkdfSync } from 'node:crypto';
import type { RecordKind, ShopId } from '@clientele/model';
import type { LedgerKey } from '../secrets/key.js';
import type { Database } from '../tables.js';

/** A record that its connection may name again. */
export interface ErasedRecord {
  readonly connection: string;
  readonly kind: RecordKind;
  readonly externalId: string;
}

/** Marks in one statement: two parameters each, below SQLite's 32,766. */
const CHUNK = 10_000;
const MARK_BYTES = 32;

/**
 * Records of people who were erased, so that they stay so however often they are said again. Of each only a keyed hash is
 * kept (HMAC-SHA-256 under a key made of the ledger's): nobody without that key can tell whether an id is among them.
 */
export class ErasedRecords {
  readonly #db: Database;
  readonly #key: Buffer;

  constructor(db: Database, key: LedgerKey) {
    this.#db = db;
    this.#key = Buffer.from(hkdfSync('sha256', key.secret.export(), '', 'erased records', MARK_BYTES));
  }

  /** Those of some records that were erased. */
  async among<Asked extends ErasedRecord>(shop: ShopId, records: readonly Asked[]): Promise<ReadonlySet<Asked>> {
    if (records.length === 0 || !(await this.#hasAny(shop))) return new Set();
    const marked = records.map((record) => ({ record, mark: this.#markOf(shop, record) }));
    const known = new Set<string>();
    const marks = [...new Set(marked.map(({ mark }) => mark))];
    for (let start = 0; start < marks.length; start += CHUNK) {
      const rows = await this.#db
        .selectFrom('erasedRecords')
        .select('mark')
        .where('shop', '=', shop)
        .where('mark', 'in', marks.slice(start, start + CHUNK))
        .execute();
      for (const { mark } of rows) known.add(mark);
    }
    return new Set(marked.filter(({ mark }) => known.has(mark)).map(({ record }) => record));
  }

  /** Marks records within a transaction; marked ones stay so. */
  async add(tx: Database, shop: ShopId, records: readonly ErasedRecord[]): Promise<void> {
    const marks = [...new Set(records.map((record) => this.#markOf(shop, record)))];
    for (let start = 0; start < marks.length; start += CHUNK) {
      await tx
        .insertInto('erasedRecords')
        .values(marks.slice(start, start + CHUNK).map((mark) => ({ shop, mark })))
        .onConflict((conflict) => conflict.columns(['shop', 'mark']).doNothing())
        .execute();
    }
  }

  /** Most shops have none, and then nothing need be hashed. */
  async #hasAny(shop: ShopId): Promise<boolean> {
    const row = await this.#db.selectFrom('erasedRecords').select('mark').where('shop', '=', shop).limit(1).execute();
    return row.length > 0;
  }

  #markOf(shop: ShopId, { connection, kind, externalId }: ErasedRecord): string {
    const text = JSON.stringify([shop, connection, kind, externalId]);
    return createHmac('sha256', this.#key).update(text).digest('base64url');
  }
}
