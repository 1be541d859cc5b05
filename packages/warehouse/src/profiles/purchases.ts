import type { ShopId } from '@clientele/model';
import { PURCHASES_BY_PRODUCT, purchasesByProductQuery } from '@clientele/segmentation';
import type { Sql } from '../sql.js';
import { putInPlace, tableOf } from './shop-table.js';

const COLUMNS = Object.keys(PURCHASES_BY_PRODUCT);

/** Once for each key: what was written again, after a crash say, counts once. */
const KEY = ['shop', 'purchase_product_key', 'profile_no', 'orders_stamp', 'line'];

/** The relation `purchases_by_product` of `packages/segmentation`, as SQL. */
export const PURCHASES_BY_PRODUCT_SQL = `(SELECT shop, ${COLUMNS.join(', ')} FROM purchases_by_product FINAL)`;

/** The same with rows that may come again; of many parts, the other is several times as long in being read. */
export const REPEATED_PURCHASES_SQL = 'purchases_by_product';

/** Rows of former values that may stand beside each row that counts, on average, before they are taken away. */
const MOST_STALE = 0.5;

export async function hasPurchases(sql: Sql): Promise<boolean> {
  const columns = await sql.query<{ name: string; type: string }>(
    `SELECT name, type FROM system.columns WHERE database = currentDatabase() AND table = 'purchases_by_product'`,
  );
  const types = new Map(columns.map(({ name, type }) => [name, type]));
  return (
    types.size === COLUMNS.length + 1 &&
    Object.entries(PURCHASES_BY_PRODUCT).every(([name, { type }]) => types.get(name) === type)
  );
}

/** Creates the table; all of it is derived. */
export async function preparePurchases(sql: Sql, anew: boolean, tableSettings: string): Promise<void> {
  if (anew) await sql.command('DROP TABLE IF EXISTS purchases_by_product SYNC');
  const columns = Object.entries(PURCHASES_BY_PRODUCT).map(([name, { type }]) => `${name} ${type}`);
  await sql.command(
    `CREATE TABLE IF NOT EXISTS purchases_by_product (shop LowCardinality(String), ${columns.join(', ')})
     ENGINE = ReplacingMergeTree PARTITION BY shop ORDER BY (${KEY.join(', ')}) SETTINGS ${tableSettings}`,
  );
}

/**
 * Adds the purchases of profiles whose new rows stand in a staging table. They count from the moment in which the
 * profiles themselves have these rows.
 */
export async function addPurchases(
  sql: Sql,
  shop: ShopId,
  staging: string,
  profileNos: readonly number[],
): Promise<void> {
  if (profileNos.length === 0) return;
  const rows = `(SELECT * FROM ${staging} WHERE profile_no IN {profiles:Array(UInt32)})`;
  await sql.command(
    `INSERT INTO purchases_by_product (shop, ${COLUMNS.join(', ')}) ${purchasesByProductQuery(rows, '{shop:String}')}`,
    { shop, profiles: profileNos },
    { lane: 'heavy' },
  );
}

/** Purchases of a whole shop, made beside the table, to take the place of all it has. */
export interface NewPurchases {
  /** Those of a range of profiles that stand in a table like `profiles`. */
  add(profiles: string, first: number, last: number): Promise<void>;
  /** Lets them stand beside the former ones, until the profiles themselves are put in place. */
  join(): Promise<void>;
  /** Takes the former ones away. */
  replace(): Promise<void>;
}

export async function newPurchases(sql: Sql, shop: ShopId): Promise<NewPurchases> {
  const next = tableOf('purchases_next', shop);
  await sql.command(`DROP TABLE IF EXISTS ${next} SYNC`);
  await sql.command(`CREATE TABLE ${next} AS purchases_by_product`);
  return {
    async add(profiles, first, last) {
      const rows = `(SELECT * FROM ${profiles} WHERE profile_no BETWEEN {first:UInt32} AND {last:UInt32})`;
      await sql.command(
        `INSERT INTO ${next} (shop, ${COLUMNS.join(', ')}) ${purchasesByProductQuery(rows, '{shop:String}')}`,
        { shop, first, last },
        { lane: 'heavy' },
      );
    },
    async join() {
      await sql.command(`ALTER TABLE purchases_by_product ATTACH PARTITION {shop:String} FROM ${next}`, { shop });
    },
    async replace() {
      await putInPlace(sql, shop, 'purchases_by_product', next);
      await sql.command(`DROP TABLE ${next} SYNC`);
    },
  };
}

/** Has the engine take away, in the background, the rows of former values, once they are many. In the shop's turn only. */
export async function sweepPurchases(sql: Sql, shop: ShopId, mostStale = MOST_STALE): Promise<void> {
  const [found] = await sql.query<{ kept: string; current: string }>(
    `SELECT toString((SELECT count() FROM purchases_by_product WHERE shop = {shop:String})) AS kept,
            toString((SELECT sum(purchases) FROM profiles WHERE shop = {shop:String})) AS current`,
    { shop },
    { lane: 'heavy' },
  );
  if (Number(found?.kept ?? 0) <= (1 + mostStale) * Number(found?.current ?? 0)) return;
  await sql.command(
    `ALTER TABLE purchases_by_product DELETE IN PARTITION {shop:String}
     WHERE (identity(profile_no), orders_stamp) NOT IN (SELECT profile_no, orders_stamp FROM profiles WHERE shop = {shop:String})
     SETTINGS mutations_sync = 0`,
    { shop },
    { lane: 'heavy' },
  );
}
