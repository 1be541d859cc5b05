import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

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

/**
 * Lines, put aside on the disk by part, each part in the order in which its lines came. They lie in one file that has no name:
 * it is gone with the process, however that ends.
 */
export class Spool {
  readonly #file: FileHandle;
  readonly #parts: readonly Part[];
  #end = 0;

  private constructor(file: FileHandle, parts: number) {
    this.#file = file;
    this.#parts = Array.from({ length: parts }, () => ({ held: [], characters: 0, written: [] }));
  }

  static async open(parts: number): Promise<Spool> {
    const directory = await mkdtemp(join(tmpdir(), 'clientele-lines-'));
    try {
      return new Spool(await open(join(directory, 'lines'), 'wx+', 0o600), parts);
    } finally {
      await rm(directory, { recursive: true });
    }
  }

  get parts(): number {
    return this.#parts.length;
  }

  async add(number: number, line: string): Promise<void> {
    const part = this.#part(number);
    part.held.push(line);
    part.characters += line.length;
    if (part.characters >= HELD_CHARACTERS) await this.#write(part);
  }

  /** All lines of a part. */
  async lines(number: number): Promise<string[]> {
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
    const part = this.#parts[number];
    if (part === undefined) throw new RangeError(`there is no part ${number} of ${this.#parts.length}`);
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
