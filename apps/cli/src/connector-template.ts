import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** The name of the template's platform. No identifier has it, since whatever stands sorted would have to be sorted anew. */
const TEMPLATE_NAME = 'sample-shop';
/** What of the package is copied; of its sources, all but the proofs of the laws. */
const COPIED = ['package.json', 'README.md', 'tsconfig.json', 'tsconfig.build.json', 'vitest.config.ts', 'src'];
const LEFT_OUT = 'src/proofs';

/** The package that new connectors are copies of. */
export const TEMPLATE = dirname(dirname(createRequire(import.meta.url).resolve('@clientele/connector-sample-shop')));

/** A file of a new connector; its path is within the package. */
export interface TemplateFile {
  readonly path: string;
  readonly text: string;
}

/** The template's files, as a connector of this name has them. */
export async function templateFiles(name: string): Promise<TemplateFile[]> {
  const paths = (await Promise.all(COPIED.map((path) => filesIn(path)))).flat();
  return Promise.all(
    paths.map(async (path) => ({ path, text: renamed(await readFile(join(TEMPLATE, path), 'utf8'), name) })),
  );
}

async function filesIn(path: string): Promise<string[]> {
  if (path === LEFT_OUT) return [];
  if (path.includes('.')) return [path];
  const names = await readdir(join(TEMPLATE, path));
  return (await Promise.all(names.sort().map((name) => filesIn(`${path}/${name}`)))).flat();
}

/** The text with the new name where the template's is, within a text or at the head of a page. */
function renamed(text: string, name: string): string {
  return text.replaceAll(TEMPLATE_NAME, name).replaceAll(titleOf(TEMPLATE_NAME), titleOf(name));
}

/** `Corner shop` of `corner-shop`. */
function titleOf(name: string): string {
  return `${name.slice(0, 1).toUpperCase()}${name.slice(1).replaceAll('-', ' ')}`;
}
