import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runHere } from './run-here.fixture.js';

const check = (...args: readonly string[]) => runHere(['connector', 'check', ...args]);

it('reports the laws that a connector of ours keeps, without any stores', async () => {
  const { status, out } = await check('woocommerce', '--law', '3', '6', '--runs', '2', '--json');
  expect(status).toBe(0);
  const checks = [3, 6].map((number) => expect.objectContaining({ number, outcome: 'kept' }));
  expect(JSON.parse(out)).toMatchObject({ passed: 2, failed: 0, checks });
});

it('says what there is to check, and which laws', async () => {
  expect(await check('shopware')).toMatchObject({
    status: 2,
    err: expect.stringContaining('one of events, files, shopify, vendure, woocommerce'),
  });
  expect(await check('vendure')).toMatchObject({ status: 2, err: expect.stringContaining('npm run test:servers') });
  expect(await check('woocommerce', '--law', '17')).toMatchObject({
    status: 2,
    err: expect.stringContaining('1 to 16'),
  });
});

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'clientele-check-'));
  mkdirSync(join(directory, 'unbuilt'));
  writeFileSync(
    join(directory, 'unbuilt', 'package.json'),
    '{ "exports": { "./check": { "default": "./dist/check.js" } } }',
  );
  writeFileSync(join(directory, 'other.mjs'), 'export const connector = 1;');
  writeFileSync(join(directory, 'broken.mjs'), "throw new Error('no settings');");
});
afterAll(() => rmSync(directory, { recursive: true }));

it.each([
  ['unbuilt', 'is not built yet: run npm run build in it'],
  ['.', "is no package that exports './check'"],
  ['other.mjs', 'exports no connector and makeWorld'],
  ['broken.mjs', 'cannot be loaded: no settings'],
  ['none', 'There is no module or package'],
])('says what is wrong with %s', async (name, sentence) => {
  expect(await check(join(directory, name))).toMatchObject({ status: 2, err: expect.stringContaining(sentence) });
});

it('says which of the own connectors cannot be connected', async () => {
  process.env.CLIENTELE_CONNECTORS = join(directory, 'other.mjs');
  try {
    const ran = await runHere(['connect', 'corner-shop', '--data', join(directory, 'data')]);
    expect(ran).toMatchObject({ status: 2, err: expect.stringContaining('CLIENTELE_CONNECTORS names, exports no') });
  } finally {
    delete process.env.CLIENTELE_CONNECTORS;
  }
});
