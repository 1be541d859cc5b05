import { expect, test } from 'vitest';
import { aRepository } from './a-repository.js';
import { portableText } from './portable-text.js';

// Put together here so that this file does not break the rule itself.
const slash = '/';
const registry = ['registry', 'npmjs', 'org'].join('.');

test.each([
  `see ${slash}home/ann/clientele`,
  `cd "${slash}root/clientele"`,
  `const data = '${slash}tmp/data.csv';`,
  `(${slash}Users/ann/Desktop)`,
  `C:${'\\'}Users${'\\'}ann`,
  `https:${slash}/${registry}/zod`,
  `regis${'try'}=https://example.com`,
  `"resolved"${':'} "https://example.com/zod.tgz"`,
])('what is true on one machine only is found: %s', (text) => {
  using repository = aRepository({ 'docs/start.md': `# Start\n${text}\n` });
  expect(portableText(repository).map(({ place }) => place)).toContain('docs/start.md:2');
});

test.each([
  'https://example.com/home/page and ./tmp/x and src/root/tree.ts',
  'os.tmpdir() and "/usr/bin/chromium" and /homepage',
  '"resolved": "packages/model"',
  'the registry of occasions',
])('what is true everywhere passes: %s', (text) => {
  using repository = aRepository({ 'docs/start.md': text });
  expect(portableText(repository)).toEqual([]);
});

test('what is installed or built is not read', () => {
  using repository = aRepository({ 'packages/model/dist/index.js': `${slash}home/ann`, 'node_modules/x/a.js': '' });
  expect(portableText(repository)).toEqual([]);
});
