import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { BusyShopAsked, BusyShopFigures, BusyShopOptions, BusyShopSaid } from './busy-shop-messages.js';
import type { StatedRecord } from './stated-record.js';

const PROGRAM = fileURLToPath(new URL('./busy-shop-process.ts', import.meta.url));

type Listening = Extract<BusyShopSaid, { kind: 'listening' }>;

/** A shop that listens on loopback in a process of its own, and in which things happen while it is read. */
export class BusyShop implements AsyncDisposable {
  readonly url: string;
  /** What it is connected with. */
  readonly settings: Readonly<Record<string, string>>;
  readonly #child: ChildProcess;
  readonly #ended: Promise<never>;
  #pages = 0;

  static async start(options: BusyShopOptions): Promise<BusyShop> {
    const child = fork(PROGRAM, [JSON.stringify(options)], { execArgv: [] });
    const ended = once(child, 'exit').then(([status]) => {
      throw new Error(`the shop ended with status ${status}`);
    });
    // Where nobody waits for it, its end is no failure.
    ended.catch(() => {});
    const said = await next(child, ended);
    if (said.kind !== 'listening') throw new Error(`the shop says ${said.kind} before it listens`);
    return new BusyShop(child, ended, said);
  }

  private constructor(child: ChildProcess, ended: Promise<never>, { url, settings }: Listening) {
    this.#child = child;
    this.#ended = ended;
    this.url = url;
    this.settings = settings;
    child.on('message', (said: BusyShopSaid) => {
      if (said.kind === 'page') this.#pages = said.pages;
    });
  }

  /** How often some of the shop was asked for so far. */
  get pages(): number {
    return this.#pages;
  }

  /** Resolves as soon as some of the shop was asked for so often; what was answered is on its way then. */
  async asked(pages: number): Promise<void> {
    while (this.#pages < pages) await next(this.#child, this.#ended);
  }

  /** Resolves when it is done. */
  async ask(asked: BusyShopAsked): Promise<BusyShopFigures> {
    this.#child.send(asked);
    for (;;) {
      const said = await next(this.#child, this.#ended);
      if (said.kind === 'done') return said.figures;
    }
  }

  /** What whoever reads everything holds now. */
  async truth(file: string): Promise<Map<string, string>> {
    await this.ask({ kind: 'truth', file });
    const truth = new Map<string, string>();
    for await (const line of createInterface(createReadStream(file))) {
      const [key, text]: StatedRecord = JSON.parse(line);
      truth.set(key, text);
    }
    return truth;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode !== null) return;
    const ended = once(this.#child, 'exit');
    this.#child.disconnect();
    await ended;
  }
}

/** The next thing that it says. */
async function next(child: ChildProcess, ended: Promise<never>): Promise<BusyShopSaid> {
  const [said] = (await Promise.race([once(child, 'message'), ended])) as [BusyShopSaid];
  return said;
}
