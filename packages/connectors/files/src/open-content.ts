import type { Failure } from './failure.js';
import { fileStart, isGzip, openBytes } from './source/bytes.js';
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

/** What a file holds: Parquet and gzip by their first bytes, JSONL by its name or first character, else CSV. */
export async function openContent(path: string): Promise<Content | Failure> {
  const start = await fileStart(path);
  if (start.outcome === 'failed') return start;
  const { head, size } = start;
  if (isParquet(head)) return { kind: 'table', open: () => openParquet(path) };
  const gzip = isGzip(head);
  const source = () => openBytes(path, gzip, size);
  if (/\.(jsonl|ndjson)(\.gz)?$/i.test(path) || (!gzip && /^\s*\{/.test(head.toString('latin1')))) {
    return {
      kind: 'jsonl',
      open: (form) => openJsonl(path, head, source(), form?.encoding),
      asTable: (lines) => tableOfJsonl(path, lines),
    };
  }
  return { kind: 'table', open: (form = {}) => openCsv(path, gzip ? Buffer.alloc(0) : head, source(), form) };
}
