import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { writeTwoShops } from '../src/two-shops.fixture.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** A directory with the stores of two shops, for each test to copy. */
    readonly twoShops: string;
  }
}

/** Vitest's global set-up: two shops are imported and derived once, and each test that opens a gateway has a copy. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const directory = await mkdtemp(join(tmpdir(), 'clientele-two-shops-'));
  await writeTwoShops(directory);
  project.provide('twoShops', directory);
  return () => rm(directory, { recursive: true, force: true });
}
