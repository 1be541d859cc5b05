import { CompiledQuery, type Dialect, PostgresDialect } from 'kysely';
import pg from 'pg';
import { LedgerError } from './ledger-error.js';

const CONNECT_TIMEOUT_MS = 5_000;
const INT8 = pg.types.builtins.INT8;

/** How PostgreSQL is reached by a URL. @throws LedgerError `ledger.url-invalid`. */
export function connectionOf(url: string): pg.ClientConfig {
  if (!/^postgres(ql)?:\/\//.test(url) || !URL.canParse(url)) {
    throw new LedgerError(
      'ledger.url-invalid',
      'DATABASE_URL is not a PostgreSQL URL such as postgres://user:password@host:5432/database',
    );
  }
  return { connectionString: url, connectionTimeoutMillis: CONNECT_TIMEOUT_MS };
}

/** PostgreSQL by URL, through a pool. @throws LedgerError `ledger.url-invalid`. */
export function postgresDialect(url: string): Dialect {
  const pool = new pg.Pool({ ...connectionOf(url), types: { getTypeParser } });
  // A connection that breaks while idle leaves the pool; the next query opens another one or says why it cannot.
  pool.on('error', () => {});
  return new PostgresDialect({
    pool,
    onCreateConnection: async (connection) => void (await connection.executeQuery(DURABLE)),
  });
}

/** Where a URL leads, without its user and password. */
export function describeUrl(url: string): string {
  const { hostname, port, pathname, searchParams } = new URL(url);
  return `PostgreSQL at ${searchParams.get('host') ?? hostname}${port === '' ? '' : `:${port}`}${pathname}`;
}

/** A commit that was acknowledged is on the disk, also where the server's default is to be quicker than that. */
const DURABLE = CompiledQuery.raw(
  `select set_config('synchronous_commit', 'on', false) where current_setting('synchronous_commit') = 'off'`,
);

/** Counts and dense numbers come as numbers (they stay far below 2^53), not as the driver's text. */
function getTypeParser(oid: number, format?: 'text' | 'binary') {
  return oid === INT8 && format !== 'binary' ? Number : pg.types.getTypeParser(oid, format as 'text');
}
