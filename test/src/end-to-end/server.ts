import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { createInterface } from 'node:readline';
import { claimDirectory, type DirectoryOwner } from '@clientele/ledger';
import { Clientele, ended, engineOf, type Ran } from './clientele.js';

interface Progress {
  readonly label: string;
  readonly done: number;
  readonly of: number;
}

type DoorMessage =
  | { readonly kind: 'progress'; readonly progress: Progress }
  | { readonly kind: 'answer'; readonly answer: { readonly output: unknown } }
  | { readonly kind: 'refusal'; readonly message: string };

/** In which the kernel counts processor time. */
const TICKS_A_SECOND = 100;

export type Victim = 'server' | 'engine' | 'both';

/** `clientele start` on a data directory, asked at its local door as the command line asks it. */
export class Server implements AsyncDisposable {
  /** How it ended, once it has. */
  readonly end: Promise<Ran>;
  /** Where it listens. */
  readonly address: string;
  readonly #child: ChildProcess;
  /** Of the process that owns the data: the launcher may have started it on another Node. */
  readonly #pid: number;
  readonly #socket: string;

  /** @throws Error when it ends before it is ready */
  static start(data: string, ...args: readonly string[]): Promise<Server> {
    return Server.startIn({}, data, ...args);
  }

  /** @throws Error when it ends before it is ready */
  static async startIn(environment: Readonly<Record<string, string>>, data: string, ...args: readonly string[]) {
    const child = new Clientele(data, environment).start('start', '--port', '0', ...args);
    const end = ended(child);
    const ready = await Promise.race([once(child.stdout ?? child, 'data'), end]);
    if (!Array.isArray(ready)) throw new Error(`the server ended with ${ready.status}: ${ready.err}`);
    const claim = claimDirectory(data, { pid: process.pid, socket: '' });
    if (claim.outcome === 'owned') claim.release();
    if (claim.outcome === 'owned' || claim.owner === null) throw new Error(`${data} has no owner`);
    return new Server(child, end, claim.owner, String(ready[0]));
  }

  private constructor(child: ChildProcess, end: Promise<Ran>, { pid, socket }: DirectoryOwner, said: string) {
    this.address = /http:\/\/[\d.:]+/.exec(said)?.[0] ?? '';
    this.#child = child;
    this.end = end;
    this.#pid = pid;
    this.#socket = socket;
  }

  /** What the verb prints with `--json`. Rejects when it is refused, or the server goes away. */
  async ask<Output = Record<string, unknown>>(
    verb: string,
    input: object = {},
    onProgress: (progress: Progress) => void = () => {},
  ): Promise<Output> {
    const sent = request({ socketPath: this.#socket, method: 'POST', path: '/' });
    sent.end(JSON.stringify({ verb, input: { shop: 'demo', ...input } }));
    const [response] = await once(sent, 'response');
    for await (const line of createInterface({ input: response })) {
      const message = JSON.parse(line) as DoorMessage;
      if (message.kind === 'progress') onProgress(message.progress);
      else if (message.kind === 'refusal') throw new Error(message.message);
      else return message.answer.output as Output;
    }
    throw new Error('the server went away');
  }

  /** Processor time that it has taken so far, without its engine; on Linux. */
  processorSeconds(): number {
    const fields = readFileSync(`/proc/${this.#pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    return (Number(fields[11]) + Number(fields[12])) / TICKS_A_SECOND;
  }

  /** Kills without warning. */
  kill(victim: Victim): void {
    const engine = victim === 'server' ? undefined : engineOf(this.#pid);
    if (engine !== undefined) process.kill(engine, 'SIGKILL');
    if (victim !== 'engine') process.kill(this.#pid, 'SIGKILL');
  }

  stop(): Promise<Ran> {
    this.#child.kill('SIGTERM');
    return this.end;
  }

  /** Kills it where it runs still: one that a failed test left would own the data of the next. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) this.kill('both');
    await this.end;
  }
}
