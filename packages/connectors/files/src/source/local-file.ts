import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { type Failure, failure } from '../failure.js';
import type { SourceFile } from './source-file.js';

/** A file of this machine, or why it cannot be read. */
export async function localFile(path: string): Promise<SourceFile | Failure> {
  let handle: Awaited<ReturnType<typeof open>>;
  try {
    handle = await open(path);
  } catch (error) {
    return failure('not_found', `${path} cannot be opened: ${openProblem(error)}`);
  }
  try {
    const stat = await handle.stat();
    if (!stat.isFile()) return failure('not_found', `${path} is not a file`);
    return {
      name: path,
      size: stat.size,
      slice: (start, end) => sliceOf(path, start, end),
      open: (highWaterMark) => createReadStream(path, { highWaterMark }),
    };
  } finally {
    await handle.close();
  }
}

async function sliceOf(path: string, start: number, end: number): Promise<Buffer> {
  const handle = await open(path);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(end - start), 0, end - start, start);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** What the system says, without the path, which the sentence has already. */
function openProblem(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT') return 'there is no such file';
  if (code === 'EACCES') return 'you may not read it';
  return message;
}
