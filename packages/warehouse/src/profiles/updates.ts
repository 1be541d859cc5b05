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
  const applying = `FROM system.mutations WHERE ${profiles} AND command LIKE '%APPLY PATCHES%'`;
  const [found] = await sql.query<{ waiting: string; all: string; busy: string }>(
    `SELECT
       toString(sumIf(rows, is_update AND max_block_number > (SELECT max(arrayMax(block_numbers.number)) ${applying}))) AS waiting,
       toString(sumIf(rows, NOT is_update)) AS all, toString((SELECT count() ${applying} AND NOT is_done)) AS busy
     FROM (SELECT rows, max_block_number, startsWith(partition_id, 'patch-') AS is_update FROM system.parts WHERE ${profiles} AND active)`,
  );
  const { waiting = '0', all = '0', busy = '0' } = found ?? {};
  if (busy !== '0' || Number(waiting) < Math.max(leastRows, LEAST_SHARE * Number(all))) return false;
  await sql.command('ALTER TABLE profiles APPLY PATCHES SETTINGS mutations_sync = 0');
  return true;
}
