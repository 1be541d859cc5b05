import { randomInt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** The package whose tests run: npm runs its scripts in its directory. */
const { dependencies, devDependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
};
const drawsProperties = 'fast-check' in { ...dependencies, ...devDependencies };

/** A long run draws what none drew before, and says from which number, so that it can be drawn again. */
const { CLIENTELE_TEST_SEED: givenSeed, npm_lifecycle_event: script } = process.env;
const seed = givenSeed ?? (script === 'test:long' ? String(randomInt(2 ** 31)) : undefined);
if (seed !== undefined) console.log(`CLIENTELE_TEST_SEED=${seed}`);

/** What every package's tests share; a package that needs more merges its own on top. */
export default defineConfig({
  // One graphql realm: Vite would take graphql's ES module while Node-loaded dependencies take the other.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  oxc: { decorator: { legacy: true, emitDecoratorMetadata: false } },
  test: {
    include: ['src/**/*.test.ts'],
    setupFiles: drawsProperties ? [fileURLToPath(new URL('./fast-check-seed.ts', import.meta.url))] : [],
    env: seed === undefined ? {} : { CLIENTELE_TEST_SEED: seed },
    // The embedded engine crashes worker threads at exit.
    pool: 'forks',
    // What is built is Node's to load: Vite would hand over each module by itself, hundreds of them to each process.
    server: { deps: { external: [/\/dist\//] } },
    // Test files share nothing but modules: each process loads those once.
    isolate: false,
    sequence: { shuffle: true },
    testTimeout: 180_000,
    hookTimeout: 120_000,
    // What is polled for comes at once on an idle machine, and in the end on a busy one.
    expect: { poll: { timeout: 15_000 } },
    passWithNoTests: true,
    reporters: ['default', ['json', { outputFile: 'test-results.json' }]],
  },
});
