import { findPostgres, startPostgres } from '@clientele/servers';
import pg from 'pg';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** A PostgreSQL for the tests; null where there is none. */
    readonly postgresUrl: string | null;
  }
}

/**
 * Vitest's global set-up: provides the PostgreSQL named by DATABASE_URL, else one of this machine's own programs in a
 * temporary directory, reached by a socket there, so that no port can be taken.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env.DATABASE_URL;
  if (given !== undefined) {
    project.provide('postgresUrl', given);
    return async () => {};
  }
  const found = findPostgres();
  if ('missing' in found) {
    console.log(`The ledger's tests on PostgreSQL are skipped: DATABASE_URL names none, and ${found.missing}.`);
    project.provide('postgresUrl', null);
    return async () => {};
  }
  const server = await startPostgres(found);
  project.provide('postgresUrl', `postgres://postgres@localhost/postgres?host=${encodeURIComponent(server.directory)}`);
  return () => server[Symbol.asyncDispose]();
}

/** Runs one statement on a server. */
export async function runOn(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
