import { type BigIntStats, constants } from 'node:fs';
import { type FileHandle, open, readdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { instantOfMs } from '@clientele/model';
import { isWithin } from './is-within.js';

const ANSWERS = { notFound: 404, forbidden: 403, changed: 412, part: 206, noSuchPart: 416, notAllowed: 405 } as const;
const UNREADABLE = new Set(['EACCES', 'EPERM', 'ELOOP']);

/**
 * Answers requests for a directory of this machine as a web server would: its list of files at its own address, and parts
 * of a file (`range`) as long as it is what was listed (`if-match`). Only plain files that lie in the directory itself are
 * there: nothing in folders below it, no links, nothing hidden. What is in one of the `closed` directories is not
 * answered, since Clientele's own keys are there.
 */
export async function answerLocally(request: Request, directory: string, closed: readonly string[]): Promise<Response> {
  if (request.method !== 'GET') return answer(ANSWERS.notAllowed);
  try {
    const root = await realpath(directory);
    for (const one of closed)
      if (isWithin(root, await realpath(one).catch(() => one))) return answer(ANSWERS.forbidden);
    const path = fileURLToPath(request.url);
    if (path === `${directory}/`) return Response.json(await listed(root));
    const name = path.slice(directory.length + 1);
    if (!path.startsWith(`${directory}/`) || !isPlainName(name)) return answer(ANSWERS.forbidden);
    return await withFile(join(root, name), (file, stat) => part(request, file, stat));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code === 'ENOENT' || code === 'ENOTDIR') return answer(ANSWERS.notFound);
    if (UNREADABLE.has(code)) return answer(ANSWERS.forbidden);
    throw error;
  }
}

async function listed(root: string) {
  const entries = await readdir(root, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isFile() && isPlainName(entry.name)).map(({ name }) => name);
  const files: { readonly name: string; readonly size: number; readonly changedAt: string; readonly tag: string }[] =
    [];
  for (const name of names) {
    // One that is gone or may not be read by now is none; whoever put it there sees it missing.
    const file = await withFile(join(root, name), async (_, stat) => stat).catch(() => undefined);
    if (file === undefined || !file.isFile()) continue;
    // The time of writing may be anything, such as that of another machine whose clock is wrong; this is our own.
    const changedAt = instantOfMs(Number(file.ctimeNs / 1_000_000n));
    files.push({ name, size: Number(file.size), changedAt, tag: tagOf(file) });
  }
  return files;
}

async function part(request: Request, file: FileHandle, stat: BigIntStats): Promise<Response> {
  if (!stat.isFile()) return answer(ANSWERS.forbidden);
  if (request.headers.get('if-match') !== `"${tagOf(stat)}"`) return answer(ANSWERS.changed);
  const range = /^bytes=(\d{1,15})-(\d{1,15})$/.exec(request.headers.get('range') ?? '');
  const [start, last] = [Number(range?.[1]), Number(range?.[2])];
  if (range === null || last < start || last >= Number(stat.size)) return answer(ANSWERS.noSuchPart);
  const bytes = new Uint8Array(last - start + 1);
  for (let filled = 0; filled < bytes.length; ) {
    const { bytesRead } = await file.read(bytes, filled, bytes.length - filled, start + filled);
    // It became shorter while it was read.
    if (bytesRead === 0) return answer(ANSWERS.changed);
    filled += bytesRead;
  }
  // What was changed while it was read is no part of what was listed.
  if (tagOf(await file.stat({ bigint: true })) !== tagOf(stat)) return answer(ANSWERS.changed);
  return new Response(bytes, { status: ANSWERS.part });
}

/** Without following a link that stands in its place, and without waiting for whoever writes into a pipe. */
async function withFile<T>(path: string, work: (file: FileHandle, stat: BigIntStats) => Promise<T>): Promise<T> {
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    return await work(file, await file.stat({ bigint: true }));
  } finally {
    await file.close();
  }
}

/** Another one after every change, also one that left size and time of writing as they were. */
function tagOf({ ino, size, mtimeNs, ctimeNs }: BigIntStats): string {
  return [ino, size, mtimeNs, ctimeNs].map((number) => number.toString(36)).join('-');
}

function isPlainName(name: string): boolean {
  return name !== '' && !name.startsWith('.') && !/[/\\\0\uFFFD]/.test(name);
}

function answer(status: number): Response {
  return new Response(null, { status });
}
