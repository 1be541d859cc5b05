import { type Failure, failure } from './failure.js';
import { CLIENTELE, isClienteleRecord } from './formats/clientele.js';
import { findColumns } from './formats/columns.js';
import { isFailure } from './formats/format.js';
import { FORMATS, TABLE_FORMATS } from './formats/formats.js';
import { shownColumns } from './nearest-name.js';
import { openContent } from './open-content.js';
import { localFile } from './source/local-file.js';
import type { SourceFile } from './source/source-file.js';
import type { OpenedTable } from './table/row.js';

export type Detected = { readonly outcome: 'detected'; readonly format: string } | Failure;

/** The named format whose columns a file has, by its header or first lines. */
export async function detectFormat(path: string): Promise<Detected> {
  const file = await localFile(path);
  return isFailure(file) ? file : formatOf(file);
}

/** The same of a file wherever it lies. */
export async function formatOf(file: SourceFile): Promise<Detected> {
  const content = await openContent(file);
  if (isFailure(content)) return content;
  let table: OpenedTable;
  if (content.kind === 'jsonl') {
    const lines = await content.open();
    if (isFailure(lines)) return lines;
    await lines.close();
    if (lines.first.some((line) => isClienteleRecord(line.value))) {
      return { outcome: 'detected', format: CLIENTELE.name };
    }
    table = content.asTable(lines);
  } else table = await content.open();
  if (isFailure(table)) return table;
  await table.close();
  const { columns } = table;
  const format = TABLE_FORMATS.find((candidate) => findColumns(candidate.columns, columns).missing.length === 0);
  if (format !== undefined) return { outcome: 'detected', format: format.name };
  const known = FORMATS.map(({ name }) => name).join(', ');
  return failure(
    'unknown_format',
    `${file.name} has the columns of no known format (${known}): name one with --as, or describe the file with --map, see ` +
      `docs/import.md. Its columns are ${shownColumns(columns)}.`,
  );
}
