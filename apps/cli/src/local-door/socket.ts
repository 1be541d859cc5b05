import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join, resolve } from 'node:path';

/** The longest path that a socket may have on all platforms (macOS allows 103 bytes). */
const LONGEST_PATH = 100;

/**
 * Where the owner of a data directory answers: in the directory itself, which only its user may enter; or, where that
 * path is too long for a socket, in a directory of the user's own among the temporary files.
 */
export function socketOf(directory: string): string {
  const path = join(resolve(directory), 'door.sock');
  if (Buffer.byteLength(path) <= LONGEST_PATH) return path;
  const own = join(tmpdir(), `clientele-${userInfo().uid}`);
  mkdirSync(own, { recursive: true, mode: 0o700 });
  return join(own, `${createHash('sha256').update(resolve(directory)).digest('hex').slice(0, 24)}.sock`);
}
