import { prepareProfileTables } from './profiles/table.js';
import { migrate } from './schema/migrate.js';
import { keepUp, UPKEEP_SETTINGS } from './schema/upkeep.js';
import type { Sql } from './sql.js';

/**
 * Brings a warehouse, embedded or a server, to the schema of this release.
 *
 * @param tableSettings settings of every table, such as those that make the embedded engine durable
 * @throws WarehouseTooNewError when a newer release has written it
 */
export async function prepareWarehouse(sql: Sql, tableSettings: string): Promise<void> {
  const settings = `${UPKEEP_SETTINGS}, ${tableSettings}`;
  await migrate(sql, settings);
  await prepareProfileTables(sql, settings);
  await keepUp(sql);
}
