import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runHere } from '../run-here.fixture.js';
import { QUESTIONS } from './questions.js';

const LAUNCHER = fileURLToPath(new URL('../../bin/clientele.mjs', import.meta.url));

const WITHOUT_SQL = ['RFM group', 'in a sample', 'not held out'];

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'clientele-bench-test-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

async function bench(...args: readonly string[]) {
  const child = spawn(process.execPath, [LAUNCHER, 'bench', '--data', directory, '--json', ...args]);
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk;
  });
  child.stderr.on('data', (chunk: Buffer) => {
    err += chunk;
  });
  const [status] = (await once(child, 'close')) as [number | null];
  return { status, out, err };
}

/** In this process, for what ends before anything is measured. */
const benchHere = (...args: readonly string[]) => runHere(['bench', '--data', directory, '--json', ...args]);

it('measures every part, and its counts agree with the hand-written SQL', async () => {
  const { status, out, err } = await bench('--people', '100', '--rounds', '1');
  expect(err).toBe('');
  const rows = JSON.parse(out) as Record<string, unknown>[];
  const names = rows.map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(['import', 'import, all rows', 'first profiles', 'look-up', 'stop']));
  expect(names).toEqual(expect.arrayContaining(QUESTIONS.map(({ name }) => `segments: ${name}`)));
  expect(names).toEqual(expect.arrayContaining(['segments: members taken out', 'segments: changes gone through']));
  expect(names.filter((name) => `${name}`.endsWith('(365 days)'))).toHaveLength(6);
  for (const row of rows) {
    expect(row).toMatchObject({ ours: expect.any(Number), unit: expect.any(String), how: expect.any(String) });
    expect(row).toHaveProperty('other');
    expect(row).toHaveProperty('ratio');
  }
  expect(rows.filter(({ checked }) => checked === true)).toHaveLength(QUESTIONS.length - WITHOUT_SQL.length);
  expect(rows.find(({ name }) => name === 'import')).toMatchObject({ unit: 'orders/s', ratio: expect.any(Number) });
  expect(status).toBe(0);

  // The directory is kept, and what it holds is not measured as an import again.
  const again = await benchHere('import', '--people', '100');
  expect(again).toMatchObject({ status: 2, err: expect.stringContaining('give an empty one') });
}, 120_000);

it('refuses a bench that is not there', async () => {
  expect(await benchHere('everything')).toMatchObject({ status: 2, err: expect.stringContaining('look-up') });
});
