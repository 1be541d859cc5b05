import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const LAUNCHER = fileURLToPath(new URL('../../../apps/cli/bin/clientele.mjs', import.meta.url));

export interface Ran {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
  readonly err: string;
}

/** The command line on one data directory. */
export class Clientele {
  readonly #data: string;
  readonly #environment: Readonly<Record<string, string>>;

  constructor(data: string, environment: Readonly<Record<string, string>> = {}) {
    this.#data = data;
    this.#environment = environment;
  }

  start(...args: readonly string[]): ChildProcess {
    return spawn(process.execPath, [LAUNCHER, '--data', this.#data, ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...this.#environment },
    });
  }

  /** Runs a command to its end. */
  async run(...args: readonly string[]): Promise<Ran> {
    return ended(this.start(...args));
  }

  /** Runs a command that must succeed and reads the JSON that it prints. */
  async json<Document = Record<string, unknown>>(...args: readonly string[]): Promise<Document> {
    const ran = await this.run(...args, '--json');
    if (ran.status !== 0) throw new Error(`clientele ${args.join(' ')} ended with ${ran.status}: ${ran.err}`);
    return JSON.parse(ran.out) as Document;
  }
}

/** Waits for the end of a process and gives what it printed. */
export async function ended(child: ChildProcess): Promise<Ran> {
  let [out, err] = ['', ''];
  child.stdout?.on('data', (chunk: Buffer) => {
    out += chunk;
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    err += chunk;
  });
  const [status, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
  return { status, signal, out, err };
}

/** The engine's process under that of a running command, if there is one at the moment. */
export function engineOf(pid: number): number | undefined {
  try {
    const children = execFileSync('pgrep', ['-P', String(pid)], { encoding: 'utf8' });
    const [first] = children.trim().split('\n');
    return first === undefined || first === '' ? undefined : Number(first);
  } catch {
    return undefined;
  }
}
