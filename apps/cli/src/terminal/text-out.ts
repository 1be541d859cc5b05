import { type FileHandle, open, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { CommandError } from '../command-error.js';

/**
 * Where a verb's text goes: standard output, or a file that only its owner may read. The file is written beside its
 * place and gets there whole, once the verb has ended well.
 */
export class TextOut {
  readonly #path: string | undefined;
  #file: FileHandle | undefined;
  /** What is written to: the path itself where that is no file, such as a pipe. */
  #written = '';

  constructor(path: string | undefined) {
    this.#path = path;
    // A reader that has seen enough (`| head`) is told by the write that fails.
    if (path === undefined) process.stdout.on('error', () => {});
  }

  /** Settles when the text is taken, so that whoever writes never runs ahead. @throws CommandError */
  async write(text: string): Promise<void> {
    await this.#tried(async () => {
      if (this.#path === undefined) await toStandardOutput(text);
      else {
        this.#file ??= await this.#opened(this.#path);
        await this.#file.appendFile(text);
      }
    });
  }

  /** Puts the file in its place. @throws CommandError */
  async finish(): Promise<void> {
    const [path, file] = [this.#path, this.#file];
    if (path === undefined || file === undefined) return;
    await this.#tried(async () => {
      if (this.#written !== path) await file.sync();
      await file.close();
      if (this.#written !== path) await rename(this.#written, path);
    });
    this.#file = undefined;
  }

  /** Leaves nothing behind of a file that was not finished. */
  async close(): Promise<void> {
    if (this.#file === undefined) return;
    await this.#file.close().catch(() => {});
    if (this.#written !== this.#path) await rm(this.#written, { force: true });
  }

  async #opened(path: string): Promise<FileHandle> {
    const there = await stat(path).catch(() => undefined);
    const isFile = there === undefined || there.isFile();
    this.#written = isFile ? join(dirname(path), `.${basename(path)}.${process.pid}.part`) : path;
    return open(this.#written, 'w', 0o600);
  }

  async #tried(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new CommandError(2, `${this.#path ?? 'Standard output'} cannot be written: ${reason}`);
    }
  }
}

function toStandardOutput(text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(text, (error) => (error ? reject(error) : resolve()));
  });
}
