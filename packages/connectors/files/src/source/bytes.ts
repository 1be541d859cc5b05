import { createGunzip } from 'node:zlib';
import { Interrupted, type SourceFile } from './source-file.js';

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

export function isGzip(head: Buffer): boolean {
  return head[0] === 0x1f && head[1] === 0x8b;
}

export function openBytes(source: SourceFile, gzip: boolean): ByteSource {
  let done = 0;
  return { totalBytes: source.size, done: () => done, blocks };

  async function* blocks(): AsyncGenerator<Block, void, undefined> {
    const file = source.open(BLOCK_BYTES);
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
      if (error instanceof Interrupted) throw error;
      brokenOff = error instanceof Error ? error.message : String(error);
    } finally {
      file.destroy();
      unpacked.destroy();
    }
    if (pendingBytes > 0) yield { bytes: Buffer.concat(pending) };
    if (brokenOff !== undefined) yield { brokenOff };
  }
}
