import { closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { type Dialect, SqliteDialect } from 'kysely';
import { LedgerError } from './ledger-error.js';

/** The embedded ledger's file in a data directory. */
export const LEDGER_FILE = 'ledger.sqlite';

const BUSY_TIMEOUT_MS = 5_000;

/** Whether an embedded ledger was ever made in a directory. */
export function hasLedger(directory: string): boolean {
  return existsSync(join(directory, LEDGER_FILE));
}

/** SQLite in a directory, which is made when absent; one fsync a commit. */
export function sqliteDialect(directory: string): Dialect {
  const database = openDurably(directory);
  return new SqliteDialect({
    database: {
      close: () => database.close(),
      prepare: (sql) => {
        // A transaction takes its write lock at once: a reader that turns writer could fail behind another process.
        const statement = database.prepare(sql === 'begin' ? 'begin immediate' : sql);
        return {
          reader: statement.columns().length > 0,
          all: (parameters) => statement.all(...(parameters as SQLInputValue[])),
          run: (parameters) => statement.run(...(parameters as SQLInputValue[])),
          iterate: (parameters) => statement.iterate(...(parameters as SQLInputValue[])),
        };
      },
    },
  });
}

function openDurably(directory: string): DatabaseSync {
  const path = join(directory, LEDGER_FILE);
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    // SQLite gives the files that it makes beside this one the same mode.
    closeSync(openSync(path, 'a', 0o600));
    const database = new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS, enableForeignKeyConstraints: true });
    // fullfsync: on macOS an ordinary fsync stops at the disk's cache; elsewhere it changes nothing.
    database.exec('pragma journal_mode = wal; pragma synchronous = full; pragma fullfsync = 1');
    overwriteDeleted(database);
    return database;
  } catch (error) {
    throw new LedgerError('ledger.unreachable', `${path} cannot be opened: ${reason(error)}`, error);
  }
}

/** What is deleted is overwritten in the file, so that who is erased is not found there; files of before are made so once. */
function overwriteDeleted(database: DatabaseSync): void {
  database.exec('pragma secure_delete = on');
  const { user_version: isMade } = database.prepare('pragma user_version').get() ?? {};
  if (isMade === 0) database.exec('vacuum; pragma user_version = 1');
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
