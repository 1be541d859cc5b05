import type { OpenSpool, PutAside } from './spool.js';

/** A spool in memory, for tests and for the laws. */
export class MemorySpool implements OpenSpool {
  #upTo = 0;
  #parts: Map<number, string[]> | undefined = new Map();

  get upTo(): number {
    return this.#upTo;
  }

  async put(lines: Iterable<PutAside>, upTo: number): Promise<void> {
    const parts = this.#open();
    for (const [number, line] of lines) {
      const part = parts.get(number) ?? [];
      parts.set(number, part);
      part.push(line);
    }
    this.#upTo = upTo;
  }

  async part(number: number): Promise<readonly string[]> {
    return [...(this.#open().get(number) ?? [])];
  }

  async close(): Promise<void> {
    this.#parts = undefined;
  }

  #open(): Map<number, string[]> {
    if (this.#parts === undefined) throw new Error('the run is over that this was put aside for');
    return this.#parts;
  }
}
