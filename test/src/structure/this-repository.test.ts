import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { completeLock } from './complete-lock.js';
import { declaredImports } from './declared-imports.js';
import { dependencyRule } from './dependency-rule.js';
import { exactVersions } from './exact-versions.js';
import { plainCode } from './plain-code.js';
import { portableText } from './portable-text.js';
import { readRepository } from './repository.js';
import { sameScripts } from './same-scripts.js';

const repository = readRepository(fileURLToPath(new URL('../../..', import.meta.url)));

test('the rules see the repository', () => {
  expect(repository.workspaces.map(({ dir }) => dir)).toEqual(
    expect.arrayContaining(['packages/model', 'packages/connectors/files', 'apps/cli', 'test']),
  );
  expect(repository.workspaces.every(({ dir, sources }) => sources.every(({ path }) => path.startsWith(dir)))).toBe(
    true,
  );
});

test.each([
  ['arrows between packages point inward', dependencyRule],
  ['every import is declared and stops at the face of a package', declaredImports],
  ['every version is exact', exactVersions],
  ['the lock file is whole on every platform', completeLock],
  ['packages share their scripts', sameScripts],
  ['code is plainly named and typed', plainCode],
  ['no file names a machine or a registry', portableText],
])('%s', (_, rule) => {
  expect(rule(repository)).toEqual([]);
});
