import type { Day, ShopId } from '@clientele/model';
import { storedJson } from '../json.js';
import type { Database } from '../tables.js';

/** What was cut: a trait, and how (`top 10%`, `quintiles` …). */
export interface CutoffKey {
  readonly trait: string;
  readonly kind: string;
}

export interface Cutoff extends CutoffKey {
  /** Decimals or days as text. */
  readonly values: readonly string[];
}

/** Shop-wide cut-offs, frozen for a day, so that one order does not move everybody. */
export class Cutoffs {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** Freezes the cut-offs of a day, unless somebody was first; answers what is stored. */
  async freeze(shop: ShopId, day: Day, key: CutoffKey, values: readonly string[]): Promise<readonly string[]> {
    await this.#db
      .insertInto('cutoffs')
      .values({ shop, day, trait: key.trait, kind: key.kind, values: JSON.stringify(values) })
      .onConflict((conflict) => conflict.columns(['shop', 'day', 'trait', 'kind']).doNothing())
      .execute();
    const stored = await this.#db
      .selectFrom('cutoffs')
      .select('values')
      .where('shop', '=', shop)
      .where('day', '=', day)
      .where('trait', '=', key.trait)
      .where('kind', '=', key.kind)
      .executeTakeFirstOrThrow();
    return storedJson<string[]>(stored.values);
  }

  /** Forgets what is frozen for a day: the shop has become another one since. */
  async thaw(shop: ShopId, day: Day): Promise<void> {
    await this.#db.deleteFrom('cutoffs').where('shop', '=', shop).where('day', '=', day).execute();
  }

  /** All that is frozen for a day. */
  async list(shop: ShopId, day: Day): Promise<Cutoff[]> {
    const rows = await this.#db
      .selectFrom('cutoffs')
      .select(['trait', 'kind', 'values'])
      .where('shop', '=', shop)
      .where('day', '=', day)
      .orderBy('trait')
      .orderBy('kind')
      .execute();
    return rows.map((row) => ({ ...row, values: storedJson<string[]>(row.values) }));
  }
}
