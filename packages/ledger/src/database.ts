import { CamelCasePlugin, Kysely, sql } from 'kysely';
import { LedgerError } from './ledger-error.js';
import { migrate } from './migrations/migrate.js';
import { describeUrl, postgresDialect } from './postgres.js';
import { RefuseNul } from './refuse-nul.js';
import { sqliteDialect } from './sqlite.js';
import type { Database, Tables } from './tables.js';

/** Where a ledger lives: PostgreSQL by URL, or SQLite in a data directory. */
export type LedgerPlace = { readonly url: string } | { readonly directory: string };

/** Opens the store and brings its schema up to date. @throws LedgerError */
export async function openDatabase(place: LedgerPlace): Promise<Database> {
  const dialect = 'url' in place ? postgresDialect(place.url) : sqliteDialect(place.directory);
  const db = new Kysely<Tables>({ dialect, plugins: [new CamelCasePlugin(), new RefuseNul()] });
  try {
    await answers(db, 'url' in place ? describeUrl(place.url) : `the ledger in ${place.directory}`);
    await migrate(db, 'url' in place ? 'postgres' : 'sqlite');
    return db;
  } catch (error) {
    await db.destroy();
    throw error;
  }
}

async function answers(db: Database, where: string): Promise<void> {
  try {
    await sql`select 1`.execute(db);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new LedgerError('ledger.unreachable', `${where} does not answer: ${reason}`, error);
  }
}
