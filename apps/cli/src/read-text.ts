import { readFile } from 'node:fs/promises';
import { CommandError } from './command-error.js';

/** A small file that a command line names, as text. `what` is what it holds: `The mapping`. @throws CommandError */
export async function readText(path: string, what: string): Promise<string> {
  return readFile(path, 'utf8').catch((error: unknown) => {
    throw new CommandError(2, `${what} ${path} cannot be read: ${error instanceof Error ? error.message : error}`);
  });
}
