import type { Instant, SegmentId, ShopId } from '@clientele/model';
import type { Database } from '../tables.js';

/** How far the past of a segment, from before it was first evaluated, is worked out. */
export interface Backfill {
  readonly segment: SegmentId;
  /** The first instant that it tells of, and the one from which on members were observed. */
  readonly from: Instant;
  readonly until: Instant;
  /** The number of the last profile whose past is stored; 0 before the first. */
  readonly through: number;
  /** When it was done, or given up; null while it is under way. */
  readonly finishedAt: Instant | null;
  /** Why it was given up: a sentence for the shop, without personal data. */
  readonly error: string | null;
}

const COLUMNS = ['segment', 'from', 'until', 'through', 'finishedAt', 'error'] as const;

/** The pasts of segments; each is worked out once. */
export class Backfills {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  async get(shop: ShopId, segment: SegmentId): Promise<Backfill | undefined> {
    return this.#db
      .selectFrom('backfills')
      .select(COLUMNS)
      .where('shop', '=', shop)
      .where('segment', '=', segment)
      .executeTakeFirst();
  }

  /** Those of all segments of the shop, also of deleted ones, by segment. */
  async list(shop: ShopId): Promise<Backfill[]> {
    return this.#db.selectFrom('backfills').select(COLUMNS).where('shop', '=', shop).orderBy('segment').execute();
  }

  /** Notes that one begins, or goes on; where one of the segment is known, it is not over any more, and else as it was. */
  async begin(shop: ShopId, segment: SegmentId, from: Instant, until: Instant): Promise<void> {
    await this.#db
      .insertInto('backfills')
      .values({ shop, segment, from, until, through: 0, finishedAt: null, error: null })
      .onConflict((conflict) => conflict.column('segment').doUpdateSet({ finishedAt: null, error: null }))
      .execute();
  }

  /** Notes that the past of the profiles up to a number is stored. */
  async stored(shop: ShopId, segment: SegmentId, through: number): Promise<void> {
    await this.#set(shop, segment, { through });
  }

  async finish(shop: ShopId, segment: SegmentId, now: Instant, error: string | null = null): Promise<void> {
    await this.#set(shop, segment, { finishedAt: now, error });
  }

  async #set(shop: ShopId, segment: SegmentId, change: Partial<Backfill>): Promise<void> {
    await this.#db
      .updateTable('backfills')
      .set(change)
      .where('shop', '=', shop)
      .where('segment', '=', segment)
      .execute();
  }
}
