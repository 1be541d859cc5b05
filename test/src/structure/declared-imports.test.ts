import { expect, test } from 'vitest';
import { aManifest, aRepository } from './a-repository.js';
import { declaredImports } from './declared-imports.js';

const model = { 'packages/model/package.json': aManifest('model') };

/** The problems of one source file in a package with these dependencies. */
function problemsOf(source: string, manifest: object = {}, path = 'packages/ledger/src/open.ts'): string[] {
  using repository = aRepository({
    'package.json': { name: 'root', workspaces: ['packages/*'], devDependencies: { vitest: '5.1.1' } },
    'packages/ledger/package.json': aManifest('ledger', manifest),
    [path]: source,
    ...model,
  });
  return declaredImports(repository).map(({ place, problem }) => {
    expect(place).toBe(`${path}:1`);
    return problem;
  });
}

test.each([
  `import { Kysely } from 'kysely';`,
  `import type { Kysely } from 'kysely';`,
  `export * from 'kysely';`,
  `export { sql } from 'kysely/raw';`,
  `const kysely = await import('kysely');`,
  `export type Db = import('kysely').Kysely;`,
  `const kysely = require('kysely');`,
  `import kysely = require('kysely');`,
  `const where = import.meta.resolve('kysely');`,
])('an undeclared package is found however it is named: %s', (source) => {
  expect(problemsOf(source)).toEqual([`kysely is not declared in @clientele/ledger's package.json`]);
});

test('a word in a comment or a text is no import', () => {
  expect(problemsOf(`// import 'kysely';\nexport const text = "import x from 'kysely'";`)).toEqual([]);
});

test('declared packages, sub-paths of them and Node are fine', () => {
  const dependencies = { '@apollo/server': '5.5.1', '@clientele/model': '0.1.0' };
  const source = `import 'node:fs'; import '@apollo/server/errors'; import '@clientele/model'; import './shop.js';`;
  expect(problemsOf(source, { dependencies })).toEqual([]);
});

test('Node is imported by its prefix', () => {
  expect(problemsOf(`import { join } from 'path';`)).toEqual(['write node:path']);
});

test('the product does not run on development dependencies; tests and types may', () => {
  const manifest = { devDependencies: { 'fast-check': '4.10.2' } };
  const inTest = 'packages/ledger/src/open.test.ts';
  expect(problemsOf(`import fc from 'fast-check';`, manifest)).toEqual([
    'fast-check is only a development dependency of @clientele/ledger',
  ]);
  expect(problemsOf(`import type fc from 'fast-check';`, manifest)).toEqual([]);
  expect(problemsOf(`import fc from 'fast-check';`, manifest, inTest)).toEqual([]);
});

test("the root's tools serve tests and configuration, not the product", () => {
  expect(problemsOf(`import { test } from 'vitest';`)).toEqual([
    `vitest is not declared in @clientele/ledger's package.json`,
  ]);
  expect(problemsOf(`import { test } from 'vitest';`, {}, 'packages/ledger/src/open.test.ts')).toEqual([]);
  expect(
    problemsOf(`export { default } from '../../vitest.shared.ts';`, {}, 'packages/ledger/vitest.config.ts'),
  ).toEqual([]);
});

test('a test may come through the face of its own package, the product not', () => {
  const source = `import { openLedger } from '@clientele/ledger';`;
  expect(problemsOf(source, {}, 'packages/ledger/src/open.test.ts')).toEqual([]);
  expect(problemsOf(source)).toEqual([`@clientele/ledger is not declared in @clientele/ledger's package.json`]);
});

test("another package's files are out of reach", () => {
  const dependencies = { '@clientele/model': '0.1.0' };
  expect(problemsOf(`import '../../model/src/day.ts';`)).toEqual([
    '../../model/src/day.ts is outside of packages/ledger; import the package that it belongs to by name',
  ]);
  expect(problemsOf(`import '@clientele/model/dist/day.js';`, { dependencies })).toEqual([
    '@clientele/model does not export ./dist/day.js; import what its index offers',
  ]);
});

test('a package inside the folder of another is a package of its own', () => {
  using repository = aRepository({
    'test/package.json': aManifest('test', { dependencies: { zod: '4.6.7' } }),
    'test/worlds/package.json': aManifest('worlds'),
    'test/worlds/src/people.ts': `import 'zod';`,
  });
  expect(declaredImports(repository)).toEqual([
    { place: 'test/worlds/src/people.ts:1', problem: `zod is not declared in @clientele/worlds's package.json` },
  ]);
});

test('an installation of its own answers for what it imports', () => {
  using repository = aRepository({
    'test/package.json': aManifest('test'),
    'test/servers/other/package.json': { name: 'other', dependencies: { zod: '4.6.7' } },
    'test/servers/other/server.js': `import 'zod';`,
  });
  expect(declaredImports(repository)).toEqual([]);
});
