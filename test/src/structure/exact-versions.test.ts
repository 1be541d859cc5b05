import { expect, test } from 'vitest';
import { aManifest, aRepository } from './a-repository.js';
import { exactVersions } from './exact-versions.js';

test.each(['^4.6.7', '~4.6.7', '4.6', '*', 'latest', '>=4.6.7', '', 'file:../zod', '4.x'])(
  'a version that may move is found: %s',
  (version) => {
    using repository = aRepository({
      'packages/model/package.json': aManifest('model', { optionalDependencies: { zod: version } }),
    });
    expect(exactVersions(repository)).toEqual([
      { place: 'packages/model/package.json', problem: `zod ${version} is no exact version` },
    ]);
  },
);

test('the root is held to it too', () => {
  using repository = aRepository({ 'package.json': { name: 'root', devDependencies: { turbo: '^2.0.0' } } });
  expect(exactVersions(repository)).toEqual([{ place: 'package.json', problem: 'turbo ^2.0.0 is no exact version' }]);
});

test('two packages do not use two versions of one package', () => {
  using repository = aRepository({
    'packages/a/package.json': aManifest('a', { dependencies: { zod: '4.6.7', 'type-graphql': '2.0.0-rc.4' } }),
    'packages/b/package.json': aManifest('b', { devDependencies: { zod: '4.6.8' } }),
  });
  expect(exactVersions(repository)).toEqual([
    { place: 'packages/b/package.json', problem: 'zod is 4.6.8 here and 4.6.7 in packages/a/package.json' },
  ]);
});
