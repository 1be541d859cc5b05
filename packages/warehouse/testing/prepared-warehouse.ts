import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { prepareIn } from '../src/prepared-engine.fixture.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** A directory with an empty warehouse of this release's schema, for each test file to copy. */
    readonly preparedWarehouse: string;
  }
}

/** Vitest's global set-up: the schema is made once, which takes longer than to start an engine on a copy. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const directory = await mkdtemp(join(tmpdir(), 'clientele-prepared-warehouse-'));
  await prepareIn(directory);
  project.provide('preparedWarehouse', directory);
  return () => rm(directory, { recursive: true, force: true });
}
