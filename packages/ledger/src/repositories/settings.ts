import type { ShopId } from '@clientele/model';
import { type JsonValue, storedJson } from '../json.js';
import type { Database } from '../tables.js';

/** A shop's settings, JSON by name; whoever reads one checks its shape. */
export class Settings {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** Undefined while it was never set. */
  async get(shop: ShopId, name: string): Promise<JsonValue | undefined> {
    const row = await this.#db
      .selectFrom('settings')
      .select('value')
      .where('shop', '=', shop)
      .where('name', '=', name)
      .executeTakeFirst();
    return row === undefined ? undefined : storedJson(row.value);
  }

  async set(shop: ShopId, name: string, value: JsonValue): Promise<void> {
    const stored = { value: JSON.stringify(value) };
    await this.#db
      .insertInto('settings')
      .values({ shop, name, ...stored })
      .onConflict((conflict) => conflict.columns(['shop', 'name']).doUpdateSet(stored))
      .execute();
  }
}
