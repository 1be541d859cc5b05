import { prepareProfileTables } from './profiles/table.js';
import { migrate } from './schema/migrate.js';
import type { Sql } from './sql.js';

export interface PreparedWarehouse {
  /** The catalogue gained a trait since the last start: every profile of every shop has to be derived anew. */
  readonly deriveAll: boolean;
}

/**
 * Brings a warehouse, embedded or a server, to the schema of this release.
 *
 * @param tableSettings settings of every table, such as those that make the embedded engine durable
 * @throws WarehouseTooNewError when a newer release has written it
 */
export async function prepareWarehouse(sql: Sql, tableSettings: string): Promise<PreparedWarehouse> {
  await migrate(sql, tableSettings);
  return { deriveAll: await prepareProfileTables(sql, tableSettings) };
}
