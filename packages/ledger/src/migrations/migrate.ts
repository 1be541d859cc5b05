import { sql } from 'kysely';
import { LedgerError } from '../ledger-error.js';
import type { Database } from '../tables.js';
import { firstTables } from './0001-first-tables.js';
import { refusedByFile } from './0002-refused-by-file.js';
import { noBatchOfMemberships } from './0003-no-batch-of-memberships.js';
import { histories } from './0004-histories.js';
import { listsAndHoldOuts } from './0005-lists-and-hold-outs.js';
import { detailsOfAudit } from './0006-details-of-audit.js';
import { pulls } from './0007-pulls.js';
import { webhooks } from './0009-webhooks.js';
import { standingsOfPulls } from './0010-standings-of-pulls.js';
import { appsOfPlatforms } from './0012-apps-of-platforms.js';
import { writeBacks } from './0013-write-backs.js';
import { erasedRecords } from './0014-erased-records.js';
import { wholeSegments } from './0015-whole-segments.js';
import type { Migration } from './migration.js';

export const MIGRATIONS: readonly Migration[] = [
  firstTables,
  refusedByFile,
  noBatchOfMemberships,
  histories,
  listsAndHoldOuts,
  detailsOfAudit,
  pulls,
  webhooks,
  standingsOfPulls,
  appsOfPlatforms,
  writeBacks,
  erasedRecords,
  wholeSegments,
];

/** Any number, the same in every version of the program: it names the lock that migrating processes queue for. */
const POSTGRES_LOCK = 7_204_815_539;

/**
 * Brings the schema up to date: the missing migrations all run in one transaction, which also records them, so a
 * process that dies leaves the schema as it was.
 *
 * @throws LedgerError `ledger.newer` when the database has migrations that this program does not know.
 */
export async function migrate(db: Database, store: 'sqlite' | 'postgres', migrations = MIGRATIONS): Promise<void> {
  await db.transaction().execute(async (tx) => {
    // SQLite's transaction is exclusive to begin with.
    if (store === 'postgres') await sql`select pg_advisory_xact_lock(${POSTGRES_LOCK})`.execute(tx);
    await tx.schema
      .createTable('migrations')
      .ifNotExists()
      .addColumn('number', 'integer', (column) => column.primaryKey())
      .addColumn('name', 'text', (column) => column.notNull())
      .execute();
    const recorded = tx.withTables<{ migrations: { number: number; name: string } }>();
    const done = (await recorded.selectFrom('migrations').select('number').execute()).map(({ number }) => number);
    const last = Math.max(0, ...done);
    const known = Math.max(...migrations.map(({ number }) => number));
    if (last > known) {
      throw new LedgerError(
        'ledger.newer',
        `this ledger has been migrated to version ${last}, and this program knows version ${known}: ` +
          'start the newer program, or restore a backup made before it',
      );
    }
    for (const migration of migrations.filter(({ number }) => !done.includes(number))) {
      await migration.up(tx.schema, tx);
      await recorded.insertInto('migrations').values({ number: migration.number, name: migration.name }).execute();
    }
  });
}
