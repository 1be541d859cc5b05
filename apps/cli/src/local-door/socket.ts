import { createHash } from 'node:crypto';
import { lstatSync, mkdirSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join, resolve } from 'node:path';
import { CommandError } from '../command-error.js';

/** The longest path that a socket may have on all platforms (macOS allows 103 bytes). */
const LONGEST_PATH = 100;

/**
 * Where the owner of a data directory answers: in the directory itself, which only its user may enter; or, where that
 * path is too long for a socket, in a directory of the user's own among the temporary files.
 *
 * @throws CommandError where that directory is not the user's alone: somebody else could answer in it
 */
export function socketOf(directory: string): string {
  const path = join(resolve(directory), 'door.sock');
  if (Buffer.byteLength(path) <= LONGEST_PATH) return path;
  const own = ownDirectory(join(tmpdir(), `clientele-${userInfo().uid}`));
  return join(own, `${createHash('sha256').update(resolve(directory)).digest('hex').slice(0, 24)}.sock`);
}

/** Makes the directory where it is missing. Everybody may write beside it, so one that is there is looked at first. */
function ownDirectory(path: string): string {
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  const found = lstatSync(path);
  if (found.isDirectory() && found.uid === userInfo().uid && (found.mode & 0o077) === 0) return path;
  throw new CommandError(
    3,
    `${path} must be a directory that only you may enter, and it is not: remove it, set TMPDIR to a directory of your own, ` +
      'or give --data a shorter path, whose socket lies in the data directory itself.',
  );
}
