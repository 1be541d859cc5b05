import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
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
    console.log(`The ledger's tests on PostgreSQL are skipped: ${found.missing}.`);
    project.provide('postgresUrl', null);
    return async () => {};
  }
  const server = await startServer(found);
  project.provide('postgresUrl', server.url);
  return server.stop;
}

interface Postgres {
  readonly programs: string;
  /** PostgreSQL refuses to run as root; then it runs as this user. */
  readonly user: { readonly uid: number; readonly gid: number } | undefined;
}

function findPostgres(): Postgres | { readonly missing: string } {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [
    ...versions.map((version) => join(debian, version, 'bin')),
    ...(process.env.PATH ?? '').split(delimiter),
  ];
  const programs = folders.find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')));
  if (programs === undefined) return { missing: 'neither DATABASE_URL nor the programs initdb and postgres are here' };
  if (process.getuid?.() !== 0) return { programs, user: undefined };
  try {
    return { programs, user: { uid: idOf('-u'), gid: idOf('-g') } };
  } catch {
    return { missing: 'PostgreSQL does not run as root, and there is no user postgres' };
  }
}

function idOf(flag: '-u' | '-g'): number {
  return Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
}

async function startServer({ programs, user }: Postgres) {
  const directory = mkdtempSync(join(tmpdir(), 'clientele-pg-'));
  if (user !== undefined) chownSync(directory, user.uid, user.gid);
  const data = join(directory, 'data');
  const as = { ...user, cwd: directory };
  execFileSync(
    join(programs, 'initdb'),
    ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync'],
    { ...as, stdio: 'pipe' },
  );
  const settings = [`unix_socket_directories=${directory}`, 'listen_addresses=', 'fsync=off', 'max_connections=200'];
  const server = spawn(join(programs, 'postgres'), ['-D', data, ...settings.flatMap((setting) => ['-c', setting])], {
    ...as,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  await isReady(server);
  return {
    url: `postgres://postgres@localhost/postgres?host=${encodeURIComponent(directory)}`,
    stop: async () => {
      const stopped = new Promise((resolve) => server.once('exit', resolve));
      server.kill('SIGINT');
      await stopped;
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** Resolves when the server says that it takes connections. */
function isReady(server: ChildProcess): Promise<void> {
  let log = '';
  return new Promise((resolve, reject) => {
    server.stderr?.on('data', (chunk: Buffer) => {
      log += chunk.toString();
      if (log.includes('ready to accept connections')) resolve();
    });
    server.once('exit', (code) => reject(new Error(`PostgreSQL ended with status ${code}: ${log}`)));
  });
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
