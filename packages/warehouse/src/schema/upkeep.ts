import type { Sql } from '../sql.js';

/**
 * How the engine keeps every table up. Left to itself it counts the values of each column whenever it merges, for a
 * planner that has nothing to choose here; and it takes one small part after the other into the largest of the parts
 * below it, which it writes anew each time, rather than several at once. Both cost more than the inserts themselves. And it
 * may look for replaced parts only every five minutes: for so long, what is erased would still be in one.
 */
const UPKEEP = [
  "auto_statistics_types = ''",
  'merge_selector_enable_heuristic_to_remove_small_parts_at_right = 0',
  'cleanup_delay_period = 1',
  'max_cleanup_delay_period = 2',
  'cleanup_delay_period_random_add = 0',
];

/** For `CREATE TABLE … SETTINGS`. */
export const UPKEEP_SETTINGS = UPKEEP.join(', ');

/** Has tables of before kept up in the same way. */
export async function keepUp(sql: Sql): Promise<void> {
  const tables = await sql.query<{ name: string }>(
    `SELECT name FROM system.tables WHERE database = currentDatabase() AND engine LIKE '%MergeTree'
       AND arrayExists(setting -> position(create_table_query, setting) = 0, {settings:Array(String)})`,
    { settings: UPKEEP },
  );
  for (const { name } of tables) await sql.command(`ALTER TABLE ${name} MODIFY SETTING ${UPKEEP_SETTINGS}`);
}
