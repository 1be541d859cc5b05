import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DiskSpool } from './disk-spool.js';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'clientele-spool-'));
});
afterAll(() => rm(directory, { recursive: true }));

test('more than is held comes back whole and in order, part by part', async () => {
  const spool = await DiskSpool.open(directory);
  const lines = Array.from({ length: 3000 }, (_, number) => `${number} ${'é–😀'.repeat(number % 40)}`);
  const aside = lines.map((line, at) => [at % 3, line] as const);
  expect(spool.upTo).toBe(0);
  await spool.put(aside.slice(0, 1000), 1000);
  await spool.put(aside.slice(1000), 3000);
  expect(spool.upTo).toBe(3000);
  for (const part of [2, 0, 1, 2]) expect(await spool.part(part)).toEqual(lines.filter((_, at) => at % 3 === part));
  expect(await spool.part(3)).toEqual([]);
  await spool.close();
});

test('while it is in use, nothing of it has a name', async () => {
  const spool = await DiskSpool.open(directory);
  await spool.put([[0, 'x'.repeat(100_000)]], 100_000);
  expect(await readdir(directory)).toEqual([]);
  await spool.close();
});
