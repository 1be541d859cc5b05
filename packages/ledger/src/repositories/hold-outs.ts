import type { Decimal, Instant, ShopId } from '@clientele/model';
import { randomText } from '../random-text.js';
import type { Database } from '../tables.js';
import { reserveNumbers } from './counters.js';

/** Which part of its profiles a shop leaves alone, from an instant on until the next share. */
export interface HoldOut {
  /** 1, 2, 3 …; a new one whenever the share is set. */
  readonly number: number;
  /** Drawn at random for the shop with its first share, and kept: so a larger share holds everybody of a smaller one. */
  readonly salt: string;
  /** From 0 to 100. */
  readonly percent: Decimal;
  readonly at: Instant;
  readonly by: string;
  readonly reason: string;
}

/**
 * The shares that shops hold out, all that ever were: with the salt and a profile's id they say of any instant who was in
 * the hold-out, so nothing has to be kept by profile.
 */
export class HoldOuts {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** The shares of a shop, newest first; none while nobody was ever held out. */
  async list(shop: ShopId): Promise<HoldOut[]> {
    const rows = await this.#db
      .selectFrom('holdOuts')
      .select(['number', 'salt', 'percent', 'at', 'decidedBy', 'reason'])
      .where('shop', '=', shop)
      .orderBy('number', 'desc')
      .execute();
    return rows.map(({ decidedBy, ...row }) => ({ ...row, by: decidedBy }));
  }

  /** Sets the share from now on. */
  async set(
    shop: ShopId,
    { percent, by, reason }: Pick<HoldOut, 'percent' | 'by' | 'reason'>,
    now: Instant,
  ): Promise<HoldOut> {
    return this.#db.transaction().execute(async (tx) => {
      // Whoever counts waits for others that do, so two first shares have one salt.
      const number = await reserveNumbers(tx, shop, 'hold-out', 1);
      const before = await tx.selectFrom('holdOuts').select('salt').where('shop', '=', shop).executeTakeFirst();
      const salt = before?.salt ?? randomText(32);
      await tx.insertInto('holdOuts').values({ shop, number, salt, percent, at: now, decidedBy: by, reason }).execute();
      return { number, salt, percent, at: now, by, reason };
    });
  }
}
