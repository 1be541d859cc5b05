import type { Instant, ShopId } from '@clientele/model';
import { type Refusal, refusal } from '../refusal.js';
import type { Database } from '../tables.js';

/** The origins of pages that may show a shop's widgets, such as `https://crm.example`. */
export class WidgetOrigins {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** Allows an origin; refused unless it is written as a browser sends it. */
  async add(
    shop: ShopId,
    origin: string,
    now: Instant,
  ): Promise<{ readonly outcome: 'added' } | Refusal<'widget-origin.malformed'>> {
    if (!isOrigin(origin)) {
      const message = `'${origin}' is not an origin: write scheme, host and port as in https://crm.example, nothing after`;
      return refusal('widget-origin.malformed', message);
    }
    await this.#db
      .insertInto('widgetOrigins')
      .values({ shop, origin, addedAt: now })
      .onConflict((conflict) => conflict.columns(['shop', 'origin']).doNothing())
      .execute();
    return { outcome: 'added' };
  }

  async list(shop: ShopId): Promise<string[]> {
    const rows = await this.#db.selectFrom('widgetOrigins').select('origin').where('shop', '=', shop).execute();
    return rows.map(({ origin }) => origin).sort();
  }

  /** Whether any shop allows an origin: all that can be told of a preflight request, which names no shop. */
  async isKnown(origin: string): Promise<boolean> {
    const row = await this.#db
      .selectFrom('widgetOrigins')
      .select('origin')
      .where('origin', '=', origin)
      .executeTakeFirst();
    return row !== undefined;
  }

  /** When the shop allowed an origin; undefined where it does not. */
  async allowedAt(shop: ShopId, origin: string): Promise<Instant | undefined> {
    const row = await this.#db
      .selectFrom('widgetOrigins')
      .select('addedAt')
      .where('shop', '=', shop)
      .where('origin', '=', origin)
      .executeTakeFirst();
    return row?.addedAt;
  }

  /** Allows an origin no longer; false when the shop did not. */
  async remove(shop: ShopId, origin: string): Promise<boolean> {
    const { numDeletedRows } = await this.#db
      .deleteFrom('widgetOrigins')
      .where('shop', '=', shop)
      .where('origin', '=', origin)
      .executeTakeFirstOrThrow();
    return numDeletedRows > 0n;
  }
}

/** Plain host names only: what a URL allows beyond them (`*`, `;`) would widen a content security policy. */
const ORIGIN = /^https?:\/\/([a-z0-9.-]+|\[[0-9a-f:]+\])(:\d+)?$/;

function isOrigin(text: string): boolean {
  return ORIGIN.test(text) && URL.canParse(text) && new URL(text).origin === text;
}
