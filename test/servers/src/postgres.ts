import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

/** The programs of a PostgreSQL that is installed here. */
export interface Postgres {
  readonly programs: string;
  /** PostgreSQL refuses to run as root; then it runs as this user. */
  readonly user: { readonly uid: number; readonly gid: number } | undefined;
}

export interface Missing {
  /** What would be needed and is not here. */
  readonly missing: string;
}

export function findPostgres(): Postgres | Missing {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [
    ...versions.map((version) => join(debian, version, 'bin')),
    ...(process.env.PATH ?? '').split(delimiter),
  ];
  const programs = folders.find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')));
  if (programs === undefined) return { missing: 'the programs initdb and postgres are not here' };
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

export interface RunningPostgres {
  /** Where its socket is: it is reached by that alone, so that no port can be taken. */
  readonly directory: string;
  [Symbol.asyncDispose](): Promise<void>;
}

/** Runs a server until our end of its standard input is closed, also by our death, and leaves nothing behind. */
const UNTIL_CLOSED = `
directory=$1; shift
trap '' INT
exec 3<&0
"$@" </dev/null 3<&- & server=$!
(cat <&3 >/dev/null; kill -INT $server) 2>/dev/null &
exec 3<&-
wait $server; status=$?
rm -rf "$directory"
exit $status`;

/** A new, empty database `postgres` of a user of that name, in a temporary directory. */
export async function startPostgres({ programs, user }: Postgres): Promise<RunningPostgres> {
  const directory = mkdtempSync(join(tmpdir(), 'clientele-pg-'));
  if (user !== undefined) chownSync(directory, user.uid, user.gid);
  const data = join(directory, 'data');
  const as = { ...user, cwd: directory };
  execFileSync(
    join(programs, 'initdb'),
    ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync'],
    { ...as, stdio: 'pipe' },
  );
  const settings = [
    `unix_socket_directories=${directory}`,
    'listen_addresses=',
    'fsync=off',
    'max_connections=200',
    'timezone=UTC',
  ];
  const command = [join(programs, 'postgres'), '-D', data, ...settings.flatMap((setting) => ['-c', setting])];
  const server = spawn('sh', ['-c', UNTIL_CLOSED, 'sh', directory, ...command], {
    ...as,
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  await isReady(server);
  return {
    directory,
    async [Symbol.asyncDispose]() {
      const stopped = new Promise((resolve) => server.once('exit', resolve));
      server.stdin.end();
      await stopped;
    },
  };
}

/** Resolves when the server says that it takes connections. */
function isReady(server: ChildProcess): Promise<void> {
  let log = '';
  return new Promise((resolve, reject) => {
    server.stderr?.on('data', (chunk: Buffer) => {
      log = (log + chunk.toString()).slice(-10_000);
      if (log.includes('ready to accept connections')) resolve();
    });
    server.once('exit', (code) => reject(new Error(`PostgreSQL ended with status ${code}: ${log}`)));
  });
}
