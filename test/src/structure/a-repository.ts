import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Repository, readRepository } from './repository.js';

/** A small repository on disk for one test; `using` takes it away again. */
export interface FixtureRepository extends Repository, Disposable {
  readonly directory: string;
}

const SCRIPTS = {
  build: 'tsc -p tsconfig.build.json',
  typecheck: 'tsc -p tsconfig.json',
  test: 'vitest run --fsModuleCache=false',
};
const ROOT = { name: 'root', workspaces: ['packages/*', 'packages/connectors/*', 'apps/*', 'test', 'test/worlds'] };

/** Writes the files: text as it is, anything else as JSON. The root's package.json comes by itself. */
export function aRepository(files: Readonly<Record<string, string | object>>): FixtureRepository {
  const directory = mkdtempSync(join(tmpdir(), 'clientele-structure-'));
  for (const [path, content] of Object.entries({ 'package.json': ROOT, ...files })) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), typeof content === 'string' ? content : JSON.stringify(content));
  }
  return {
    directory,
    ...readRepository(directory),
    [Symbol.dispose]: () => rmSync(directory, { recursive: true }),
  };
}

/** A package.json as every package of ours has it, with what the test is about on top. */
export function aManifest(name: string, more: object = {}): object {
  return {
    name: `@clientele/${name}`,
    version: '0.1.0',
    exports: { '.': './dist/index.js' },
    scripts: SCRIPTS,
    ...more,
  };
}
