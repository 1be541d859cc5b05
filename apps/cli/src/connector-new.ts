import { existsSync, realpathSync } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { CommandError } from './command-error.js';
import { TEMPLATE, type TemplateFile, templateFiles } from './connector-template.js';
import { CONNECTORS } from './connectors.js';

const CONNECTORS_FOLDER = 'packages/connectors';
/** The clone that this program runs from. */
const CLONE = resolve(TEMPLATE, '../../..');
/** From a package of the clone to the clone itself, in the template's files. */
const UP_TO_CLONE = '../../..';
const FORM = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const LONGEST_NAME = 30;
/** Its package would have the name of another of ours. */
const RESERVED = new Set(['kit']);
/** What packages of the clone have from its root, and one outside needs of its own. */
const TOOLS = ['@clientele/cli', '@types/node', 'typescript', 'vitest'];

/** In the clone, its own file says so. */
const IGNORED: TemplateFile = { path: '.gitignore', text: 'node_modules/\ndist/\ntest-results.json\n' };

export interface NewConnectorOptions {
  /** Of the package; a folder of the clone's connectors without. */
  readonly directory?: string | undefined;
  /** Another clone than the one that runs. */
  readonly clone?: string;
  /** Where the next commands are typed. */
  readonly cwd?: string;
}

export interface NewConnector {
  readonly connector: string;
  readonly directory: string;
  readonly files: readonly string[];
  /** What to type next. */
  readonly next: readonly string[];
}

/**
 * Writes a new connector: a whole one, of a made-up platform, to be changed. Nothing that exists is written over.
 * @throws CommandError where the name or the directory is taken
 */
export async function newConnector(
  name: string,
  { directory: given, clone = CLONE, cwd = process.cwd() }: NewConnectorOptions,
): Promise<NewConnector> {
  refuseName(name, clone);
  const directory = resolve(cwd, given ?? join(clone, CONNECTORS_FOLDER, name));
  await refuseTaken(directory);
  const files = await templateFiles(name);
  await mkdir(directory, { recursive: true });
  const isInClone = realpathSync(dirname(directory)) === realpathSync(join(clone, CONNECTORS_FOLDER));
  const written = isInClone
    ? files
    : [...files.map((file) => outside(file, realpathSync(directory), realpathSync(clone))), IGNORED];
  for (const { path, text } of written) {
    const file = join(directory, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text, { flag: 'wx' });
  }
  const next = isInClone
    ? [
        `${goingTo(clone, cwd)}npm install`,
        `npm run build -- --filter=@clientele/connector-${name}`,
        `npx clientele connector check ${relative(clone, directory)}`,
      ]
    : [`${goingTo(directory, cwd)}npm install`, 'npm run build', 'npx clientele connector check .'];
  return { connector: name, directory, files: written.map(({ path }) => path), next };
}

/** For people. */
export function tellNewConnector({ connector, directory, next }: NewConnector, cwd = process.cwd()): string {
  return `The connector ${connector} is in ${relative(cwd, directory) || '.'}: a whole one, of a made-up platform, to be changed. Next:

${next.map((command) => `    ${command}`).join('\n')}

docs/write-a-connector.md goes on from there.
`;
}

function goingTo(directory: string, cwd: string): string {
  const way = relative(cwd, directory);
  return way === '' ? '' : `cd ${way} && `;
}

function refuseName(name: string, clone: string): void {
  if (!FORM.test(name) || name.length > LONGEST_NAME) {
    const form = `lower-case letters, digits and hyphens, such as corner-shop, and at most ${LONGEST_NAME} characters`;
    throw new CommandError(2, `'${name}' cannot be the name of a connector: it is ${form}.`);
  }
  const isTaken = CONNECTORS.some(({ id }) => id === name) || existsSync(join(clone, CONNECTORS_FOLDER, name));
  if (isTaken || RESERVED.has(name)) {
    throw new CommandError(2, `There is a connector ${name} already: choose another name.`);
  }
}

async function refuseTaken(directory: string): Promise<void> {
  const isFree = !existsSync(directory) || (await readdir(directory).catch(() => ['a file'])).length === 0;
  if (!isFree) throw new CommandError(2, `${directory} exists, and is not empty: name another directory with --dir.`);
}

/** The file as a package outside of the clone needs it: what it builds on comes from the clone, by relative paths. */
function outside({ path, text }: TemplateFile, directory: string, clone: string): TemplateFile {
  const up = relative(directory, clone);
  if (path !== 'package.json') return { path, text: text.replaceAll(`${UP_TO_CLONE}/`, `${up}/`) };
  const manifest: { readonly dependencies: Readonly<Record<string, string>> } = JSON.parse(text);
  const linked = (names: readonly string[]) =>
    Object.fromEntries(
      names.map((name) => [name, `file:${relative(directory, realpathSync(join(clone, 'node_modules', name)))}`]),
    );
  const dependencies = linked(Object.keys(manifest.dependencies));
  return { path, text: `${JSON.stringify({ ...manifest, dependencies, devDependencies: linked(TOOLS) }, null, 2)}\n` };
}
