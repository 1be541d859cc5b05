import type { Sql } from '../sql.js';

/** Updated rows that wait beside the table: at least so many, and this share of all, before they are worked into it. */
const LEAST_ROWS = 20_000;
const LEAST_SHARE = 0.05;

/**
 * Has the engine work updates of `profiles` into the table, in the background, once they are many: until then every
 * reader applies them. Does nothing while that is under way.
 *
 * @returns whether it did so
 */
export async function materialiseUpdates(sql: Sql, leastRows = LEAST_ROWS): Promise<boolean> {
  const profiles = `database = currentDatabase() AND table = 'profiles'`;
  const parts = await sql.query<{ rows: string; is_update: boolean; newest: string }>(
    `SELECT toString(rows) AS rows, startsWith(partition_id, 'patch-') AS is_update, toString(max_block_number) AS newest
     FROM system.parts WHERE ${profiles} AND active`,
  );
  const rowsOf = (some: typeof parts) => some.reduce((sum, { rows }) => sum + Number(rows), 0);
  const updates = parts.filter((part) => part.is_update);
  const least = Math.max(leastRows, LEAST_SHARE * rowsOf(parts.filter((part) => !part.is_update)));
  if (rowsOf(updates) < least) return false;
  // Updates that were worked in may be there still.
  const [applied] = await sql.query<{ through: string; busy: string }>(
    `SELECT toString(max(arrayMax(block_numbers.number))) AS through, toString(countIf(NOT is_done)) AS busy
     FROM system.mutations WHERE ${profiles} AND command LIKE '%APPLY PATCHES%'`,
  );
  const waiting = updates.filter(({ newest }) => Number(newest) > Number(applied?.through ?? 0));
  if (applied?.busy !== '0' || rowsOf(waiting) < least) return false;
  await sql.command('ALTER TABLE profiles APPLY PATCHES SETTINGS mutations_sync = 0');
  return true;
}
