import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { TextOut } from './text-out.js';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'clientele-out-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

test('a file gets to its place whole, for its owner only', async () => {
  const path = join(directory, 'members.csv');
  writeFileSync(path, 'the last one', { mode: 0o644 });
  const out = new TextOut(path);
  await out.write('one\n');
  await out.write('two\n');
  expect(readFileSync(path, 'utf8')).toBe('the last one');
  await out.finish();
  await out.close();
  expect([readFileSync(path, 'utf8'), statSync(path).mode & 0o777]).toEqual(['one\ntwo\n', 0o600]);
  expect(readdirSync(directory)).toEqual(['members.csv']);
});

test('what was cut short leaves the last file as it was, and nothing beside it', async () => {
  const path = join(directory, 'members.csv');
  writeFileSync(path, 'the last one');
  const out = new TextOut(path);
  await out.write('one\n');
  await out.close();
  expect([readFileSync(path, 'utf8'), readdirSync(directory)]).toEqual(['the last one', ['members.csv']]);
});

test('a place that cannot be written is named', async () => {
  const out = new TextOut(join(directory, 'missing', 'members.csv'));
  await expect(out.write('one\n')).rejects.toMatchObject({ exit: 2, message: expect.stringContaining('members.csv') });
});
