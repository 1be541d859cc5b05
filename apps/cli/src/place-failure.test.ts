import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { claimDirectory } from '@clientele/ledger';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { failureOf } from './run-verb.js';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'clientele-place-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

function claimed(path: string): unknown {
  try {
    return claimDirectory(path, { pid: process.pid, socket: '' });
  } catch (error) {
    return error;
  }
}

test('a file where a directory should be is a wrong path', () => {
  const file = join(directory, 'file');
  writeFileSync(file, '');
  for (const path of [file, join(file, 'data')]) {
    expect(failureOf(claimed(path))).toEqual({ exit: 2, message: expect.stringMatching(/file.*--data/) });
  }
});

test('a directory that cannot be locked is one that cannot be used', () => {
  mkdirSync(join(directory, 'owner.lock'));
  expect(failureOf(claimed(directory))).toEqual({ exit: 3, message: expect.stringContaining('unable to open') });
});

test.each(['EACCES', 'EROFS', 'ENOSPC'])('%s is no bug', (code) => {
  const error = Object.assign(new Error(`${code}: mkdir '/data'`), { code, syscall: 'mkdir' });
  expect(failureOf(error)).toEqual({ exit: 3, message: expect.stringContaining(`${code}: mkdir '/data'`) });
});

test('what nobody expected is one', () => {
  expect(failureOf(new TypeError('x is not a function')).message).toContain('bug');
});
