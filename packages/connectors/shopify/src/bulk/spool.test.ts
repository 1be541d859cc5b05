import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { Spool } from './spool.js';

const ours = () => readdirSync(tmpdir()).filter((name) => name.startsWith('clientele-lines-'));

test('more than is held comes back whole and in order, part by part', async () => {
  const spool = await Spool.open(3);
  const lines = Array.from({ length: 3000 }, (_, number) => `${number} ${'é–😀'.repeat(number % 40)}`);
  for (const [number, line] of lines.entries()) await spool.add(number % 3, line);
  for (const part of [2, 0, 1, 2]) expect(await spool.lines(part)).toEqual(lines.filter((_, at) => at % 3 === part));
  await spool.close();
});

test('while it is in use, nothing of it has a name', async () => {
  const before = ours();
  const spool = await Spool.open(1);
  await spool.add(0, 'x'.repeat(100_000));
  expect(ours()).toEqual(before);
  await spool.close();
});
