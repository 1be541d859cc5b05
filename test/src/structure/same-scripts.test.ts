import { expect, test } from 'vitest';
import { aManifest, aRepository } from './a-repository.js';
import { sameScripts } from './same-scripts.js';

/** The problems of a package whose scripts differ in this from the usual ones. */
function problemsOf(scripts: Record<string, string>): string[] {
  const usual = { build: 'tsc -p tsconfig.build.json', typecheck: 'tsc -p tsconfig.json' };
  const test = 'vitest run --fsModuleCache=false';
  using repository = aRepository({
    'packages/a/package.json': aManifest('a', { scripts: { ...usual, test, ...scripts } }),
  });
  return sameScripts(repository).map(({ problem }) => problem);
}

test('the usual scripts are fine, also with long tests and a bundler', () => {
  expect(problemsOf({})).toEqual([]);
  expect(
    problemsOf({ 'test:long': 'vitest run --dir long', build: 'tsc -p tsconfig.build.json && vite build' }),
  ).toEqual([]);
});

test('a missing, different or additional script is found', () => {
  expect(problemsOf({ test: 'echo fine', build: '', check: 'tsc' })).toEqual([
    `the script 'build' is not as in the other packages`,
    `the script 'test' is not as in the other packages`,
    `the script 'check' exists in no other package`,
  ]);
});
