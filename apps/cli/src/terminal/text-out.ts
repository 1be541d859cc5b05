import { type FileHandle, open } from 'node:fs/promises';
import { CommandError } from '../command-error.js';

/** Where a verb's text goes: a file that only its owner may read, made with the first text; or standard output. */
export class TextOut {
  readonly #path: string | undefined;
  #file: FileHandle | undefined;

  constructor(path: string | undefined) {
    this.#path = path;
    // A reader that has seen enough (`| head`) is told by the write that fails.
    if (path === undefined) process.stdout.on('error', () => {});
  }

  /** Settles when the text is taken, so that whoever writes never runs ahead. @throws CommandError */
  async write(text: string): Promise<void> {
    try {
      if (this.#path === undefined) await toStandardOutput(text);
      else {
        this.#file ??= await open(this.#path, 'w', 0o600);
        await this.#file.appendFile(text);
      }
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new CommandError(2, `${this.#path ?? 'Standard output'} cannot be written: ${reason}`);
    }
  }

  async close(): Promise<void> {
    await this.#file?.close();
  }
}

function toStandardOutput(text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(text, (error) => (error ? reject(error) : resolve()));
  });
}
