import type { Item, Items } from '@clientele/connector-kit';
import { type Failure, failure } from './failure.js';
import { CLIENTELE, clienteleItems } from './formats/clientele.js';
import { findColumns } from './formats/columns.js';
import { isFailure, type ReadingOptions, type RowReading } from './formats/format.js';
import { FORMATS, TABLE_FORMATS } from './formats/formats.js';
import type { Mapping } from './mapping/mapping.js';
import { openMapped } from './mapping/open-mapped.js';
import { nearestColumn, perhapsMeant } from './nearest-name.js';
import { type Content, openContent } from './open-content.js';
import { localFile } from './source/local-file.js';
import type { SourceFile } from './source/source-file.js';
import type { TextForm } from './source/text.js';
import type { JsonLines } from './table/jsonl.js';
import { isRow, type OpenedTable, type Progress, type RowOrRefused, type Table } from './table/row.js';

export interface FileRequest extends ReadingRequest {
  readonly path: string;
}

/** How a file is read. */
export interface ReadingRequest {
  /** The name of one of {@link FORMATS}, or a mapping of the merchant's own. */
  readonly as: string | Mapping;
  readonly options?: ReadingOptions;
  /** Called after each batch of rows. */
  readonly onProgress?: (progress: Progress) => void;
}

export type FileReading = { readonly outcome: 'reading'; readonly items: Items } | Failure;

/**
 * Reads a file as records. What makes the whole file unreadable is said at once; afterwards each row becomes part of a
 * record or is refused by itself, and the rows of all items add up to the rows read. The items come in the same order
 * each time, and memory does not grow with the number of rows.
 */
export async function readFile(request: FileRequest): Promise<FileReading> {
  const file = await localFile(request.path);
  return isFailure(file) ? file : readSource(file, request);
}

/** Reads a file wherever it lies, as {@link readFile} does. */
export async function readSource(file: SourceFile, request: ReadingRequest): Promise<FileReading> {
  const { as, options = {}, onProgress } = request;
  const path = file.name;
  if (typeof as === 'string' && !FORMATS.some((format) => format.name === as)) {
    const names = FORMATS.map((format) => format.name);
    return failure('unknown_format', `There is no format '${as}'; ${perhapsMeant(as, names)}`);
  }
  const content = await openContent(file);
  if (isFailure(content)) return content;
  if (as === CLIENTELE.name) {
    if (content.kind !== 'jsonl') return failure('wrong_columns', `${path} is not JSONL, as the format clientele is`);
    const lines = await content.open();
    return isFailure(lines) ? lines : { outcome: 'reading', items: recordItems(lines) };
  }
  const table = await openTable(content, typeof as === 'string' ? {} : as);
  if (isFailure(table)) return table;
  const rows = openRows(path, as, table, options);
  if (!isFailure(rows)) return { outcome: 'reading', items: tableItems(table, rows) };
  await table.close();
  return rows;

  async function* recordItems(lines: JsonLines): AsyncGenerator<Item> {
    try {
      for await (const batch of lines.batches) {
        yield* clienteleItems(batch);
        onProgress?.(lines.progress());
      }
    } finally {
      await lines.close();
    }
  }

  async function* tableItems(source: Table, reading: RowReading): AsyncGenerator<Item> {
    try {
      for await (const batch of source.batches) {
        yield* takeAll(batch, reading);
        onProgress?.(source.progress());
      }
      yield* reading.end();
    } finally {
      await source.close();
    }
  }
}

async function openTable(content: Content, form: TextForm): Promise<OpenedTable> {
  if (content.kind === 'table') return await content.open(form);
  const lines = await content.open(form);
  return isFailure(lines) ? lines : content.asTable(lines);
}

/** How the rows of a table become records; `path` is what messages call it. */
export function openRows(
  path: string,
  as: FileRequest['as'],
  table: Table,
  options: ReadingOptions,
): RowReading | Failure {
  return typeof as === 'string' ? openFormat(path, as, table, options) : openMapped(table, as, options);
}

function openFormat(path: string, name: string, table: Table, options: ReadingOptions): RowReading | Failure {
  const format = TABLE_FORMATS.find((candidate) => candidate.name === name);
  if (format === undefined) throw new Error(`'${name}' is no format of a table`);
  const { missing } = findColumns(format.columns, table.columns);
  const first = missing[0];
  if (first === undefined) return format.open(table, options);
  return failure(
    'wrong_columns',
    `${path} is not ${name}: it has no column '${first}'; ${nearestColumn(first, table.columns)}`,
  );
}

function* takeAll(batch: readonly RowOrRefused[], reading: RowReading): Generator<Item> {
  for (const entry of batch) {
    if (isRow(entry)) yield* reading.take(entry);
    else yield entry;
  }
}
