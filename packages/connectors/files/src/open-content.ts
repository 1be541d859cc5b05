import { type Failure, failure } from './failure.js';
import { isGzip, openBytes } from './source/bytes.js';
import type { SourceFile } from './source/source-file.js';
import type { TextForm } from './source/text.js';
import { openCsv } from './table/csv.js';
import { type JsonLines, openJsonl, tableOfJsonl } from './table/jsonl.js';
import { isParquet, openParquet } from './table/parquet.js';
import type { OpenedTable } from './table/row.js';

export type Content =
  | { readonly kind: 'table'; readonly open: (form?: TextForm) => Promise<OpenedTable> }
  | {
      readonly kind: 'jsonl';
      readonly open: (form?: TextForm) => Promise<JsonLines | Failure>;
      readonly asTable: (lines: JsonLines) => OpenedTable;
    };

/** What tells the kinds apart. */
const HEAD_BYTES = 8;

/** What a file holds: Parquet and gzip by their first bytes, JSONL by its name or first character, else CSV. */
export async function openContent(file: SourceFile): Promise<Content | Failure> {
  const { name, size } = file;
  if (size === 0) return failure('empty', `${name} is empty`);
  const head = await file.slice(0, Math.min(HEAD_BYTES, size));
  if (isParquet(head)) return { kind: 'table', open: () => openParquet(file) };
  const gzip = isGzip(head);
  const source = () => openBytes(file, gzip);
  if (/\.(jsonl|ndjson)(\.gz)?$/i.test(name) || (!gzip && /^\s*\{/.test(head.toString('latin1')))) {
    return {
      kind: 'jsonl',
      open: (form) => openJsonl(name, head, source(), form?.encoding),
      asTable: (lines) => tableOfJsonl(name, lines),
    };
  }
  return { kind: 'table', open: (form = {}) => openCsv(name, gzip ? Buffer.alloc(0) : head, source(), form) };
}
