import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openWarehouse, startEngine } from '@clientele/warehouse';

export interface Kept {
  readonly place: string;
  readonly text: string;
}

const SQLITE = 'SQLite format 3\0';

/**
 * All that a data directory that nobody has open holds, as text: its files as they are; and what lies in the stores once
 * more, read from them, since in a file a text may be compressed, or end on one page and go on another.
 */
export async function* everythingKept(data: string): AsyncGenerator<Kept> {
  const files = await readdir(data, { recursive: true, withFileTypes: true });
  for (const file of files.filter((one) => one.isFile())) {
    const place = join(file.parentPath, file.name);
    const text = (await readFile(place)).toString('latin1');
    yield { place, text };
    if (text.startsWith(SQLITE)) yield* tablesOf(place);
  }
  yield* warehouseOf(join(data, 'warehouse'));
}

function* tablesOf(file: string): Generator<Kept> {
  const database = new DatabaseSync(file);
  try {
    const tables = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all();
    for (const { name } of tables) {
      const rows = database.prepare(`SELECT * FROM "${name}"`).all();
      yield { place: `${file}: ${name}`, text: rows.map((row) => Object.values(row).join('\n')).join('\n') };
    }
  } finally {
    database.close();
  }
}

async function* warehouseOf(directory: string): AsyncGenerator<Kept> {
  const engine = await startEngine({ directory });
  const sql = openWarehouse(engine);
  try {
    const tables = await sql.query<{ database: string; name: string }>(
      `SELECT database, name FROM system.tables
       WHERE lower(database) != 'information_schema' AND (database != 'system' OR endsWith(name, '_log'))`,
      {},
    );
    for (const { database, name } of tables) {
      const rows = await sql.query(`SELECT * FROM \`${database}\`.\`${name}\``, {});
      yield { place: `the warehouse: ${database}.${name}`, text: rows.map((row) => JSON.stringify(row)).join('\n') };
    }
  } finally {
    await sql.close();
    await engine.stop();
  }
}
