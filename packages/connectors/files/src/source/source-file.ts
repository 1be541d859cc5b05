import type { Readable } from 'node:stream';

/** A file as it lies somewhere: how many bytes, and how to get them. What goes wrong with it rejects. */
export interface SourceFile {
  /** What messages call it. Its ending tells some kinds of content. */
  readonly name: string;
  readonly size: number;
  /** The bytes from `start` up to, not including, `end`. */
  slice(start: number, end: number): Promise<Buffer>;
  /** All bytes in blocks of this size, but for the last. */
  open(blockBytes: number): Readable;
}

/**
 * The reading of a file ends here and is to be gone on with another time, unlike where the file itself breaks off. What
 * was the matter is its `cause`.
 */
export class Interrupted extends Error {
  constructor(cause: unknown) {
    super('the reading was interrupted', { cause });
  }
}
