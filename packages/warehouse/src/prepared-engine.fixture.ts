import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';
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
  // Links within it are relative, and are to stay so.
  await cp(inject('preparedWarehouse'), directory, { recursive: true, verbatimSymlinks: true });
  const { sql, close } = await openIn(directory);
  return {
    sql,
    close: async () => {
      await close();
      await rm(directory, { recursive: true });
    },
  };
}

/** Leaves an empty warehouse with the schema of this release in a directory. */
export async function prepareIn(directory: string): Promise<void> {
  const { sql, close } = await openIn(directory);
  await prepareWarehouse(sql, UNSYNCED_TABLE_SETTINGS);
  await close();
}

async function openIn(directory: string): Promise<PreparedEngine> {
  const engine = await startEngine({ directory });
  const sql = openWarehouse(engine);
  return {
    sql,
    close: async () => {
      await sql.close();
      await engine.stop();
    },
  };
}
