import type { Sql } from '../sql.js';
import { BY_CUSTOMER_TABLES } from './by-customer.js';
import { CONSENT_ADDRESS_STATEMENTS, MAILBOX_STATEMENTS } from './consent-addresses.js';
import { CUSTOMER_EVENT_STATEMENTS } from './customer-events.js';
import { CUSTOMER_FACTS_STATEMENTS } from './customer-facts.js';
import { DRAW_STATEMENTS } from './draws.js';
import { FACT_TABLES } from './facts.js';
import { FORMER_JOURNALS, JOURNAL_STATEMENTS, TOUCHED_SOURCES_STATEMENTS } from './journals.js';
import { LIST_STATEMENTS } from './lists.js';
import { FORMER_MEMBER_STATEMENTS, MEMBER_WORD_STATEMENTS, NO_FORMER_MEMBER_STATEMENTS } from './member-words.js';
import { MEMBER_STATEMENTS, MEMBERSHIP_TABLES } from './memberships.js';
import { NAME_STATEMENTS } from './names.js';
import { ORDERS_TOGETHER_STATEMENTS } from './orders-together.js';
import { PAST_MEMBERSHIP_STATEMENTS } from './past-memberships.js';
import { PEOPLE_TABLES } from './people.js';
import { PRODUCT_STATEMENTS, ROWS_OF_ORDERS_STATEMENTS } from './rows-of-orders.js';
import { SMALL_BLOCK_STATEMENTS } from './small-blocks.js';

/** A numbered step forward; a step that was released is never edited. */
interface Migration {
  readonly number: number;
  readonly statements: readonly string[];
}

export const MIGRATIONS: readonly Migration[] = [
  { number: 1, statements: [...FACT_TABLES, ...PEOPLE_TABLES, ...BY_CUSTOMER_TABLES, ...MEMBERSHIP_TABLES] },
  { number: 2, statements: MEMBER_STATEMENTS },
  { number: 3, statements: NAME_STATEMENTS },
  { number: 4, statements: JOURNAL_STATEMENTS },
  { number: 5, statements: FORMER_JOURNALS },
  { number: 6, statements: CONSENT_ADDRESS_STATEMENTS },
  { number: 7, statements: SMALL_BLOCK_STATEMENTS },
  { number: 8, statements: TOUCHED_SOURCES_STATEMENTS },
  { number: 9, statements: CUSTOMER_FACTS_STATEMENTS },
  { number: 10, statements: CUSTOMER_EVENT_STATEMENTS },
  { number: 11, statements: [...ROWS_OF_ORDERS_STATEMENTS, ...PRODUCT_STATEMENTS] },
  { number: 12, statements: MAILBOX_STATEMENTS },
  { number: 13, statements: PAST_MEMBERSHIP_STATEMENTS },
  { number: 14, statements: LIST_STATEMENTS },
  { number: 15, statements: FORMER_MEMBER_STATEMENTS },
  { number: 16, statements: MEMBER_WORD_STATEMENTS },
  { number: 17, statements: NO_FORMER_MEMBER_STATEMENTS },
  { number: 18, statements: DRAW_STATEMENTS },
  { number: 19, statements: ORDERS_TOGETHER_STATEMENTS },
];

/** The warehouse was written by a newer release than this one. */
export class WarehouseTooNewError extends Error {
  readonly code = 'WAREHOUSE_TOO_NEW';
}

/**
 * Brings the schema up to date; `tableSettings` is what makes every table durable. A step that a crash cut short is
 * run again from its start: its tables are created only where they are missing, and its other statements can be repeated.
 */
export async function migrate(sql: Sql, tableSettings: string): Promise<void> {
  await sql.command(
    `CREATE TABLE IF NOT EXISTS migrations (number UInt32) ENGINE = MergeTree ORDER BY number SETTINGS ${tableSettings}`,
  );
  const done = await sql.query<{ newest: number }>('SELECT max(number) AS newest FROM migrations');
  const newest = done[0]?.newest ?? 0;
  const last = MIGRATIONS[MIGRATIONS.length - 1]?.number ?? 0;
  if (newest > last) {
    throw new WarehouseTooNewError(
      `The warehouse is at schema ${newest}, this release knows ${last}. Start the newer release of clientele on it.`,
    );
  }
  for (const migration of MIGRATIONS) {
    if (migration.number <= newest) continue;
    for (const statement of withColumnsTogether(migration.statements)) {
      await sql.command(statement.startsWith('CREATE TABLE ') ? tableSql(statement, tableSettings) : statement);
    }
    await sql.insert('migrations', [{ number: migration.number }]);
  }
}

/** A table where it is missing, with the settings of every table; one that has settings of its own says its granularity. */
function tableSql(statement: string, tableSettings: string): string {
  const own = statement.includes('SETTINGS ') ? ',' : ' SETTINGS index_granularity = 512,';
  return `${statement.replace('CREATE TABLE ', 'CREATE TABLE IF NOT EXISTS ')}${own} ${tableSettings}`;
}

/** Columns that one table gets one after the other come in one statement: each of its own costs as much as all of them. */
function withColumnsTogether(statements: readonly string[]): string[] {
  const joined: string[] = [];
  for (const statement of statements) {
    const table = /^ALTER TABLE \w+ (?=ADD COLUMN )/.exec(statement)?.[0];
    const last = joined.at(-1);
    if (table !== undefined && last?.startsWith(`${table}ADD COLUMN `)) {
      joined[joined.length - 1] = `${last}, ${statement.slice(table.length)}`;
    } else {
      joined.push(statement);
    }
  }
  return joined;
}
