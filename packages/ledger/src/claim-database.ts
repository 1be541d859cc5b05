import pg from 'pg';
import { LedgerError } from './ledger-error.js';
import { connectionOf, describeUrl } from './postgres.js';
import { type Refusal, refusal } from './refusal.js';

export type DatabaseClaim =
  | {
      readonly outcome: 'owned' /** Lets go; the end of the process does so too. */;
      readonly release: () => Promise<void>;
    }
  | Refusal<'database.owned'>;

/** A lock of the session, for one schema of one database. The sessions behind a transaction pooler cannot hold it. */
const LOCK = `hashtextextended('clientele ' || current_schema(), 0)`;

/** A machine that vanishes lets go within about a minute; the server's own default is two hours. */
const NOTICE_VANISHING = `select set_config('tcp_keepalives_idle', '30', false),
  set_config('tcp_keepalives_interval', '10', false), set_config('tcp_keepalives_count', '3', false)`;

const OWNER = `select application_name as name from pg_locks join pg_stat_activity using (pid)
  where locktype = 'advisory' and granted and objsubid = 1 and (classid::bigint << 32) | objid::bigint = ${LOCK}
    and database = (select oid from pg_database where datname = current_database())`;

/**
 * Makes a process the one owner of a ledger on PostgreSQL, and so of the shops in it: the streets of two servers would
 * write over each other. The claim is a lock that a connection of its own holds, so it ends with the process.
 *
 * @param owner what others are told of this process, such as `process 12 on tea-shop`
 * @param onLost called once when the connection breaks: from then on somebody else may own the database
 * @throws LedgerError `ledger.url-invalid` or `ledger.unreachable`
 */
export async function claimDatabase(url: string, owner: string, onLost: () => void): Promise<DatabaseClaim> {
  const client = new pg.Client({ ...connectionOf(url), keepAlive: true, application_name: `clientele, ${owner}` });
  let isHeld = false;
  const lost = () => {
    if (isHeld) onLost();
    isHeld = false;
  };
  client.on('error', lost);
  client.on('end', lost);
  try {
    await client.connect();
    await client.query(NOTICE_VANISHING);
    const { rows } = await client.query<{ taken: boolean }>(`select pg_try_advisory_lock(${LOCK}) as taken`);
    if (rows[0]?.taken === true) {
      isHeld = true;
      return {
        outcome: 'owned',
        release: async () => {
          isHeld = false;
          await client.end();
        },
      };
    }
    const { rows: owners } = await client.query<{ name: string | null }>(OWNER);
    await client.end();
    return refused(url, owners[0]?.name);
  } catch (error) {
    await client.end().catch(() => {});
    const reason = error instanceof Error ? error.message : String(error);
    throw new LedgerError('ledger.unreachable', `${describeUrl(url)} does not answer: ${reason}`, error);
  }
}

function refused(url: string, name: string | null | undefined): Refusal<'database.owned'> {
  const who = name?.startsWith('clientele, ') === true ? name.slice('clientele, '.length) : 'another process';
  return refusal(
    'database.owned',
    `${describeUrl(url)} belongs to ${who}: stop that one, or name another database with DATABASE_URL`,
  );
}
