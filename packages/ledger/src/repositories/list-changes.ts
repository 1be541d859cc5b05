import type { Instant, SegmentId, ShopId } from '@clientele/model';
import type { Database } from '../tables.js';
import { reserveNumbers } from './counters.js';

/** What somebody decided by hand about people and a segment. Who they are is in the warehouse, under the number. */
export interface ListChange {
  readonly number: number;
  readonly segment: SegmentId;
  readonly decided: 'added' | 'excluded' | 'none';
  /** Why, as it was said; may be empty. */
  readonly reason: string;
  readonly by: string;
  readonly at: Instant;
  /** About how many people. */
  readonly people: number;
}

/** What a change is opened with. */
export type ListChangeDraft = Pick<ListChange, 'segment' | 'decided' | 'reason' | 'by'>;

/**
 * The journal of lists. A change is opened here before its people go to the warehouse, and counts from when it is closed:
 * one that a crash left open is known, and taken back.
 */
export class ListChanges {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** Opens a change and answers its number, which grows with every change of the shop. */
  async open(shop: ShopId, { segment, decided, reason, by }: ListChangeDraft, now: Instant): Promise<number> {
    return this.#db.transaction().execute(async (tx) => {
      const number = await reserveNumbers(tx, shop, 'list', 1);
      await tx
        .insertInto('listChanges')
        .values({ shop, number, segment, decided, reason, decidedBy: by, at: now, people: null })
        .execute();
      return number;
    });
  }

  /** Says that everybody is in the warehouse: in the same transaction the segment's list is the one of this change. */
  async close(shop: ShopId, number: number, people: number): Promise<void> {
    await this.#db.transaction().execute(async (tx) => {
      const { segment } = await tx
        .updateTable('listChanges')
        .set({ people })
        .where('shop', '=', shop)
        .where('number', '=', number)
        .returning('segment')
        .executeTakeFirstOrThrow();
      await tx.updateTable('segments').set({ listed: number }).where('id', '=', segment).execute();
    });
  }

  /** The numbers of changes that were opened and not closed. */
  async unfinished(shop: ShopId): Promise<number[]> {
    const rows = await this.#db
      .selectFrom('listChanges')
      .select('number')
      .where('shop', '=', shop)
      .where('people', 'is', null)
      .orderBy('number')
      .execute();
    return rows.map(({ number }) => number);
  }

  /** Forgets an unfinished change, of which nothing is in the warehouse any more. */
  async forget(shop: ShopId, number: number): Promise<void> {
    await this.#db
      .deleteFrom('listChanges')
      .where('shop', '=', shop)
      .where('number', '=', number)
      .where('people', 'is', null)
      .execute();
  }

  /** The closed changes of some segments, newest first; of those with these numbers alone where they are given. */
  async list(shop: ShopId, segments: readonly SegmentId[], numbers?: readonly number[]): Promise<ListChange[]> {
    if (segments.length === 0 || numbers?.length === 0) return [];
    const all = this.#db
      .selectFrom('listChanges')
      .select(['number', 'segment', 'decided', 'reason', 'decidedBy', 'at', 'people'])
      .where('shop', '=', shop)
      .where('segment', 'in', segments)
      .where('people', 'is not', null)
      .orderBy('number', 'desc');
    const rows = await (numbers === undefined ? all : all.where('number', 'in', numbers)).execute();
    return rows.map(({ decidedBy, people, ...row }) => ({ ...row, by: decidedBy, people: people ?? 0 }));
  }
}
