import { chmodSync, chownSync, lstatSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { socketOf } from './socket.js';

const TOO_LONG = `/data/${'x'.repeat(120)}`;
const OWN = `clientele-${userInfo().uid}`;

let temporary: string;
beforeEach(() => {
  temporary = mkdtempSync(join(tmpdir(), 'clientele-socket-'));
  vi.stubEnv('TMPDIR', temporary);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(temporary, { recursive: true });
});

it('is in the data directory, or in a directory of the user’s own where that path is too long', () => {
  expect(socketOf('/data/shop')).toBe('/data/shop/door.sock');
  const socket = socketOf(TOO_LONG);
  expect(dirname(socket)).toBe(join(temporary, OWN));
  expect(lstatSync(dirname(socket)).mode & 0o777).toBe(0o700);
  expect(socketOf(TOO_LONG)).toBe(socket);
});

const NOT_OWN = /must be a directory that only you may enter/;

it('is in no directory that others may enter', () => {
  mkdirSync(join(temporary, OWN));
  chmodSync(join(temporary, OWN), 0o750);
  expect(() => socketOf(TOO_LONG)).toThrow(NOT_OWN);
});

it('follows no link that somebody left there', () => {
  mkdirSync(join(temporary, 'elsewhere'), { mode: 0o700 });
  symlinkSync(join(temporary, 'elsewhere'), join(temporary, OWN));
  expect(() => socketOf(TOO_LONG)).toThrow(NOT_OWN);
});

it.runIf(userInfo().uid === 0)('is in no directory of another user', () => {
  mkdirSync(join(temporary, OWN), { mode: 0o700 });
  chownSync(join(temporary, OWN), 65534, 65534);
  expect(() => socketOf(TOO_LONG)).toThrow(NOT_OWN);
});
