import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { OpenSpool, PutAside } from '@clientele/connector-kit';

/** Text of a part that is held before it is written; with all parts, what a spool takes of memory. */
const HELD_CHARACTERS = 16_384;

interface Written {
  readonly at: number;
  readonly bytes: number;
}

interface Part {
  held: string[];
  characters: number;
  readonly written: Written[];
}

/** Lines, put aside on the disk. They lie in one file that has no name: it is gone with the process, however that ends. */
export class DiskSpool implements OpenSpool {
  readonly #file: FileHandle;
  readonly #parts = new Map<number, Part>();
  #end = 0;
  #upTo = 0;

  private constructor(file: FileHandle) {
    this.#file = file;
  }

  /** @param directory where there is room for all that is put aside */
  static async open(directory: string): Promise<DiskSpool> {
    const own = await mkdtemp(join(directory, 'spool-'));
    try {
      return new DiskSpool(await open(join(own, 'lines'), 'wx+', 0o600));
    } finally {
      await rm(own, { recursive: true });
    }
  }

  get upTo(): number {
    return this.#upTo;
  }

  async put(lines: Iterable<PutAside>, upTo: number): Promise<void> {
    for (const [number, line] of lines) {
      const part = this.#part(number);
      part.held.push(line);
      part.characters += line.length;
      if (part.characters >= HELD_CHARACTERS) await this.#write(part);
    }
    this.#upTo = upTo;
  }

  async part(number: number): Promise<string[]> {
    const part = this.#part(number);
    const lines: string[] = [];
    for (const { at, bytes } of part.written) {
      const { buffer, bytesRead } = await this.#file.read(Buffer.alloc(bytes), 0, bytes, at);
      if (bytesRead !== bytes) throw new Error('what was put aside cannot be read back');
      lines.push(...buffer.toString('utf8').split('\n'));
    }
    return [...lines, ...part.held];
  }

  async close(): Promise<void> {
    await this.#file.close();
  }

  #part(number: number): Part {
    const part = this.#parts.get(number) ?? { held: [], characters: 0, written: [] };
    this.#parts.set(number, part);
    return part;
  }

  async #write(part: Part): Promise<void> {
    const content = Buffer.from(part.held.join('\n'));
    part.held = [];
    part.characters = 0;
    const at = this.#end;
    this.#end += content.length;
    part.written.push({ at, bytes: content.length });
    const { bytesWritten } = await this.#file.write(content, 0, content.length, at);
    if (bytesWritten !== content.length) throw new Error('there is no room to put more aside');
  }
}
