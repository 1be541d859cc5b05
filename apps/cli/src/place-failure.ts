import type { ExitStatus } from './command-error.js';

/** What the file system says of a path that can hold no directory: another path mends it. */
const WRONG_PATH = ['EEXIST', 'ENOTDIR', 'EISDIR', 'ELOOP', 'ENAMETOOLONG'];
/** What it says of a place that cannot be used, at least not now. */
const UNUSABLE = ['EACCES', 'EPERM', 'EROFS', 'ENOSPC', 'EDQUOT', 'EIO', 'EMFILE', 'ENFILE'];
/** The same from SQLite: not allowed, read-only, input or output failed, corrupt, full, cannot be opened, no database. */
const SQLITE_UNUSABLE = [3, 8, 10, 11, 13, 14, 26];

/** The exit status and the sentence where the disk or the data directory is at fault; undefined for anything else. */
export function placeFailure(error: unknown): { readonly exit: ExitStatus; readonly message: string } | undefined {
  if (!(error instanceof Error && 'code' in error && typeof error.code === 'string')) return undefined;
  const { code, message } = error;
  const isMissing = code === 'ENOENT' && 'syscall' in error && error.syscall === 'mkdir';
  if (WRONG_PATH.includes(code) || isMissing) {
    return { exit: 2, message: `This path cannot hold data: ${message}. Name another directory with --data.` };
  }
  const isSqlite = code === 'ERR_SQLITE_ERROR' && 'errcode' in error && typeof error.errcode === 'number';
  if (UNUSABLE.includes(code) || (isSqlite && SQLITE_UNUSABLE.includes(Number(error.errcode) & 0xff))) {
    return {
      exit: 3,
      message: `The data directory cannot be used: ${message}. Look whether you may write there and the disk has room.`,
    };
  }
  return undefined;
}
