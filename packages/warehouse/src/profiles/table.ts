import { randomUUID } from 'node:crypto';
import type { ShopId } from '@clientele/model';
import { PROFILES, type ProfileColumn } from '@clientele/segmentation';
import type { Sql } from '../sql.js';
import { hasPurchases, preparePurchases } from './purchases.js';
import { tableOf } from './shop-table.js';

interface NamedColumn extends ProfileColumn {
  readonly name: string;
}

/** The columns of `profiles` beside its key. */
export const PROFILE_COLUMNS: readonly NamedColumn[] = Object.entries(PROFILES)
  .map(([name, column]) => ({ name, ...column }))
  .filter(({ name }) => name !== 'profile_no' && name !== 'shop');

/**
 * What a merge or a mutation writes is gathered in blocks of this size, two for each of about sixty files: with the
 * default of a megabyte, rewriting a few thousand rows takes 180 MB.
 */
const BUFFERS = 'max_compress_block_size = 65536';

/**
 * Rows that are read together at least. A thousand changed profiles are looked up at once: with the engine's 8192, they are
 * in all lots of a million, and every look-up reads the whole table.
 */
const GRANULARITY = 256;
const LOOKED_UP = `index_granularity = ${GRANULARITY}, min_compress_block_size = 4096`;

/**
 * Creates the table of profiles after the catalogue. A column that the catalogue gained is added, to be filled when the
 * profiles are derived anew. All of it is derived, so a table of another shape than this release's is dropped.
 */
export async function prepareProfileTables(sql: Sql, tableSettings: string): Promise<void> {
  // Purchases are kept beside the profiles that they are of: without them, both are made anew.
  const isOurs = (await hasOurShape(sql)) && (await hasPurchases(sql));
  if (!isOurs) await sql.command('DROP TABLE IF EXISTS profiles SYNC');
  await preparePurchases(sql, !isOurs, tableSettings);
  const columns = PROFILE_COLUMNS.map(columnSql);
  await sql.command(
    `CREATE TABLE IF NOT EXISTS profiles (shop LowCardinality(String), profile_no UInt32, ${columns.join(', ')})
     ENGINE = MergeTree PARTITION BY shop ORDER BY (shop, profile_no)
     SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1, ${LOOKED_UP}, ${BUFFERS}, ${tableSettings}`,
  );
  const present = await presentColumns(sql);
  const missing = PROFILE_COLUMNS.filter(({ name }) => !present.has(name));
  for (const column of missing) await sql.command(`ALTER TABLE profiles ADD COLUMN ${columnSql(column)}`);
  // By its comment a table is told from one that is made in its place; those of before have none.
  const isNamed = (await profilesTable(sql)) !== '';
  if (!isNamed) await sql.command(`ALTER TABLE profiles MODIFY COMMENT '${randomUUID()}'`);
}

/** Another text whenever the table of profiles was made anew, or by a release of before this was kept: rows are missing then. */
export async function profilesTable(sql: Sql): Promise<string> {
  const [table] = await sql.query<{ comment: string }>(
    `SELECT comment FROM system.tables WHERE database = currentDatabase() AND name = 'profiles'`,
  );
  return table?.comment ?? '';
}

/** Rows are put in place by partition, which asks for the same partitions and types on both sides. */
async function hasOurShape(sql: Sql): Promise<boolean> {
  const [table] = await sql.query<{ partition_key: string; sorting_key: string; isFine: boolean }>(
    `SELECT partition_key, sorting_key, position(create_table_query, {granularity:String}) > 0 AS isFine
     FROM system.tables WHERE database = currentDatabase() AND name = 'profiles'`,
    { granularity: `index_granularity = ${GRANULARITY},` },
  );
  if (table?.partition_key !== 'shop' || table.sorting_key !== 'shop, profile_no' || !table.isFine) return false;
  const present = await presentColumns(sql);
  return PROFILE_COLUMNS.every(({ name, type }) => (present.get(name) ?? type) === type);
}

/** The columns of `profiles` that there are, with their types. */
async function presentColumns(sql: Sql): Promise<Map<string, string>> {
  const columns = await sql.query<{ name: string; type: string }>(
    `SELECT name, type FROM system.columns WHERE database = currentDatabase() AND table = 'profiles'`,
  );
  return new Map(columns.map(({ name, type }) => [name, type]));
}

/** The name of the table through which a shop's profiles are updated. Each shop has its own, since profiles are numbered from 1 in every shop. */
export function stagingTable(shop: ShopId): string {
  return tableOf('profiles_of', shop);
}

/**
 * An empty table through which some columns of a shop's profiles are updated in place, instead of the one of the derivation
 * before; its name. It is kept on disk: one that an engine's restart emptied between two statements would wipe out profiles.
 */
export async function newStagingTable(sql: Sql, shop: ShopId, stored: readonly NamedColumn[]): Promise<string> {
  const name = stagingTable(shop);
  const columns = stored.map(({ name: column, type }) => `${column} ${type}`);
  await sql.command(`DROP TABLE IF EXISTS ${name} SYNC`);
  await sql.command(
    `CREATE TABLE ${name} (profile_no UInt32, ${columns.join(', ')}) ENGINE = Join(ANY, LEFT, profile_no) SETTINGS persistent = 1`,
  );
  return name;
}

/** Parts are merged column by column, however small they are: all at once, so many columns take half of the engine's memory. */
const COLUMN_BY_COLUMN =
  'vertical_merge_algorithm_min_rows_to_activate = 1, vertical_merge_algorithm_min_bytes_to_activate = 0, ' +
  'vertical_merge_algorithm_min_columns_to_activate = 1';

/**
 * An empty table like `profiles`, in which a shop's rows are made that are to take the place of all it has; its name. A
 * merge in it must not store the numbers of its blocks: updates in place find their rows by them, and in `profiles` they
 * are those of other blocks.
 */
export async function newProfilesTable(sql: Sql, shop: ShopId): Promise<string> {
  const name = tableOf('profiles_next', shop);
  await sql.command(`DROP TABLE IF EXISTS ${name} SYNC`);
  await sql.command(`CREATE TABLE ${name} AS profiles`);
  await sql.command(
    `ALTER TABLE ${name} MODIFY SETTING enable_block_number_column = 0, enable_block_offset_column = 0, ${COLUMN_BY_COLUMN}`,
  );
  return name;
}

function columnSql({ name, type, codec }: (typeof PROFILE_COLUMNS)[number]): string {
  return codec === undefined ? `${name} ${type}` : `${name} ${type} CODEC(${codec})`;
}
