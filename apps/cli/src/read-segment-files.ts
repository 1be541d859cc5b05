import { readdir, stat } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import type { NamedText } from '@clientele/segmentation';
import { CommandError } from './command-error.js';
import { readText } from './read-text.js';

const ENDING = '.segment';

/** Whether a path is that of a directory. */
export async function isDirectory(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

/**
 * The segment files that a command line names, each once, those of directories with all that is in them; by the names it
 * gave. @throws CommandError
 */
export async function readSegmentFiles(paths: readonly string[]): Promise<NamedText[]> {
  const files = new Map<string, NamedText>();
  for (const path of paths) {
    const whole = resolve(path);
    for (const file of (await isDirectory(whole)) ? await filesIn(whole) : [whole]) {
      const name = file === whole ? path : join(path, relative(whole, file));
      if (!files.has(file)) files.set(file, { file: name, text: await readText(file, 'The segment') });
    }
  }
  return [...files.values()];
}

async function filesIn(directory: string): Promise<string[]> {
  const found = (await readdir(directory, { recursive: true })).filter((file) => file.endsWith(ENDING)).sort();
  if (found.length > 0) return found.map((file) => join(directory, file));
  throw new CommandError(2, `There is no segment file in ${directory}: their names end in ${ENDING}.`);
}
