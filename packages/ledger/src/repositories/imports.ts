import type { Instant, ShopId } from '@clientele/model';
import type { Database } from '../tables.js';

/** How far the import of one file has come; absolute figures, counted from the file's beginning. */
export interface ImportProgress {
  readonly connection: string;
  /** Of the file's content and the mapping it is read with. */
  readonly fingerprint: string;
  /** Items of the file that are dealt with for good: to go on, read again and skip so many. */
  readonly acknowledged: number;
  /** Rows of input by what became of them. */
  readonly accepted: number;
  readonly unchanged: number;
  readonly refused: number;
}

export interface Import extends ImportProgress {
  readonly finishedAt: Instant | null;
}

/**
 * The progress of file imports. It advances together with the batch that it counts (see `Batches.written`); progress
 * stored for a finished import starts it anew.
 */
export class Imports {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  async get(shop: ShopId, connection: string, fingerprint: string): Promise<Import | undefined> {
    return this.#db
      .selectFrom('imports')
      .select(['connection', 'fingerprint', 'acknowledged', 'accepted', 'unchanged', 'refused', 'finishedAt'])
      .where('shop', '=', shop)
      .where('connection', '=', connection)
      .where('fingerprint', '=', fingerprint)
      .executeTakeFirst();
  }

  /** Stores the final figures; the file has been read to its end. */
  async finish(shop: ShopId, progress: ImportProgress, now: Instant): Promise<void> {
    await storeProgress(this.#db, shop, progress, now);
  }
}

export async function storeProgress(
  db: Database,
  shop: ShopId,
  progress: ImportProgress,
  finishedAt: Instant | null,
): Promise<void> {
  const { connection, fingerprint, acknowledged, accepted, unchanged, refused } = progress;
  const figures = { acknowledged, accepted, unchanged, refused, finishedAt };
  await db
    .insertInto('imports')
    .values({ shop, connection, fingerprint, ...figures })
    .onConflict((conflict) => conflict.columns(['shop', 'connection', 'fingerprint']).doUpdateSet(figures))
    .execute();
}
