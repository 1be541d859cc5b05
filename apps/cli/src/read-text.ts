import { readFile } from 'node:fs/promises';
import { CommandError } from './command-error.js';

/** A small file that a command line names, as text. `what` is what it holds: `The mapping`. @throws CommandError */
export async function readText(path: string, what: string): Promise<string> {
  return readFile(path, 'utf8').catch((error: unknown) => {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    const reason = isMissing ? 'there is no such file' : error instanceof Error ? error.message : error;
    throw new CommandError(2, `${what} ${path} cannot be read: ${reason}.`);
  });
}
