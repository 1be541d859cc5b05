import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const VERBS = fileURLToPath(new URL('../../../apps/cli/src/verbs', import.meta.url));

/** The names of all verbs of the command line, as their own files say them. */
export async function everyVerb(): Promise<string[]> {
  const files = await readdir(VERBS);
  const texts = await Promise.all(files.map((file) => readFile(`${VERBS}/${file}`, 'utf8')));
  return texts.flatMap((text) => Array.from(text.matchAll(/^ {2}name: '([a-z -]+)',$/gm), ([, name]) => name ?? ''));
}
