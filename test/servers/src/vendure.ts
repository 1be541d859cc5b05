import { type ChildProcess, execFileSync, fork } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findPostgres, type Missing, startPostgres } from './postgres.js';

/** An installation of its own, outside the workspaces. */
const INSTALLATION = fileURLToPath(new URL('../vendure', import.meta.url));

export type Row = Readonly<Record<string, unknown>>;

/** A real Vendure on loopback, with a database that nothing else uses. */
export interface RunningVendure {
  /** `http://127.0.0.1:…`, without a path. */
  readonly address: string;
  /** Of the superadministrator. */
  readonly administrator: { readonly username: string; readonly password: string };
  /** Runs one statement on its database, behind its back. */
  sql(text: string, values?: readonly unknown[]): Promise<readonly Row[]>;
  /** The time of its clock, in milliseconds: ours, and ahead of it by what was waited. */
  readonly nowMs: number;
  /** Instead of waiting, moves its clock and its database's on. Whoever waits at the same time, waits together. */
  pass(ms: number): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** Starts a new Vendure with a shop that has nothing in it; it is installed first where it is not. */
export async function startVendure(): Promise<RunningVendure | Missing> {
  const found = findPostgres();
  if ('missing' in found) return found;
  const problem = install();
  if (problem !== undefined) return problem;
  const postgres = await startPostgres(found);
  const administrator = { username: 'superadmin', password: 'vendure-superadmin-password' };
  const child = fork(
    join(INSTALLATION, 'server.js'),
    [postgres.directory, administrator.username, administrator.password],
    { cwd: INSTALLATION, execArgv: ['--no-deprecation'], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] },
  );
  try {
    const messages = new Messages(child);
    const port = await messages.port;
    let aheadMs = 0;
    const now = () => Date.now() + aheadMs;
    return {
      address: `http://127.0.0.1:${port}`,
      administrator,
      sql: (text, values = []) => messages.ask({ ask: 'sql', text, values }),
      get nowMs() {
        return now();
      },
      async pass(ms) {
        const until = now() + ms;
        await new Promise(setImmediate);
        aheadMs = Math.max(aheadMs, Math.ceil(until - Date.now()));
        await messages.ask({ ask: 'clock', aheadMs });
      },
      async [Symbol.asyncDispose]() {
        await ended(child);
        await postgres[Symbol.asyncDispose]();
      },
    };
  } catch (error) {
    await ended(child);
    await postgres[Symbol.asyncDispose]();
    throw error;
  }
}

function install(): Missing | undefined {
  const lock = join(INSTALLATION, 'package-lock.json');
  const installed = join(INSTALLATION, 'node_modules', '.package-lock.json');
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs) return undefined;
  try {
    execFileSync('npm', ['ci', '--ignore-scripts', '--prefer-offline'], { cwd: INSTALLATION, stdio: 'pipe' });
    return undefined;
  } catch {
    return { missing: 'Vendure could not be installed from npm' };
  }
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await exited;
}

interface Told {
  readonly port?: number;
  readonly id?: number;
  readonly rows?: readonly Row[];
  readonly error?: string;
}

/** Questions to the server's process, and its answers. */
class Messages {
  readonly port: Promise<number>;
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, (told: Told) => void>();
  #last = 0;

  constructor(child: ChildProcess) {
    this.#child = child;
    this.port = new Promise((resolve, reject) => {
      child.on('message', (told: Told) => {
        if (told.port !== undefined) resolve(told.port);
        else this.#waiting.get(told.id ?? 0)?.(told);
      });
      child.once('exit', (code) => {
        const error = `Vendure ended with status ${code}`;
        reject(new Error(`${error} before it was ready`));
        for (const told of this.#waiting.values()) told({ error });
      });
    });
  }

  async ask(question: object): Promise<readonly Row[]> {
    this.#last += 1;
    const id = this.#last;
    const told = await new Promise<Told>((resolve) => {
      this.#waiting.set(id, resolve);
      this.#child.send({ id, ...question });
    });
    this.#waiting.delete(id);
    if (told.error !== undefined) throw new Error(`the server answers: ${told.error}`);
    return told.rows ?? [];
  }
}
