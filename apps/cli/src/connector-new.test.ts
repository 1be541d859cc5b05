import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { aClone, REPOSITORY, runIn } from './a-clone.fixture.js';
import { newConnector } from './connector-new.js';
import { runHere } from './run-here.fixture.js';

let directory: string;
beforeAll(() => {
  directory = realpathSync(mkdtempSync(join(tmpdir(), 'clientele-connector-')));
});
afterAll(() => rmSync(directory, { recursive: true }));

it.each(['Shop', 'my_shop', '-shop', 'shop-', '../shop', 's'.repeat(31)])('%s is no name', async (name) => {
  const ran = await runHere(['connector', 'new', `--dir=${join(directory, 'none')}`, '--', name]);
  expect(ran).toMatchObject({ status: 2, err: expect.stringContaining('such as corner-shop') });
});

it.each(['woocommerce', 'files', 'sample-shop', 'kit'])('%s is taken', async (name) => {
  const ran = await runHere(['connector', 'new', name, '--dir', join(directory, 'none')]);
  expect(ran).toMatchObject({ status: 2, err: `There is a connector ${name} already: choose another name.\n` });
});

it('writes over nothing', async () => {
  const own = join(directory, 'own');
  mkdirSync(own);
  writeFileSync(join(own, 'package.json'), 'mine');
  const ran = await runHere(['connector', 'new', 'corner-shop', '--dir', own]);
  expect(ran).toMatchObject({ status: 2, err: expect.stringContaining('not empty: name another directory') });
  expect([readdirSync(own), readFileSync(join(own, 'package.json'), 'utf8')]).toEqual([['package.json'], 'mine']);
});

it('in the clone it is formatted, linted, and a package as the others are', async () => {
  using clone = aClone();
  const { directory: made, files } = await newConnector('tea-and-more-2', { clone: clone.directory });
  expect(made).toBe(join(clone.directory, 'packages/connectors/tea-and-more-2'));
  expect(files.filter((path) => path.includes('proofs'))).toEqual([]);
  runIn(clone.directory, join(REPOSITORY, 'node_modules/.bin/biome'), [
    'ci',
    `--config-path=${REPOSITORY}`,
    '--vcs-enabled=false',
    made,
  ]);
  const manifest = (of: string) => JSON.parse(readFileSync(join(of, 'package.json'), 'utf8'));
  const { name, ...template } = manifest(join(REPOSITORY, 'packages/connectors/sample-shop'));
  expect(manifest(made)).toEqual({ ...template, name: '@clientele/connector-tea-and-more-2' });
  const text = files.map((path) => readFileSync(join(made, path), 'utf8')).join('\n');
  expect(text).not.toMatch(/sample[- ]?shop/i);
  expect(text).toContain('# Tea and more 2\n');
  await expect(newConnector('tea-and-more-2', { clone: clone.directory })).rejects.toThrow('already');
});

it('in a repository of its own it is installed without a registry, built, tested and checked by the three commands printed', async () => {
  const own = join(directory, 'corner-shop');
  const { out } = await runHere(['connector', 'new', 'corner-shop', '--dir', own, '--json']);
  const { next, ...about } = JSON.parse(out);
  expect(about).toMatchObject({ connector: 'corner-shop', directory: own });
  const [install, build, check] = next.map((command: string) => command.replace(/^cd \S+ && /, ''));
  expect([install, build, check]).toEqual(['npm install', 'npm run build', 'npx clientele connector check .']);
  const shell = (line: string) => runIn(own, 'sh', ['-c', line]);
  expect(readFileSync(join(own, '.gitignore'), 'utf8')).toContain('node_modules/');
  shell(`${install} --offline --no-audit --no-fund`);
  shell(build);
  expect(shell('npm test -- decode')).toContain('decode.test.ts');
  const report = JSON.parse(shell(`${check} --runs 1 --json`));
  expect(report).toMatchObject({ connector: 'corner-shop', passed: 16, failed: 0 });
});
