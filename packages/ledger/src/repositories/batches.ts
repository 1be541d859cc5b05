import type { Instant, ShopId } from '@clientele/model';
import type { Database } from '../tables.js';
import { reserveNumbers } from './counters.js';
import { type ImportProgress, storeProgress } from './imports.js';

/** A batch that was opened and has not been said to be written. */
export interface OpenBatch {
  readonly id: number;
  readonly connection: string;
  readonly openedAt: Instant;
}

export interface NewestBatch {
  readonly id: number;
  readonly writtenAt: Instant | null;
}

/**
 * The journal of ingest. A batch is opened here before its records go to the warehouse, and said to be written after;
 * then everything derived from its records is brought up to date, and the watermark moves past it. So after a crash
 * the journal knows which batches may be half written, and which are not derived.
 */
export class Batches {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** Opens a batch and answers its id: 1, 2, 3 … in each shop. It is on the disk before this returns. */
  async open(shop: ShopId, connection: string, now: Instant): Promise<number> {
    return this.#db.transaction().execute(async (tx) => {
      const id = await reserveNumbers(tx, shop, 'batch', 1);
      await tx.insertInto('batches').values({ shop, id, connection, openedAt: now, writtenAt: null }).execute();
      return id;
    });
  }

  /**
   * Says that a batch is whole in the warehouse, and in the same transaction how far its import has come. Again for
   * the same batch, it changes nothing. Throws when the batch was never opened.
   *
   * A batch that a crash left open is closed in this way too, once its writer is known to be gone: what it did write
   * is then derived like any other, and its input is read again by its import.
   */
  async written(
    shop: ShopId,
    batch: number,
    now: Instant,
    progress?: ImportProgress,
  ): Promise<'written' | 'already-written'> {
    return this.#db.transaction().execute(async (tx) => {
      const { numUpdatedRows } = await tx
        .updateTable('batches')
        .set({ writtenAt: now })
        .where('shop', '=', shop)
        .where('id', '=', batch)
        .where('writtenAt', 'is', null)
        .executeTakeFirstOrThrow();
      if (numUpdatedRows === 0n) {
        await tx
          .selectFrom('batches')
          .select('id')
          .where('shop', '=', shop)
          .where('id', '=', batch)
          .executeTakeFirstOrThrow(() => new Error(`batch ${batch} of shop ${shop} was never opened`));
        return 'already-written';
      }
      if (progress !== undefined) await storeProgress(tx, shop, progress, null);
      return 'written';
    });
  }

  /** The batches still open, in order. */
  async unfinished(shop: ShopId): Promise<OpenBatch[]> {
    return this.#db
      .selectFrom('batches')
      .select(['id', 'connection', 'openedAt'])
      .where('shop', '=', shop)
      .where('writtenAt', 'is', null)
      .orderBy('id')
      .execute();
  }

  /**
   * The written batches that are not derived, in order, up to the first one that is still open: the watermark must
   * not pass that one before its records are there.
   */
  async pending(shop: ShopId): Promise<number[]> {
    const rows = await this.#db
      .selectFrom('batches')
      .select(['id', 'writtenAt'])
      .where('shop', '=', shop)
      .where('id', '>', await this.derivedThrough(shop))
      .orderBy('id')
      .execute();
    const open = rows.findIndex((row) => row.writtenAt === null);
    return rows.slice(0, open === -1 ? rows.length : open).map((row) => row.id);
  }

  /** The newest batch of each connection that has any, or of the named one; its time is null while it is not written. */
  async newest(shop: ShopId, connection?: string): Promise<ReadonlyMap<string, NewestBatch>> {
    const rows = await this.#db
      .selectFrom('batches')
      .select(['id', 'connection', 'writtenAt'])
      .where('shop', '=', shop)
      .where('id', 'in', (query) =>
        query
          .selectFrom('batches')
          .select(({ fn }) => fn.max('id').as('id'))
          .where('shop', '=', shop)
          .$if(connection !== undefined, (only) => only.where('connection', '=', connection ?? ''))
          .groupBy('connection'),
      )
      .execute();
    return new Map(rows.map(({ connection, id, writtenAt }) => [connection, { id, writtenAt }]));
  }

  /** When the oldest batch was opened that is not derived yet; undefined where there is none. */
  async waitingSince(shop: ShopId): Promise<Instant | undefined> {
    const { since } = await this.#db
      .selectFrom('batches')
      .select(({ fn }) => fn.min('openedAt').as('since'))
      .where('shop', '=', shop)
      .where('id', '>', await this.derivedThrough(shop))
      .executeTakeFirstOrThrow();
    return since ?? undefined;
  }

  /** The watermark: everything up to this batch is derived; 0 at first. */
  async derivedThrough(shop: ShopId): Promise<number> {
    const row = await this.#db
      .selectFrom('derivations')
      .select('throughBatch')
      .where('shop', '=', shop)
      .executeTakeFirst();
    return row?.throughBatch ?? 0;
  }

  /**
   * Moves the watermark up to a batch, never back. Throws when a batch up to there is open or was never opened, which
   * would lose it.
   */
  async derived(shop: ShopId, throughBatch: number): Promise<void> {
    await this.#db.transaction().execute(async (tx) => {
      const { known, open } = await tx
        .selectFrom('batches')
        .select(({ fn }) => [
          fn.max('id').as('known'),
          fn.countAll<number>().filterWhere('writtenAt', 'is', null).as('open'),
        ])
        .where('shop', '=', shop)
        .where('id', '<=', throughBatch)
        .executeTakeFirstOrThrow();
      if (known !== throughBatch || open > 0) {
        throw new Error(`batch ${throughBatch} of shop ${shop} cannot be derived: it or one before it is not written`);
      }
      await tx
        .insertInto('derivations')
        .values({ shop, throughBatch })
        .onConflict((conflict) =>
          conflict.column('shop').doUpdateSet({ throughBatch }).where('derivations.throughBatch', '<', throughBatch),
        )
        .execute();
    });
  }
}
