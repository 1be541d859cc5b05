import { type Failure, failure } from '../failure.js';
import type { ByteSource } from './bytes.js';

/** Stands where bytes are not UTF-8; rows that hold it are refused one by one. */
export const REPLACEMENT = '\uFFFD';

export type TextBlock = { readonly text: string } | { readonly brokenOff: string };

/** How a file's text may be written; latin1 is read as windows-1252, of which it is a part. */
export const ENCODINGS = ['utf-8', 'windows-1252', 'latin1'] as const;
export type Encoding = (typeof ENCODINGS)[number];

/** What a mapping says of how text is written; without it, what is usual. */
export interface TextForm {
  readonly delimiter?: string | undefined;
  readonly encoding?: Encoding | undefined;
}

/** The source as text without byte order mark, with `\n` for each `\r\n`. */
export async function* textBlocks(
  source: ByteSource,
  encoding: Encoding = 'utf-8',
): AsyncGenerator<TextBlock, void, undefined> {
  const decoder = new TextDecoder(encoding);
  let held = '';
  for await (const block of source.blocks()) {
    if ('brokenOff' in block) {
      if (held !== '') yield { text: held };
      yield block;
      return;
    }
    let text = held + decoder.decode(block.bytes, { stream: true });
    // The \n of a \r at the end may be in the next block.
    held = text.endsWith('\r') ? '\r' : '';
    if (held !== '') text = text.slice(0, -1);
    yield { text: text.includes('\r') ? text.replaceAll('\r\n', '\n') : text };
  }
  const rest = held + decoder.decode();
  if (rest !== '') yield { text: rest };
}

/** Says no to a file that is no UTF-8 text at all, judging by its beginning. */
export function refuseUnlessText(path: string, head: Buffer, start: string): Failure | undefined {
  if ((head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff)) {
    return failure('not_text', `${path} is UTF-16 text: save it as UTF-8`);
  }
  if (head[0] === 0x50 && head[1] === 0x4b && head[2] === 3 && head[3] === 4) {
    return failure('unsupported', `${path} is a zip archive or a spreadsheet: save the sheet as CSV, in UTF-8`);
  }
  const firstLine = start.slice(0, start.indexOf('\n') === -1 ? 4096 : start.indexOf('\n'));
  if (firstLine.includes('\0')) return failure('not_text', `${path} is not a text file`);
  if (firstLine.includes(REPLACEMENT)) {
    return failure(
      'not_text',
      `${path} is not UTF-8 in its first line: save it as UTF-8, or name its encoding in a mapping`,
    );
  }
  return undefined;
}
