import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { readBrokenParts } from './broken-parts.ts';
import { type DoorChild, startDoorChild } from './door-child.ts';
import type { BrokenPart, Engine, EngineMemory, EngineRestart } from './engine.ts';
import { EngineError } from './engine-error.ts';
import { memoryCap } from './memory-cap.ts';
import type { FromDoor, ToDoor } from './messages.ts';

export interface EngineOptions {
  /** Where the warehouse's files are; made when it is not there. */
  readonly directory: string;
  /** What the engine's process may take at its peak; it is also kept below the control group's limit. */
  readonly memoryBytes?: number;
}

const MEMORY_BYTES = 1_000_000_000;
/** A server that was killed leaves its engine for a moment; a directory is called in use only after these tries. */
const HANDOVER_TRIES = 5;
const HANDOVER_MS = 250;
const FIRST_BACK_OFF_MS = 50;
const MOST_BACK_OFF_MS = 10_000;
/** After this long without a crash the next one counts as the first. */
const HEALTHY_MS = 60_000;
/** How long a request waits for an engine that restarts. */
const READY_MS = 20_000;
const STOP_GRACE_MS = 1000;
const STOP_MS = 1500;

/**
 * Starts the embedded engine in a process of its own and keeps it running: after a crash it is started again, at the
 * same address. The process ends with this one, however this one ends.
 *
 * @throws EngineError `directory_in_use`, `not_supported` or `not_started`.
 */
export async function startEngine(options: EngineOptions): Promise<Engine> {
  const directory = resolve(options.directory);
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const capBytes = memoryCap(options.memoryBytes ?? MEMORY_BYTES);
  const token = randomBytes(32).toString('base64url');
  const start = (port: number): ToDoor & { kind: 'start' } => ({
    kind: 'start',
    directory,
    memoryCapBytes: capBytes,
    token,
    port,
  });
  const first = await startInTurn(start(0));
  return new EmbeddedEngine(first, token, capBytes, () => startInTurn(start(first.port)));
}

async function startInTurn(start: ToDoor & { kind: 'start' }): Promise<DoorChild> {
  for (let left = HANDOVER_TRIES; ; left -= 1) {
    try {
      return await startDoorChild(start);
    } catch (error) {
      const inUse = error instanceof EngineError && error.code === 'directory_in_use';
      if (!inUse || left === 1) throw error;
      await delay(HANDOVER_MS);
    }
  }
}

class EmbeddedEngine implements Engine {
  readonly kind = 'embedded';
  readonly username = 'default';
  readonly url: string;
  readonly password: string;
  readonly #capBytes: number;
  readonly #again: () => Promise<DoorChild>;
  readonly #listeners = new Set<(restart: EngineRestart) => void>();
  /** The running child; undefined while it restarts. */
  #child: DoorChild | undefined;
  /** Settles when there is a child again, or never will be. */
  #running: Promise<void> = Promise.resolve();
  readonly #stopped = new AbortController();

  constructor(first: DoorChild, token: string, capBytes: number, again: () => Promise<DoorChild>) {
    this.url = `http://127.0.0.1:${first.port}`;
    this.password = token;
    this.#capBytes = capBytes;
    this.#again = again;
    this.#watch(first, FIRST_BACK_OFF_MS);
  }

  pid(): number | undefined {
    return this.#child?.pid;
  }

  async memory(): Promise<EngineMemory | undefined> {
    const residentBytes = this.#child && (await residentMemory(this.#child.process));
    return residentBytes === undefined ? undefined : { residentBytes, capBytes: this.#capBytes };
  }

  async ready(): Promise<void> {
    const late = new AbortController();
    const timeout = delay(READY_MS, 'late' as const, { signal: late.signal }).catch(() => 'late' as const);
    const outcome = await Promise.race([this.#running, timeout]);
    late.abort();
    if (this.#stopped.signal.aborted) throw new EngineError('not_running', 'The warehouse has been stopped.');
    if (outcome === 'late') {
      throw new EngineError('not_running', 'The warehouse crashed and has not come back yet; try again later.');
    }
  }

  brokenParts(): Promise<BrokenPart[]> {
    return this.ready().then(() => readBrokenParts(this));
  }

  onRestart(listener: (restart: EngineRestart) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async stop(): Promise<void> {
    this.#stopped.abort();
    await this.#running;
    const child = this.#child?.process;
    if (child === undefined || hasEnded(child)) return;
    const exited = once(child, 'exit');
    const request: ToDoor = { kind: 'stop', graceMs: STOP_GRACE_MS };
    if (child.connected) child.send(request, () => {});
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
    await exited;
    clearTimeout(timer);
  }

  #watch(child: DoorChild, backOffMs: number): void {
    this.#child = child;
    let next = Math.min(backOffMs * 2, MOST_BACK_OFF_MS);
    const healthy = setTimeout(() => {
      next = FIRST_BACK_OFF_MS;
    }, HEALTHY_MS).unref();
    const ended = (status: number | null, signal: NodeJS.Signals | null) => {
      clearTimeout(healthy);
      this.#child = undefined;
      if (!this.#stopped.signal.aborted) this.#running = this.#restart(signal ?? `exit status ${status}`, next);
    };
    if (hasEnded(child.process)) ended(child.process.exitCode, child.process.signalCode);
    else child.process.once('exit', ended);
  }

  /** Tries until it runs again or was stopped; never rejects. */
  async #restart(reason: string, firstBackOffMs: number): Promise<void> {
    for (let backOffMs = firstBackOffMs; !this.#stopped.signal.aborted; ) {
      await delay(backOffMs, undefined, { signal: this.#stopped.signal }).catch(() => {});
      if (this.#stopped.signal.aborted) return;
      const child = await this.#again().catch(() => undefined);
      backOffMs = Math.min(backOffMs * 2, MOST_BACK_OFF_MS);
      if (child === undefined) continue;
      this.#watch(child, backOffMs);
      for (const listener of this.#listeners) listener({ reason, pid: child.pid });
      return;
    }
  }
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

function residentMemory(child: ChildProcess): Promise<number | undefined> {
  return new Promise((resolve) => {
    const answer = (bytes?: number) => {
      child.off('message', hear).off('exit', gone);
      resolve(bytes);
    };
    const hear = (message: FromDoor) => message.kind === 'memory' && answer(message.residentBytes);
    const gone = () => answer();
    child.on('message', hear).on('exit', gone);
    const question: ToDoor = { kind: 'memory' };
    child.send(question, (error) => error !== null && gone());
  });
}
