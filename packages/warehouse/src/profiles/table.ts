import { PROFILES } from '@clientele/segmentation';
import type { Sql } from '../sql.js';

/** What the catalogue stores of a profile; the key columns are ours. */
export const PROFILE_COLUMNS = Object.entries(PROFILES).filter(([name]) => name !== 'profile_no' && name !== 'shop');

/**
 * Creates the table of profiles, and the staging table through which its rows are updated in place, after the
 * catalogue. A column that the catalogue gained is added, to be filled when the profiles are derived anew.
 */
export async function prepareProfileTables(sql: Sql, tableSettings: string): Promise<void> {
  const columns = PROFILE_COLUMNS.map(columnSql);
  const staged = PROFILE_COLUMNS.map(([name, { type }]) => `${name} ${type}`);
  await sql.command(
    `CREATE TABLE IF NOT EXISTS profiles (shop LowCardinality(String), profile_no UInt32, ${columns.join(', ')})
     ENGINE = MergeTree ORDER BY (shop, profile_no)
     SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1, ${tableSettings}`,
  );
  const present = await sql.query<{ name: string }>(
    `SELECT name FROM system.columns WHERE database = currentDatabase() AND table = 'profiles'`,
  );
  const missing = PROFILE_COLUMNS.filter(([name]) => !present.some((column) => column.name === name));
  for (const column of missing) await sql.command(`ALTER TABLE profiles ADD COLUMN ${columnSql(column)}`);
  await sql.command('DROP TABLE IF EXISTS profiles_staging');
  await sql.command(
    `CREATE TABLE profiles_staging (profile_no UInt32, ${staged.join(', ')}) ENGINE = Join(ANY, LEFT, profile_no) SETTINGS persistent = 0`,
  );
}

function columnSql([name, { type, codec }]: (typeof PROFILE_COLUMNS)[number]): string {
  return codec === undefined ? `${name} ${type}` : `${name} ${type} CODEC(${codec})`;
}
