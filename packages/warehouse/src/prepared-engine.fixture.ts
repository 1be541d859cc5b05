import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openWarehouse, prepareWarehouse, startEngine, type WarehouseClient } from './index.js';

/** Tests do not lose power, only processes: what the system has, stays. Waiting for disks would take most of their time. */
export const UNSYNCED_TABLE_SETTINGS = 'fsync_after_insert = 0, fsync_part_directory = 0';

/** An embedded engine with the schema of this release, in a directory of its own that goes with it. */
export interface PreparedEngine {
  readonly sql: WarehouseClient;
  readonly close: () => Promise<void>;
}

export async function prepareEngine(): Promise<PreparedEngine> {
  const directory = await mkdtemp(join(tmpdir(), 'clientele-warehouse-'));
  const engine = await startEngine({ directory });
  const sql = openWarehouse(engine);
  await prepareWarehouse(sql, UNSYNCED_TABLE_SETTINGS);
  return {
    sql,
    close: async () => {
      await sql.close();
      await engine.stop();
      await rm(directory, { recursive: true });
    },
  };
}
