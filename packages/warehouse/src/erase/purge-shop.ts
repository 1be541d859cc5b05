import type { ShopId } from '@clientele/model';
import { SHOP_TABLES, tableOf } from '../profiles/shop-table.js';
import type { Sql } from '../sql.js';
import { eachVanishes } from './vanished-parts.js';

/** Takes everything of a shop from the store, and waits until no file holds any of it. Can be repeated. */
export async function purgeShop(sql: Sql, shop: ShopId): Promise<void> {
  for (const kind of SHOP_TABLES) await sql.command(`DROP TABLE IF EXISTS ${tableOf(kind, shop)} SYNC`);
  const tables = await sql.query<{ table: string; partition_key: string }>(
    `SELECT name AS table, partition_key FROM system.tables WHERE database = currentDatabase()
     AND engine LIKE '%MergeTree' AND name IN (
       SELECT table FROM system.columns WHERE database = currentDatabase() AND name = 'shop')`,
  );
  // An update in place is a part beside its partition, until it is worked in.
  await sql.command('ALTER TABLE profiles APPLY PATCHES SETTINGS mutations_sync = 2');
  for (const { table, partition_key } of tables) {
    if (partition_key === 'shop') await sql.command(`ALTER TABLE ${table} DROP PARTITION {shop:String}`, { shop });
    else {
      const [row] = await sql.query(`SELECT 1 FROM ${table} WHERE shop = {shop:String} LIMIT 1`, { shop });
      if (row === undefined) continue;
      await sql.command(`ALTER TABLE ${table} DELETE WHERE shop = {shop:String} SETTINGS mutations_sync = 2`, { shop });
    }
  }
  await eachVanishes(
    sql,
    tables.map(({ table }) => table),
  );
}
