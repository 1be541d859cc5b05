import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { FileRequest } from './read-file.js';

/**
 * The revision of all readers. To be raised with a release that makes other items of a file than the one before it, or
 * the same in another order: an interrupted import must then begin anew, since the items acknowledged are not these.
 */
export const REVISION = 1;

/**
 * What identifies a reading: a file's size and content, how it is read, and by which readers. Two readings with the
 * same fingerprint give the same items; the name and place of the file do not matter. Rejects where the file cannot be
 * read.
 */
export async function fingerprint({ path, as, options = {} }: Omit<FileRequest, 'onProgress'>): Promise<string> {
  const { currency = null, timeZone = null } = options;
  const { size } = await stat(path);
  const hash = createHash('sha256').update(JSON.stringify([REVISION, as, currency, timeZone]));
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk as Buffer);
  return `${size}-${hash.digest('hex')}`;
}
