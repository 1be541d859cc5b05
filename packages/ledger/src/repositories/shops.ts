import type { Shop, ShopId } from '@clientele/model';
import type { Database, Tables } from '../tables.js';

/** The shops of this installation. */
export class Shops {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** Adds a shop; one that exists already is left as it is and answered as stored. */
  async create(shop: Shop): Promise<{ readonly outcome: 'created' | 'exists'; readonly shop: Shop }> {
    const { numInsertedOrUpdatedRows } = await this.#db
      .insertInto('shops')
      .values({ ...shop, generated: shop.generated ? 1 : 0 })
      .onConflict((conflict) => conflict.column('id').doNothing())
      .executeTakeFirst();
    if (numInsertedOrUpdatedRows === 1n) return { outcome: 'created', shop };
    const stored = await this.#db.selectFrom('shops').selectAll().where('id', '=', shop.id).executeTakeFirstOrThrow();
    return { outcome: 'exists', shop: shopOf(stored) };
  }

  async get(shop: ShopId): Promise<Shop | undefined> {
    const row = await this.#db.selectFrom('shops').selectAll().where('id', '=', shop).executeTakeFirst();
    return row === undefined ? undefined : shopOf(row);
  }

  /** All shops, by id. */
  async list(): Promise<Shop[]> {
    const rows = await this.#db.selectFrom('shops').selectAll().execute();
    return rows.map(shopOf).sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  /** Gives the shop another name; its id stays. */
  async rename(shop: ShopId, name: string): Promise<void> {
    await this.#db.updateTable('shops').set({ name }).where('id', '=', shop).execute();
  }
}

/**
 * Within a transaction, makes others that lock the same shop wait for its end, so that what was read there stays true
 * until it commits. Throws when there is no such shop.
 */
export async function lockShop(tx: Database, shop: ShopId): Promise<void> {
  const { numUpdatedRows } = await tx
    .updateTable('shops')
    .set(({ ref }) => ({ name: ref('name') }))
    .where('id', '=', shop)
    .executeTakeFirstOrThrow();
  if (numUpdatedRows === 0n) throw new Error(`there is no shop ${shop}`);
}

function shopOf(row: Tables['shops']): Shop {
  return { ...row, generated: row.generated === 1 };
}
