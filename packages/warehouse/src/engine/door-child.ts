import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { EngineError } from './engine-error.ts';
import type { FromDoor, ToDoor } from './messages.ts';

/** The door's process, ready for requests. */
export interface DoorChild {
  readonly process: ChildProcess;
  readonly pid: number;
  readonly port: number;
}

const START_MS = 60_000;
const STDERR_KEPT = 4096;
// Run from source (tests) it is TypeScript, which Node strips; built it is JavaScript.
const ENTRY = fileURLToPath(new URL(`./door-process${import.meta.url.slice(-3)}`, import.meta.url));

/**
 * Starts the door's process and waits until it listens. Rejects with an EngineError; the process has ended then.
 */
export async function startDoorChild(start: ToDoor & { kind: 'start' }): Promise<DoorChild> {
  const { PATH, HOME, TMPDIR, LD_LIBRARY_PATH } = process.env;
  const child = fork(ENTRY, [], {
    execArgv: [],
    // None of the server's secrets; days are computed elsewhere, so the engine's own zone is UTC; its six sessions
    // must leave threads for files.
    env: { PATH, HOME, TMPDIR, LD_LIBRARY_PATH, TZ: 'UTC', UV_THREADPOOL_SIZE: '8' },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let stderr = '';

  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr = (stderr + text).slice(-STDERR_KEPT);
  });
  const closed = once(child, 'close');
  const timer = setTimeout(() => child.kill('SIGKILL'), START_MS);
  try {
    child.send(start, () => {});
    const message = await Promise.race([once(child, 'message').then(([first]) => first as FromDoor), closed]);
    if (!Array.isArray(message) && message.kind === 'ready' && child.pid !== undefined) {
      return { process: child, pid: child.pid, port: message.port };
    }
    child.kill('SIGKILL');
    await closed;
    throw await failure(start.directory, Array.isArray(message) ? undefined : message, stderr);
  } finally {
    clearTimeout(timer);
  }
}

async function failure(directory: string, message: FromDoor | undefined, stderr: string): Promise<EngineError> {
  if (stderr.includes('Cannot lock file')) {
    const owner = /^PID: (\d+)/m.exec(await readFile(join(directory, 'status'), 'utf8').catch(() => ''))?.[1];
    return new EngineError(
      'directory_in_use',
      `The directory ${directory} is in use by ${owner === undefined ? 'another process' : `process ${owner}`}. ` +
        'Stop that process, or choose another data directory.',
    );
  }
  if (message?.kind === 'failed' && message.code === 'not_supported') {
    return new EngineError(
      'not_supported',
      'The embedded warehouse does not run on this machine: it needs Linux with glibc, or macOS. ' +
        'Set CLICKHOUSE_URL to the address of a ClickHouse server instead.',
      message.reason,
    );
  }
  const reason = message?.kind === 'failed' ? message.reason : 'its process ended';
  return new EngineError('not_started', `The warehouse in ${directory} could not be opened: ${reason}.`, stderr);
}
