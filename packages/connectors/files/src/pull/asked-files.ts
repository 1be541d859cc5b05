import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { type Context, DocumentChanged, type ListedDocument } from '@clientele/connector-kit';
import { type Instant, instantOfMs, msOfInstant, parseInstant } from '@clientele/model';
import { z } from 'zod';
import { Interrupted, type SourceFile } from '../source/source-file.js';
import type { FilesSettings } from './settings.js';

/** Web servers tell times in whole seconds. */
const GRAIN_MS = 1_000;
const NOT_MODIFIED = 304;
const NOT_FOUND = 404;
/** The tag that was asked for is not that of the file any more. */
const CHANGED = 412;

/** A file that can be read, and how. */
export interface AskedFile extends ListedDocument {
  /** False where something else may have come in its place, such as a page that says that the server is being mended. */
  readonly isSure: boolean;
  open(context: Context<FilesSettings>): SourceFile;
}

const listing = z.array(
  z.object({
    name: z.string().min(1),
    size: z.int().min(0),
    changedAt: z.string().transform((text) => parseInstant(text) ?? z.NEVER),
    tag: z.string().min(1),
  }),
);

/**
 * The files of a directory, as the host lists them: `[{ name, size, changedAt, tag }]` at the address of the directory. Each
 * file is asked for by parts (`range`), as long as its tag is the same (`if-match`).
 */
export async function filesInDirectory(
  directory: string,
  { ask }: Context<FilesSettings>,
  blockBytes: number,
): Promise<AskedFile[]> {
  const base = `${pathToFileURL(directory).href}/`;
  const { body } = await ask({ url: base });
  return listing.parse(body).map(({ name, size, changedAt, tag }) => ({
    name,
    changedAt,
    tag,
    isSure: true,
    open: (context) => partsOf(context, `${base}${encodeURIComponent(name)}`, { name, size, tag }, blockBytes),
  }));
}

function partsOf(
  { ask }: Context<FilesSettings>,
  url: string,
  { name, size, tag }: { readonly name: string; readonly size: number; readonly tag: string },
  blockBytes: number,
): SourceFile {
  const slice = async (start: number, end: number): Promise<Buffer> => {
    try {
      const headers = { range: `bytes=${start}-${end - 1}`, 'if-match': `"${tag}"` };
      const { status, bytes } = await ask({ url, headers, as: 'bytes', answers: [NOT_FOUND, CHANGED] });
      if (status === NOT_FOUND || status === CHANGED) throw new DocumentChanged(`${name} is not what it was`);
      return Buffer.from(bytes ?? []);
    } catch (error) {
      throw new Interrupted(error);
    }
  };
  async function* blocks() {
    for (let start = 0; start < size; start += blockBytes) yield await slice(start, Math.min(start + blockBytes, size));
  }
  return { name, size, slice, open: () => Readable.from(blocks(), { objectMode: false }) };
}

/**
 * The file at an address, which is got as a whole, since few servers give parts of what they make when it is asked for;
 * none where the server says that it has not changed since.
 */
export async function fileAtAddress(
  address: string,
  { ask, now }: Context<FilesSettings>,
  since: Instant | undefined,
): Promise<AskedFile[]> {
  const headers = since === undefined ? {} : { 'if-modified-since': new Date(msOfInstant(since)).toUTCString() };
  const answer = await ask({
    url: address,
    headers: { accept: '*/*', ...headers },
    as: 'bytes',
    answers: [NOT_MODIFIED],
  });
  if (answer.status === NOT_MODIFIED) return [];
  const content = Buffer.from(answer.bytes ?? []);
  const name = nameAt(address);
  const file: SourceFile = {
    name,
    size: content.length,
    slice: async (start, end) => content.subarray(start, end),
    open: (blockBytes) => Readable.from(blocksOf(content, blockBytes), { objectMode: false }),
  };
  const changedAt = changeTime(answer.headers, now);
  const tag = createHash('sha256').update(content).digest('hex');
  return [{ name, changedAt, tag, isSure: false, open: () => file }];
}

/**
 * When the server says that the file changed. What changes twice within a second has the same time for both, so a time
 * that was new when it was asked for is held for older: the file is then got once more.
 */
function changeTime(headers: Headers, now: Instant): Instant {
  const changedMs = Date.parse(headers.get('last-modified') ?? '');
  if (Number.isNaN(changedMs)) return now;
  const servedMs = Date.parse(headers.get('date') ?? now);
  return instantOfMs(servedMs - changedMs < 2 * GRAIN_MS ? changedMs - GRAIN_MS : changedMs);
}

function* blocksOf(content: Buffer, blockBytes: number): Generator<Buffer> {
  for (let start = 0; start < content.length; start += blockBytes) yield content.subarray(start, start + blockBytes);
}

function nameAt(address: string): string {
  const { pathname, hostname } = new URL(address);
  return decodeURIComponent(pathname.split('/').at(-1) ?? '') || hostname;
}
