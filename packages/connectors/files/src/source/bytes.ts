import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { type Failure, failure } from '../failure.js';

/** All blocks but the last have exactly this size, whatever the disk delivers, so that two readings are alike. */
const BLOCK_BYTES = 256 * 1024;

export type Block = { readonly bytes: Buffer } | { readonly brokenOff: string };

/** A file's content, unpacked where it is gzip, as blocks; `done()` is how far the file itself is read, in bytes. */
export interface ByteSource {
  readonly totalBytes: number;
  readonly done: () => number;
  /** Ends with `brokenOff` where the gzip data end early or are damaged; what was readable comes before. */
  readonly blocks: () => AsyncGenerator<Block, void, undefined>;
}

/** The first bytes of a file and its size, or why it cannot be read. */
export async function fileStart(
  path: string,
): Promise<{ readonly outcome: 'started'; readonly head: Buffer; readonly size: number } | Failure> {
  let handle: Awaited<ReturnType<typeof open>>;
  try {
    handle = await open(path);
  } catch (error) {
    return failure('not_found', `${path} cannot be opened: ${openProblem(error)}`);
  }
  try {
    const stat = await handle.stat();
    if (!stat.isFile()) return failure('not_found', `${path} is not a file`);
    if (stat.size === 0) return failure('empty', `${path} is empty`);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(8), 0, 8, 0);
    return { outcome: 'started', head: buffer.subarray(0, bytesRead), size: stat.size };
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

export function isGzip(head: Buffer): boolean {
  return head[0] === 0x1f && head[1] === 0x8b;
}

export function openBytes(path: string, gzip: boolean, totalBytes: number): ByteSource {
  let done = 0;
  return { totalBytes, done: () => done, blocks };

  async function* blocks(): AsyncGenerator<Block, void, undefined> {
    const file = createReadStream(path, { highWaterMark: BLOCK_BYTES });
    file.on('data', (chunk) => {
      done += chunk.length;
    });
    const unpacked = gzip ? file.pipe(createGunzip({ chunkSize: BLOCK_BYTES })) : file;
    // pipe() hands over no errors; without this a failing disk would end the process.
    if (gzip) file.on('error', (error) => unpacked.destroy(error));
    let pending: Buffer[] = [];
    let pendingBytes = 0;
    let brokenOff: string | undefined;
    try {
      for await (const chunk of unpacked as AsyncIterable<Buffer>) {
        pending.push(chunk);
        pendingBytes += chunk.length;
        if (pendingBytes < BLOCK_BYTES) continue;
        const whole = Buffer.concat(pending);
        let start = 0;
        for (; start + BLOCK_BYTES <= whole.length; start += BLOCK_BYTES) {
          yield { bytes: whole.subarray(start, start + BLOCK_BYTES) };
        }
        pending = [whole.subarray(start)];
        pendingBytes = whole.length - start;
      }
    } catch (error) {
      brokenOff = error instanceof Error ? error.message : String(error);
    } finally {
      file.destroy();
      unpacked.destroy();
    }
    if (pendingBytes > 0) yield { bytes: Buffer.concat(pending) };
    if (brokenOff !== undefined) yield { brokenOff };
  }
}
