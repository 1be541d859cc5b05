import { chmodSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** The process that a data directory belongs to, and the local door at which it answers. */
export interface DirectoryOwner {
  readonly pid: number;
  /** Path of the owner's socket. */
  readonly socket: string;
}

export type DirectoryClaim =
  | { readonly outcome: 'owned' /** Lets go; the end of the process does so too. */; readonly release: () => void }
  | {
      readonly outcome: 'refused';
      readonly code: 'directory.owned' | 'directory.not-private';
      readonly message: string;
      /** Null in the moment in which the owner has the directory but has not yet said who it is. */
      readonly owner: DirectoryOwner | null;
    };

const LOCK_FILE = 'owner.lock';
const OWNER_FILE = 'owner.json';
const SQLITE_BUSY = 5;

/**
 * Whether nobody else may enter the directory. Ours is closed to them, if it is empty or was claimed before: a folder
 * with other things in it may have to be open.
 */
function isPrivate(directory: string): boolean {
  const { mode, uid } = statSync(directory);
  if ((mode & 0o077) === 0) return true;
  const entries = readdirSync(directory);
  if (uid !== userInfo().uid || !(entries.length === 0 || entries.includes(LOCK_FILE))) return false;
  chmodSync(directory, 0o700);
  return true;
}

/**
 * Makes a process the one owner of a data directory (made when absent, closed to other users). The claim is a lock of the operating system
 * on a file, so it ends with the process, however that ends; beside it a file for its user only says who the owner is.
 */
export function claimDirectory(directory: string, owner: DirectoryOwner): DirectoryClaim {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  if (!isPrivate(directory)) {
    const message = `${directory} lets other users in, and customers' data lies in it: run chmod 700 ${directory}, or choose another directory with --data`;
    return { outcome: 'refused', code: 'directory.not-private', message, owner: null };
  }
  const lock = new DatabaseSync(join(directory, LOCK_FILE), { timeout: 0 });
  try {
    // Waits for nobody; nothing is ever written, so there is no journal to leave behind.
    lock.exec('begin exclusive');
  } catch (error) {
    lock.close();
    if (!(error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY)) throw error;
    return refused(directory, readOwner(directory));
  }
  const path = join(directory, OWNER_FILE);
  writeFileSync(`${path}.new`, `${JSON.stringify({ pid: owner.pid, socket: owner.socket })}\n`, { mode: 0o600 });
  renameSync(`${path}.new`, path);
  return {
    outcome: 'owned',
    release: () => {
      if (!lock.isOpen) return;
      rmSync(path, { force: true });
      lock.close();
    },
  };
}

function refused(directory: string, owner: DirectoryOwner | null): DirectoryClaim {
  const who = owner === null ? 'a process that is just starting' : `process ${owner.pid}`;
  const message = `${directory} belongs to ${who}: stop that process, or choose another directory with --data`;
  return { outcome: 'refused', code: 'directory.owned', message, owner };
}

/** Null also for an owner that died: its file stays until the next owner, which has the lock already, replaces it. */
function readOwner(directory: string): DirectoryOwner | null {
  try {
    const { pid, socket } = JSON.parse(readFileSync(join(directory, OWNER_FILE), 'utf8')) as DirectoryOwner;
    return isAlive(pid) ? { pid, socket } : null;
  } catch {
    return null;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives, but belongs to another user.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
