import { expect, test } from 'vitest';
import { aManifest, aRepository } from './a-repository.js';
import { dependencyRule } from './dependency-rule.js';

test('an arrow that points outward is found in the package.json and in the import', () => {
  using repository = aRepository({
    'packages/model/package.json': aManifest('model'),
    'packages/warehouse/package.json': aManifest('warehouse'),
    'packages/segmentation/package.json': aManifest('segmentation', {
      dependencies: { '@clientele/model': '0.1.0', '@clientele/warehouse': '0.1.0' },
    }),
    'packages/segmentation/src/count.ts': `import type { Day } from '@clientele/model';\nexport type { Rows } from '@clientele/warehouse';`,
  });
  expect(dependencyRule(repository)).toEqual([
    {
      place: 'packages/segmentation/package.json',
      problem: '@clientele/segmentation must not depend on @clientele/warehouse',
    },
    {
      place: 'packages/segmentation/src/count.ts:2',
      problem: '@clientele/segmentation must not depend on @clientele/warehouse',
    },
  ]);
});

test('development dependencies and tests keep the rule too', () => {
  using repository = aRepository({
    'packages/ledger/package.json': aManifest('ledger'),
    'packages/connectors/shopify/package.json': aManifest('connector-shopify', {
      devDependencies: { '@clientele/ledger': '0.1.0' },
    }),
    'packages/connectors/shopify/src/pull.test.ts': `const { open } = await import('@clientele/ledger');`,
  });
  expect(dependencyRule(repository).map(({ place }) => place)).toEqual([
    'packages/connectors/shopify/package.json',
    'packages/connectors/shopify/src/pull.test.ts:1',
  ]);
});

test('only the cli imports apps, and the generator of shops', () => {
  const all = { dependencies: { '@clientele/gateway': '0.1.0', '@clientele/worlds': '0.1.0' } };
  using repository = aRepository({
    'apps/gateway/package.json': aManifest('gateway'),
    'apps/cli/package.json': aManifest('cli', all),
    'apps/console/package.json': aManifest('console', all),
    'test/package.json': aManifest('test', all),
    'test/worlds/package.json': aManifest('worlds'),
  });
  expect(dependencyRule(repository).map(({ problem }) => problem)).toEqual([
    '@clientele/console must not depend on @clientele/gateway',
    '@clientele/console must not depend on @clientele/worlds',
    '@clientele/test must not depend on @clientele/gateway',
  ]);
});

test('a package that the rule does not know has to be entered in it', () => {
  using repository = aRepository({ 'packages/loyalty/package.json': aManifest('loyalty') });
  expect(dependencyRule(repository)).toEqual([
    { place: 'packages/loyalty', problem: 'say in the dependency rule what @clientele/loyalty may import of ours' },
  ]);
});

test('the core knows no clock, no environment, no server; its tests may', () => {
  const impure = [
    `import { createServer } from 'node:http';`,
    `export const now = Date.now() + new Date().getTime();`,
    `export const zone = process.env.TZ;`,
    `export const answer = await fetch('https://example.com');`,
    `export const fine = new Date(0);`,
  ].join('\n');
  using repository = aRepository({
    'packages/identity/package.json': aManifest('identity'),
    'packages/identity/src/join.ts': impure,
    'packages/identity/src/join.test.ts': impure,
    'packages/ledger/package.json': aManifest('ledger'),
    'packages/ledger/src/open.ts': impure,
  });
  expect(dependencyRule(repository).map(({ place, problem }) => `${place} ${problem}`)).toEqual([
    'packages/identity/src/join.ts:1 @clientele/identity must not use node:http',
    'packages/identity/src/join.ts:2 @clientele/identity reads the clock; take the instant as a parameter',
    'packages/identity/src/join.ts:2 @clientele/identity reads the clock; take the instant as a parameter',
    'packages/identity/src/join.ts:3 @clientele/identity reads environment variables; take the value as a parameter',
    'packages/identity/src/join.ts:4 @clientele/identity speaks to the network; take a port that does it as a parameter',
  ]);
});
