import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { prepareStores } from '../src/street.fixture.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** A directory with empty stores of this release's schema, for each test file to copy. */
    readonly preparedStores: string;
  }
}

/** Vitest's global set-up: the schema is made once, which takes longer than to start an engine on a copy. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const directory = await mkdtemp(join(tmpdir(), 'clientele-prepared-stores-'));
  await prepareStores(directory);
  project.provide('preparedStores', directory);
  return () => rm(directory, { recursive: true, force: true });
}
