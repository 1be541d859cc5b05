import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const REPOSITORY = fileURLToPath(new URL('../../..', import.meta.url));

/** What a new connector needs of a clone of the repository, in a directory of its own; `using` takes it away again. */
export interface Clone extends Disposable {
  readonly directory: string;
}

export function aClone(): Clone {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), 'clientele-clone-')));
  for (const file of ['package.json', 'tsconfig.base.json', 'vitest.shared.ts']) {
    cpSync(join(REPOSITORY, file), join(directory, file));
  }
  symlinkSync(join(REPOSITORY, 'node_modules'), join(directory, 'node_modules'));
  mkdirSync(join(directory, 'packages', 'connectors'), { recursive: true });
  return { directory, [Symbol.dispose]: () => rmSync(directory, { recursive: true }) };
}

/** Runs a program to its end; throws with all that it said where it fails. */
export function runIn(cwd: string, program: string, args: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync(program, args, { cwd, encoding: 'utf8' });
  if (status === 0) return stdout;
  throw new Error(`${program} ${args.join(' ')} ends with ${status}: ${stdout}${stderr}${error?.message ?? ''}`);
}

/** Compiles a package. */
export function build(directory: string): void {
  runIn(directory, join(REPOSITORY, 'node_modules/.bin/tsc'), ['-p', 'tsconfig.build.json']);
}
