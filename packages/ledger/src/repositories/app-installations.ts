import { type Instant, type Shop, type ShopId, shopId } from '@clientele/model';
import type { Database, Tables } from '../tables.js';

/** An app of ours in a merchant's account on a platform, and the connection that it feeds. */
export interface AppInstallation {
  /** The platform: `shopify`. */
  readonly app: string;
  /** The account's own name there, which never changes: `my-shop.myshopify.com`. */
  readonly account: string;
  readonly shop: ShopId;
  readonly connection: string;
  /** What the merchant lets the app do. */
  readonly scopes: readonly string[];
  readonly installedAt: Instant;
  /** Since when the app is out of the account; null while it is in it. */
  readonly removedAt: Instant | null;
}

/** An installation that begins: `shop` is made for it where it is the first of its account. */
export interface BegunInstallation {
  readonly app: string;
  readonly account: string;
  readonly connection: string;
  readonly scopes: readonly string[];
  /** With the id that it is to have; where another shop has that, a number is added. */
  readonly shop: Shop;
}

const LONGEST_ID = 63;

/** Which shop an account of a platform is, by the app that was installed there: the id of a shop alone proves nothing. */
export class AppInstallations {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** What is known of an account, also where the app is out of it. */
  async find(app: string, account: string): Promise<AppInstallation | undefined> {
    const row = await installationRow(this.#db, app, account).executeTakeFirst();
    return row === undefined ? undefined : installationOf(row);
  }

  /** Those of a shop, by account. */
  async list(shop: ShopId): Promise<AppInstallation[]> {
    const rows = await this.#db.selectFrom('appInstallations').selectAll().where('shop', '=', shop).execute();
    return rows.map(installationOf).sort((a, b) => (a.account < b.account ? -1 : 1));
  }

  /**
   * Notes that the app is in an account, from now on: with a shop of its own the first time, with the one that it has from
   * then on. One transaction: an account never has two shops.
   */
  async begin({ app, account, connection, scopes, shop }: BegunInstallation, now: Instant): Promise<AppInstallation> {
    return this.#db.transaction().execute(async (tx) => {
      const known = await installationRow(tx, app, account).executeTakeFirst();
      const begun = { scopes: JSON.stringify(scopes), installedAt: now, removedAt: null };
      if (known !== undefined) {
        await tx
          .updateTable('appInstallations')
          .set(begun)
          .where('app', '=', app)
          .where('account', '=', account)
          .execute();
        return installationOf({ ...known, ...begun });
      }
      const row = { app, account, shop: await addShop(tx, shop), connection, ...begun };
      await tx.insertInto('appInstallations').values(row).execute();
      return installationOf(row);
    });
  }

  /** Notes what the merchant lets the app do by now. */
  async grant(app: string, account: string, scopes: readonly string[]): Promise<void> {
    await this.#db
      .updateTable('appInstallations')
      .set({ scopes: JSON.stringify(scopes) })
      .where('app', '=', app)
      .where('account', '=', account)
      .execute();
  }

  /** Notes that the app is out of the account; its shop stays. */
  async remove(app: string, account: string, now: Instant): Promise<void> {
    await this.#db
      .updateTable('appInstallations')
      .set({ removedAt: now })
      .where('app', '=', app)
      .where('account', '=', account)
      .where('removedAt', 'is', null)
      .execute();
  }
}

/** Adds the shop under its id, or under one with a number where that is taken: no shop is ever found by its id. */
async function addShop(tx: Database, shop: Shop): Promise<ShopId> {
  for (let number = 1; ; number += 1) {
    const ending = number === 1 ? '' : `-${number}`;
    const id = shopId(`${shop.id.slice(0, LONGEST_ID - ending.length)}${ending}`);
    const { numInsertedOrUpdatedRows } = await tx
      .insertInto('shops')
      .values({ ...shop, id, generated: shop.generated ? 1 : 0 })
      .onConflict((conflict) => conflict.column('id').doNothing())
      .executeTakeFirst();
    if (numInsertedOrUpdatedRows === 1n) return id;
  }
}

function installationRow(db: Database, app: string, account: string) {
  return db.selectFrom('appInstallations').selectAll().where('app', '=', app).where('account', '=', account);
}

function installationOf({ scopes, ...row }: Tables['appInstallations']): AppInstallation {
  return { ...row, scopes: JSON.parse(scopes) as string[] };
}
