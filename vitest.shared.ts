import { defineConfig } from 'vitest/config';

/** What every package's tests share; a package that needs more merges its own on top. */
export default defineConfig({
  // One graphql realm: Vite would take graphql's ES module while Node-loaded dependencies take the other.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  oxc: { decorator: { legacy: true, emitDecoratorMetadata: false } },
  test: {
    include: ['src/**/*.test.ts'],
    // The embedded engine crashes worker threads at exit.
    pool: 'forks',
    // Test files share nothing but modules: each process loads those once.
    isolate: false,
    sequence: { shuffle: true },
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // What is polled for comes at once on an idle machine, and in the end on a busy one.
    expect: { poll: { timeout: 15_000 } },
    passWithNoTests: true,
    reporters: ['default', ['json', { outputFile: 'test-results.json' }]],
  },
});
